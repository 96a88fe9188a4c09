/** One metric's model after its import: what it is, and how large. */

import type { MetricName, TaskName } from "../benchmark/index.ts"
import { maxDepthOf } from "../forest/flat-forest.ts"
import { countSplits } from "../forest/split-dictionary.ts"
import type { SourceFile } from "../surrogate/card.ts"
import type { Surrogate } from "../surrogate/surrogate.ts"

/** One metric's model, converted. */
export interface ImportedModel {
  readonly task: TaskName
  /** Name of the metric's folder. */
  readonly metric: MetricName
  /** What the model predicts: the metric alone, or several. */
  readonly labels: readonly string[]
  readonly trees: number
  readonly nodes: number
  /** Edges on the longest path. */
  readonly depth: number
  readonly distinctSplits: number
  /** Bytes of the three files, compressed and not. */
  readonly bytesIn: number
  readonly bytesUnpacked: number
  readonly bytesOut: number
  /** SHA-256 of `model.pkl.gz`, and of the pack's bytes. */
  readonly sha256In: string
  readonly sha256Out: string
  readonly files: readonly SourceFile[]
}

/**
 * @param surrogates those of one model
 * @returns trees and nodes of all of them, the longest path, and the splits that they share
 */
export function sizesOf(
  surrogates: readonly Surrogate[],
): Pick<ImportedModel, "trees" | "nodes" | "depth" | "distinctSplits"> {
  const forests = surrogates.map(({ booster }) => booster.forest)
  return {
    trees: forests.reduce((sum, { numTrees }) => sum + numTrees, 0),
    nodes: forests.reduce((sum, { numNodes }) => sum + numNodes, 0),
    depth: Math.max(...forests.map(maxDepthOf)),
    distinctSplits: countSplits(forests),
  }
}
