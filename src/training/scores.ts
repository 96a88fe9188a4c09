/** Scores of predictions, as reports list them. */

import { meanAbsoluteError, r2Score, rootMeanSquaredError } from "../numeric/fit-scores.ts"
import { kendallTau } from "../numeric/kendall-tau.ts"

/** How well predictions agree with what they predict; NaN where a score has no value. */
export interface Scores {
  readonly rows: number
  /** Coefficient of determination. */
  readonly R2: number
  /** Kendall's rank correlation, tau-b. */
  readonly kendallTau: number
  /** Root of the mean squared error, in the label's unit. */
  readonly RMSE: number
  /** Mean absolute error, in the label's unit. */
  readonly MAE: number
}

/**
 * @param actual one a row
 * @param predicted one a row
 */
export function scoresOf(actual: ArrayLike<number>, predicted: ArrayLike<number>): Scores {
  return {
    rows: actual.length,
    R2: r2Score(actual, predicted),
    kendallTau: kendallTau(actual, predicted),
    RMSE: rootMeanSquaredError(actual, predicted),
    MAE: meanAbsoluteError(actual, predicted),
  }
}

/** A row whose prediction is far off. */
export interface WorstRow {
  /** Position in the table. */
  readonly row: number
  readonly actual: number
  readonly predicted: number
}

/**
 * The rows with the largest errors.
 *
 * @param rows positions of the values in the table
 */
export function worstRows(
  rows: Uint32Array,
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
  count: number,
): WorstRow[] {
  const miss = (at: number): number => Math.abs(predicted[at] - actual[at])
  const order = Uint32Array.from(rows, (_, at) => at).sort((a, b) => miss(b) - miss(a))
  return Array.from(order.subarray(0, count), at => ({
    row: rows[at],
    actual: actual[at],
    predicted: predicted[at],
  }))
}
