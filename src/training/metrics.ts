/** Metrics that training watches, by XGBoost's names: means over the rows, by their weights. */

import { logFloat32 } from "../numeric/float32.ts"
import { log } from "../numeric/log.ts"
import type { Settings } from "./parameters.ts"
import type { TrainingTable } from "./training-data.ts"

/** Name of a metric by which progress is told and training stopped early; less is better in all of them. */
export type EvaluationMetric = "rmse" | "mae" | "quantile" | "logloss" | "poisson-nloglik"

export const EVALUATION_METRICS: readonly EvaluationMetric[] = [
  "rmse",
  "mae",
  "quantile",
  "logloss",
  "poisson-nloglik",
]

/** @returns the metric that an objective is watched by where none is asked for */
export function defaultMetric({ objective }: Settings): EvaluationMetric {
  switch (objective) {
    case "reg:absoluteerror":
      return "mae"
    case "reg:quantileerror":
      return "quantile"
    case "binary:logistic":
      return "logloss"
    case "count:poisson":
      return "poisson-nloglik"
    default:
      return "rmse"
  }
}

/** Probabilities and counts this small are as far from the truth as a loss tells. */
const LEAST: number = /* @__PURE__ */ Math.fround(1e-16)

const logOf = (value: number): number => logFloat32(value < LEAST ? LEAST : value)

/** ln Γ of a number of 1 or more, by Lanczos' series (g = 5, n = 6: an error below 2e-10). */
function logGamma(x: number): number {
  const t = x + 4.5
  const series =
    1.000000000190015 +
    76.18009172947146 / x -
    86.50532032941678 / (x + 1) +
    24.01409824083091 / (x + 2) -
    1.231739572450155 / (x + 3) +
    1.208650973866179e-3 / (x + 4) -
    5.395239384953e-6 / (x + 5)
  return (x - 0.5) * log(t) - t + log(2.5066282746310007 * series)
}

/** The loss of one row. */
type RowLoss = (prediction: number, label: number) => number

function lossOf(metric: EvaluationMetric, alpha: number): RowLoss {
  switch (metric) {
    case "rmse":
      return (prediction, label) => (prediction - label) * (prediction - label)
    case "mae":
      return (prediction, label) => Math.abs(prediction - label)
    case "quantile":
      return (prediction, label) =>
        prediction >= label ? (1 - alpha) * (prediction - label) : alpha * (label - prediction)
    case "logloss":
      return (prediction, label) =>
        -label * logOf(prediction) - (1 - label) * logOf(Math.fround(1 - prediction))
    case "poisson-nloglik":
      return (prediction, label) => prediction - label * logOf(prediction)
  }
}

/** A metric over one table. */
export class Evaluation {
  private readonly table: TrainingTable
  private readonly metric: EvaluationMetric
  private readonly loss: RowLoss
  /** The part of the mean that no prediction changes. */
  private readonly constant: number

  constructor(metric: EvaluationMetric, settings: Settings, table: TrainingTable) {
    this.table = table
    this.metric = metric
    this.loss = lossOf(metric, settings.quantileAlpha)
    this.constant =
      metric === "poisson-nloglik" ? this.mean(table.labels, (_, label) => logGamma(label + 1)) : 0
  }

  private mean(predictions: Float32Array, loss: RowLoss): number {
    const { labels, weights, totalWeight } = this.table
    let sum = 0
    for (let row = 0; row < labels.length; row++) {
      const weight = weights === null ? 1 : weights[row]
      sum += weight * loss(predictions[row], labels[row])
    }
    return sum / totalWeight
  }

  /** @param predictions one per row, after the link */
  of(predictions: Float32Array): number {
    const mean = this.mean(predictions, this.loss)
    return this.metric === "rmse" ? Math.sqrt(mean) : mean + this.constant
  }
}
