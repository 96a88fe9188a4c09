/** How far predictions are from what they predict: scikit-learn's `r2_score` and mean errors, in float64. */

import { checkPaired } from "./paired.ts"

/** Sums of what predictions miss. */
interface Misses {
  readonly length: number
  readonly absolute: number
  readonly squared: number
}

function missesOf(actual: ArrayLike<number>, predicted: ArrayLike<number>): Misses {
  const length = checkPaired(actual, predicted)
  let absolute = 0
  let squared = 0
  for (let i = 0; i < length; i++) {
    const miss = predicted[i] - actual[i]
    absolute += Math.abs(miss)
    squared += miss * miss
  }
  return { length, absolute, squared }
}

/**
 * The coefficient of determination: 1 for perfect predictions, 0 for the mean as every prediction.
 *
 * @param actual one value a row, no NaN
 * @param predicted one value a row, no NaN
 * @returns at most 1; NaN where all actual values are the same, or there are less than 2
 * @throws {ShapeError} for columns of different lengths
 * @throws {RangeError} for NaN
 * @example
 * ```ts
 * r2Score([1, 2, 3], [1, 2, 4]) // 0.5
 * ```
 */
export function r2Score(actual: ArrayLike<number>, predicted: ArrayLike<number>): number {
  const { length, squared } = missesOf(actual, predicted)
  let sum = 0
  for (let i = 0; i < length; i++) sum += actual[i]
  const mean = sum / length
  let total = 0
  for (let i = 0; i < length; i++) total += (actual[i] - mean) * (actual[i] - mean)
  return total === 0 ? Number.NaN : 1 - squared / total
}

/**
 * The mean absolute error, in the values' unit.
 *
 * @param actual one value a row, no NaN
 * @param predicted one value a row, no NaN
 * @returns NaN without rows
 * @throws {ShapeError} for columns of different lengths
 * @throws {RangeError} for NaN
 */
export function meanAbsoluteError(actual: ArrayLike<number>, predicted: ArrayLike<number>): number {
  const { length, absolute } = missesOf(actual, predicted)
  return absolute / length
}

/**
 * The root of the mean squared error, in the values' unit.
 *
 * @param actual one value a row, no NaN
 * @param predicted one value a row, no NaN
 * @returns NaN without rows
 * @throws {ShapeError} for columns of different lengths
 * @throws {RangeError} for NaN
 */
export function rootMeanSquaredError(actual: ArrayLike<number>, predicted: ArrayLike<number>): number {
  const { length, squared } = missesOf(actual, predicted)
  return Math.sqrt(squared / length)
}
