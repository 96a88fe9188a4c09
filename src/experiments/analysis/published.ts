/**
 * What the paper and its leaderboards publish (A. Bansal, D. Stoll, M. Janowski, A. Zela and F. Hutter,
 * "JAHS-Bench-201", NeurIPS 2022 Datasets and Benchmarks: tables 8 to 10; the leaderboards of August 2022, of the
 * v1.0.0 surrogates, 10 seeds).
 */

import type { TaskName } from "../../benchmark/index.ts"

/** One number a task. */
export type ByTask<Value> = Readonly<Record<TaskName, Value>>

/** A mean with its standard error. */
type MeanAndError = readonly [mean: number, error: number]

/** Table 8: CPU-days of a mean full evaluation. */
export const publishedCpuDays: ByTask<number> = {
  cifar10: 2.0,
  colorectal_histology: 0.2,
  fashion_mnist: 2.2,
}

/** Speed-ups of the joint search over the two that fix a part, in their table of the paper. */
export interface PublishedSpeedUps {
  readonly table: "Table 9" | "Table 10"
  readonly overHpoOnly: ByTask<number>
  readonly overNasOnly: ByTask<number>
}

/** Table 9: random search. */
export const publishedModelFree: PublishedSpeedUps = {
  table: "Table 9",
  overHpoOnly: { cifar10: 54.7, colorectal_histology: 75.2, fashion_mnist: 8.5 },
  overNasOnly: { cifar10: 33.7, colorectal_histology: 20.1, fashion_mnist: 34.6 },
}

/** Table 10: a model-based optimiser, SMAC. */
export const publishedModelBased: PublishedSpeedUps = {
  table: "Table 10",
  overHpoOnly: { cifar10: 48.6, colorectal_histology: 64.1, fashion_mnist: 2.5 },
  overNasOnly: { cifar10: 33.7, colorectal_histology: 15.7, fashion_mnist: 20.2 },
}

/** A row of a leaderboard. */
export interface PublishedRow {
  readonly title: string
  /** Of the optimiser that it is the row of. */
  readonly optimiser: "random" | "hyperband"
  readonly fidelity: "none" | "one" | "diagonal"
  readonly byTask: ByTask<MeanAndError>
}

/** Validation accuracy in percent. */
export const publishedAccuracies: readonly PublishedRow[] = [
  {
    title: "random search",
    optimiser: "random",
    fidelity: "none",
    byTask: {
      cifar10: [90.68, 0.16],
      colorectal_histology: [94.76, 0.08],
      fashion_mnist: [95.09, 0.05],
    },
  },
  {
    title: "Hyperband, one fidelity",
    optimiser: "hyperband",
    fidelity: "one",
    byTask: {
      cifar10: [90.78, 0.14],
      colorectal_histology: [95.27, 0.04],
      fashion_mnist: [95.13, 0.03],
    },
  },
  {
    title: "Hyperband, diagonal",
    optimiser: "hyperband",
    fidelity: "diagonal",
    byTask: {
      cifar10: [90.9, 0.14],
      colorectal_histology: [94.91, 0.07],
      fashion_mnist: [95.18, 0.02],
    },
  },
]

/** Hypervolume of accuracy and latency, by each method's own reference point: rows do not compare. */
export const publishedHypervolumes: readonly PublishedRow[] = [
  {
    title: "random search",
    optimiser: "random",
    fidelity: "none",
    byTask: {
      cifar10: [1171.15, 2.27],
      colorectal_histology: [278.6, 2.23],
      fashion_mnist: [231.88, 3.86],
    },
  },
  {
    title: "Hyperband, one fidelity",
    optimiser: "hyperband",
    fidelity: "one",
    byTask: {
      cifar10: [1080.26, 1.36],
      colorectal_histology: [347.52, 1.96],
      fashion_mnist: [277.52, 1.07],
    },
  },
  {
    title: "Hyperband, diagonal",
    optimiser: "hyperband",
    fidelity: "diagonal",
    byTask: {
      cifar10: [899.92, 1.54],
      colorectal_histology: [330.76, 0.22],
      fashion_mnist: [306.36, 0.19],
    },
  },
]

/** The highest latency in the data that the surrogates were fitted to, in seconds: no prediction is beyond. */
export const highestLatency: ByTask<number> = {
  cifar10: 119.74179,
  colorectal_histology: 798.95476,
  fashion_mnist: 34.072632,
}

/** The whole study of the paper on its surrogates, in CPU-core-hours. */
export const PUBLISHED_STUDY_CORE_HOURS = 1.75
