/**
 * Powers of positive numbers in float64, the same bits on every engine: e^(exponent * ln base) in double-double
 * arithmetic (see `log.ts` and `exp.ts`).
 */

import { productError } from "./double-double.ts"
import { expDoubleDouble, roundScaled, type ScaledDoubleDouble } from "./exp.ts"
import { logDoubleDouble } from "./log.ts"

/** Bounds the relative error of the power before it is rounded: 2^-100 of ln base, times |exponent * ln base| < 2^10. */
const TOLERANCE = 8.077935669463161e-28 // 2^-90

/**
 * Unlike e^x, a power can be a float64 or the middle of two: 3^2, (2^27 + 1)^2, 2^-1075. A result within the
 * error of such a number is taken to be that number, so that ties go to even.
 */
function settle({ high, low, exponent }: ScaledDoubleDouble): ScaledDoubleDouble {
  if (Math.abs(low) <= TOLERANCE) return { high, low: 0, exponent }
  const beyond = high + (low + (low > 0 ? TOLERANCE : -TOLERANCE))
  if (beyond === high) return { high, low, exponent }
  const half = 0.5 * (beyond - high)
  const nearest = high + half
  return { high: nearest, low: high - nearest + half, exponent }
}

/**
 * base to the power of exponent, the same bits on every engine.
 *
 * The result is the nearest float64, ties to even, wherever the power is exact or not within 2^-36 of a unit in
 * the last place of the middle between two float64 numbers.
 *
 * @param base a number of at least 0
 * @param exponent any number
 * @returns the power, with C's special values: 1 for base 1 or exponent 0 whatever the other is, NaN for NaN
 * @throws {RangeError} for a negative base
 * @example
 * ```ts
 * pow(1000, -0.5) // 0.03162277660168379
 * ```
 */
export function pow(base: number, exponent: number): number {
  if (base < 0) throw new RangeError(`pow: base is negative; expected a number of at least 0, got ${base}`)
  if (base === 1 || exponent === 0) return 1
  if (Number.isNaN(base) || Number.isNaN(exponent)) return Number.NaN
  if (base === 0 || base === Number.POSITIVE_INFINITY) {
    return (base === 0) === exponent > 0 ? 0 : Number.POSITIVE_INFINITY
  }
  const logarithm = logDoubleDouble(base)
  const high = exponent * logarithm.high
  if (high > 709.79) return Number.POSITIVE_INFINITY
  if (high < -745.2) return 0
  if (high < 5e-17 && high > -5e-17) return 1
  const low = productError(exponent, logarithm.high, high) + exponent * logarithm.low
  return roundScaled(settle(expDoubleDouble(high, low)))
}
