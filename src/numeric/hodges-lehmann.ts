/** The estimate that goes with the signed-rank test: J. Hodges and E. Lehmann (Annals of Mathematical Statistics 34, 1963). */

import { quantile } from "./ranks.ts"

/**
 * The median of the means of all pairs, each value with itself included: the middle of a symmetric distribution.
 *
 * @param values at least one, no NaN
 * @throws {RangeError} without values, and for NaN
 * @example
 * ```ts
 * hodgesLehmann([1, 2, 9]) // 3.5
 * ```
 */
export function hodgesLehmann(values: ArrayLike<number>): number {
  const { length } = values
  const means = new Float64Array((length * (length + 1)) / 2)
  let at = 0
  for (let i = 0; i < length; i++) for (let j = i; j < length; j++) means[at++] = (values[i] + values[j]) / 2
  return quantile(means, 0.5)
}
