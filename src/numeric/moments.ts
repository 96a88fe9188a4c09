/** Means and their standard errors. */

/**
 * The arithmetic mean.
 *
 * @param values at least one
 * @returns NaN without values
 */
export function mean(values: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i]
  return sum / values.length
}

/**
 * The standard error of the mean, from the sample's own deviation (n - 1, as pandas' `sem` and scipy's).
 *
 * @param values at least two
 * @returns NaN for fewer: one value says nothing about its error
 * @example
 * ```ts
 * standardError([1, 2, 3, 4]) // 0.6455
 * ```
 */
export function standardError(values: ArrayLike<number>): number {
  const { length } = values
  if (length < 2) return Number.NaN
  const centre = mean(values)
  let squares = 0
  for (let i = 0; i < length; i++) squares += (values[i] - centre) ** 2
  return Math.sqrt(squares / (length - 1) / length)
}
