/** How a distilled release is fitted: the committed file beside this one, which `models:search` proposes changes to. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import type { MetricName } from "../../src/benchmark/index.ts"
import type { TrainingParameters } from "../../src/training/parameters.ts"

/** Tasks that there are predictions of. */
export const distilledTasks = ["cifar10", "fashion_mnist"] as const
export type DistilledTask = (typeof distilledTasks)[number]

/** How one metric is fitted. */
export interface MetricRecipe {
  /** Least and greatest label of the official surrogates' own data: predictions stay between them. */
  readonly bounds: readonly [number, number]
  /** Whether the metric may depend on the epoch. */
  readonly readsEpoch: boolean
  /**
   * Power of s(1 - s) by which rows are weighted, s the label between the bounds: 0 counts misses of the margin
   * alike, 2 those of the metric.
   */
  readonly slopeWeight: number
  /** What a pack of this metric alone should take at most: its share of the whole. */
  readonly maxBytes: number
  readonly parameters: TrainingParameters
}

/** How one task is fitted. */
export interface TaskRecipe {
  /** Runs that are never fitted to, nor searched on: the card's scores are measured on them. */
  readonly holdoutRuns: readonly string[]
  /** Runs kept out while the parameters were chosen, and fitted to in the end. */
  readonly choosingRuns: readonly string[]
  readonly metrics: Readonly<Record<MetricName, MetricRecipe>>
}

/** How a release is fitted. */
export interface ReleaseRecipe {
  readonly release: string
  /** What a reader of the scores should know of how the parameters came about. */
  readonly remark: string
  readonly tasks: Readonly<Record<DistilledTask, TaskRecipe>>
}

/** Reads a release's committed recipe. */
export function readRecipe(release: string): ReleaseRecipe {
  return JSON.parse(readFileSync(join(import.meta.dirname, `${release}.json`), "utf8"))
}
