/**
 * The chi-square distribution with a whole number of degrees of freedom, whose tail is a finite sum (M. Abramowitz
 * and I. Stegun, "Handbook of Mathematical Functions", 26.4.4 and 26.4.5): the same bits on every engine.
 */

import { exp } from "./exp.ts"
import { millsRatio, normalDensity } from "./normal.ts"

/**
 * The upper tail of the chi-square distribution.
 *
 * @param x any number
 * @param freedom degrees of freedom, an integer of 1 or more
 * @returns P(X > x)
 * @throws {RangeError} for other degrees of freedom
 * @example
 * ```ts
 * chiSquareTail(5.991, 2) // 0.0500
 * ```
 */
export function chiSquareTail(x: number, freedom: number): number {
  if (!Number.isSafeInteger(freedom) || freedom < 1) {
    throw new RangeError(`freedom: expected an integer of 1 or more, got ${freedom}`)
  }
  if (!(x > 0)) return Number.isNaN(x) ? Number.NaN : 1
  if (x === Number.POSITIVE_INFINITY) return 0
  const isEven = freedom % 2 === 0
  const root = Math.sqrt(x)
  let term = isEven ? exp(-x / 2) : 2 * normalDensity(root) * root
  let sum = isEven ? 0 : 2 * normalDensity(root) * millsRatio(root)
  for (let degrees = isEven ? 2 : 3; degrees <= freedom; degrees += 2) {
    sum += term
    term *= x / degrees
  }
  return sum
}
