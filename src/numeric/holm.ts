/** Several tests together: S. Holm's adjustment (Scandinavian Journal of Statistics 6, 1979). */

import { sortedOrder } from "./ranks.ts"

/**
 * P-values adjusted for their number: those at or below a level hold together at that level.
 *
 * @param pValues one a test
 * @returns in the same order, none below what it was
 * @throws {RangeError} for numbers that are no probabilities
 * @example
 * ```ts
 * holm([0.01, 0.04, 0.03]) // [0.03, 0.06, 0.06]
 * ```
 */
export function holm(pValues: readonly number[]): number[] {
  for (const [at, p] of pValues.entries()) {
    if (!(p >= 0 && p <= 1)) throw new RangeError(`pValues[${at}]: expected a number from 0 to 1, got ${p}`)
  }
  const adjusted = [...pValues]
  let highest = 0
  for (const [step, at] of sortedOrder(pValues.length, (a, b) => pValues[a] - pValues[b]).entries()) {
    highest = Math.max(highest, Math.min(1, (pValues.length - step) * pValues[at]))
    adjusted[at] = highest
  }
  return adjusted
}
