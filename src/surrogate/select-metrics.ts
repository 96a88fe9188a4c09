/** A release pack with some of its metrics: smaller bundles for who asks for those alone. */

import type { ByteSource } from "../bytes/byte-source.ts"
import type { Compress } from "../bytes/section-file.ts"
import { NotFoundError, show } from "../errors.ts"
import { openReleasePack } from "./release-pack.ts"
import { writeReleasePack } from "./write-release-pack.ts"

/**
 * Writes the part of a release pack that some metrics need. Its surrogates answer the same bits.
 *
 * @param source the pack
 * @param metrics which to keep; the pack's order stays
 * @returns the bytes of the smaller pack
 * @throws {NotFoundError} for a metric that the pack does not have
 * @throws {ModelFormatError} where the pack is damaged
 */
export async function selectMetrics(
  source: ByteSource,
  metrics: readonly string[],
  compress?: Compress,
): Promise<Uint8Array> {
  const pack = await openReleasePack(source, metrics)
  const unknown = metrics.find(name => !pack.metrics.includes(name))
  if (unknown !== undefined) {
    throw new NotFoundError({
      source: source.name,
      path: "options.metrics",
      what: "the pack has no such metric",
      expected: pack.metrics.join(", "),
      actual: show(unknown),
    })
  }
  return writeReleasePack(pack.task, pack.card, pack.surrogates, compress)
}
