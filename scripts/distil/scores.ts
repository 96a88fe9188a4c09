/** How close a release's surrogates are to the official predictions on some rows, for its card. */

import type { MetricName } from "../../src/benchmark/index.ts"
import { meanAbsoluteError, r2Score, rootMeanSquaredError } from "../../src/numeric/fit-scores.ts"
import { kendallTau } from "../../src/numeric/kendall-tau.ts"
import type { EpochBandScores, MetricScores, ScoresByMetric, WorstAnswer } from "../../src/surrogate/card.ts"
import type { Surrogate } from "../../src/surrogate/surrogate.ts"
import type { Predictions } from "./predictions.ts"

/** Parts of a learning curve that cards tell apart. */
const EPOCH_BANDS: readonly (readonly [number, number])[] = [
  [1, 20],
  [21, 66],
  [67, 133],
  [134, 200],
]
/** Worst answers a metric. */
const NUM_WORST = 3

/** Digits that cards keep. */
const rounded = (value: number): number => Number(value.toPrecision(6))

/** Official and distilled values of one metric on some rows. */
export interface Compared {
  readonly metric: string
  readonly surrogate: Surrogate
  /** Numbers of the rows in the predictions. */
  readonly rows: Int32Array
  readonly official: Float32Array
  readonly distilled: Float32Array
}

/** Asks a surrogate what the official one was asked. */
export function compare(surrogate: Surrogate, predictions: Predictions, rows: Int32Array): Compared {
  const { metric, encoder } = surrogate
  const { numFeatures } = encoder
  const asked = new Float32Array(rows.length * numFeatures)
  for (const [at, row] of rows.entries()) {
    asked.set(predictions.rows.subarray(row * numFeatures, (row + 1) * numFeatures), at * numFeatures)
  }
  const distilled = new Float32Array(rows.length)
  surrogate.evaluateMany(asked, distilled)
  const labels = predictions.labels[metric as MetricName]
  return { metric, surrogate, rows, official: Float32Array.from(rows, row => labels[row] ?? 0), distilled }
}

/** Scores over the rows that are asked for. */
export function scoresOf({ official, distilled }: Compared, isAsked: (at: number) => boolean): MetricScores {
  const [actual, predicted] = [official, distilled].map(values => values.filter((_, at) => isAsked(at)))
  return {
    R2: rounded(r2Score(actual!, predicted!)),
    kendallTau: rounded(kendallTau(actual!, predicted!)),
    MAE: rounded(meanAbsoluteError(actual!, predicted!)),
    RMSE: rounded(rootMeanSquaredError(actual!, predicted!)),
    rows: actual!.length,
  }
}

const byMetric = (
  compared: readonly Compared[],
  isAsked: (row: number) => boolean,
): Record<string, MetricScores> =>
  Object.fromEntries(
    compared.map(one => [one.metric, scoresOf(one, at => isAsked(one.rows[at] ?? 0))] as const),
  )

/** Scores over all rows. */
export function wholeScores(compared: readonly Compared[]): ScoresByMetric {
  return byMetric(compared, () => true)
}

/** Scores by parts of the learning curve. */
export function bandScores(compared: readonly Compared[], predictions: Predictions): EpochBandScores[] {
  return EPOCH_BANDS.map(epochs => ({
    epochs,
    metrics: byMetric(compared, row => {
      const epoch = predictions.epochs[row] ?? 0
      return epoch >= epochs[0] && epoch <= epochs[1]
    }),
  }))
}

/** The rows whose answers are farthest from the official ones. */
export function worstAnswers(compared: readonly Compared[], predictions: Predictions): WorstAnswer[] {
  return compared.flatMap(({ metric, rows, official, distilled }) => {
    const missOf = (at: number): number => Math.abs((official[at] ?? 0) - (distilled[at] ?? 0))
    const order = Array.from(rows.keys()).sort((a, b) => missOf(b) - missOf(a))
    return order.slice(0, NUM_WORST).map(at => {
      const row = rows[at] ?? 0
      const configuration = predictions.configurations[row] as unknown as Record<string, unknown>
      const epoch = predictions.epochs[row] ?? 0
      return { metric, configuration, epoch, expected: official[at] ?? 0, answered: distilled[at] ?? 0 }
    })
  })
}
