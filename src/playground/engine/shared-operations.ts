/** What every view may ask of the engine: which packs there are, and what one of them is. */

import type { Hyperparameter, MetricName, ReleaseCard } from "../../entries/index.web.ts"
import type { Operations, Work } from "./operation.ts"
import type { PackId, SitePack } from "./pack-id.ts"

/** A benchmark as the page knows it: everything but the trees. */
export interface BenchmarkFacts extends PackId {
  readonly card: ReleaseCard
  readonly sha256: string
  readonly metrics: readonly MetricName[]
  /** Of the design space, restricted to the release's domain. */
  readonly hyperparameters: readonly Hyperparameter[]
}

function packs(_: null, work: Work): Promise<readonly SitePack[]> {
  return work.packs()
}

async function open(id: PackId, { benchmark }: Work): Promise<BenchmarkFacts> {
  const { task, release, card, sha256, metrics, space } = await benchmark(id)
  return { task, release, card, sha256, metrics, hyperparameters: space.hyperparameters }
}

export const sharedOperations = { packs, open } satisfies Operations
