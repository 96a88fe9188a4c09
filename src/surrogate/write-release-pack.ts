/** Surrogates to the file of one task of one release: see release-pack.ts. */

import type { Compress } from "../bytes/section-file.ts"
import { packBoosters } from "../predict/pack/pack-boosters.ts"
import type { ReleaseCard } from "./card.ts"
import type { Surrogate } from "./surrogate.ts"

/**
 * Writes a release pack.
 *
 * @param surrogates single-output boosters over the same features, one a metric
 * @returns the file's bytes
 */
export function writeReleasePack(
  task: string,
  card: ReleaseCard,
  surrogates: readonly Surrogate[],
  compress?: Compress,
): Promise<Uint8Array> {
  const extras = surrogates.map(({ metric, encoder, transforms }) => ({
    metric,
    featureNames: encoder.featureNames,
    targetTransform: transforms,
  }))
  return packBoosters(
    surrogates.map(({ booster }) => booster),
    extras,
    { task, card },
    { compress },
  )
}
