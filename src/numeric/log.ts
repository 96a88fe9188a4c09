/**
 * The natural logarithm in float64, the same bits on every engine: an estimate in float64, then one Newton step
 * against the double-double exponential (see `exp.ts`).
 */

import { type DoubleDouble, LN2_HIGH, LN2_LOW, LN2_MIDDLE, sumError } from "./double-double.ts"
import { expm1Reduced } from "./exp.ts"
import { binaryExponent, significand } from "./float64-bits.ts"

/**
 * ln m for m from about sqrt(1/2) to sqrt(2), to about two units in the last place.
 *
 * @param m a number from 0.7 to 1.42
 * @returns ln m
 */
export function logEstimate(m: number): number {
  // ln m = 2 artanh t; |t| <= 0.172, so that t^22/23 is below 2^-60.
  const t = (m - 1) / (m + 1)
  const u = t * t
  const series =
    1 / 3 +
    u *
      (1 / 5 +
        u *
          (1 / 7 +
            u *
              (1 / 9 +
                u * (1 / 11 + u * (1 / 13 + u * (1 / 15 + u * (1 / 17 + u * (1 / 19 + u * (1 / 21)))))))))
  return 2 * t + 2 * t * (u * series)
}

/**
 * ln x with a relative error of about 2^-100.
 *
 * @param x a positive, finite number
 * @returns its logarithm
 */
export function logDoubleDouble(x: number): DoubleDouble {
  // Subnormal numbers (below 2^-1022) are made normal by a factor of 2^54.
  const subnormal = x < 2.2250738585072014e-308
  const normal = subnormal ? x * 18014398509481984 : x
  let exponent = binaryExponent(normal) - (subnormal ? 54 : 0)
  let m = significand(normal)
  if (m > Math.SQRT2) {
    m *= 0.5
    exponent += 1
  }

  const estimate = logEstimate(m)
  // ln m = estimate + ln(1 + d), m = (1 + p)(1 + d); d^2 is far below what is kept.
  const p = expm1Reduced(estimate, 0)
  const d = (m - 1 - p.high - p.low) / (1 + p.high)

  if (exponent === 0) return normalise(estimate, d)
  const first = exponent * LN2_HIGH
  const sum = first + estimate
  const second = exponent * LN2_MIDDLE
  const total = sum + second
  const low = sumError(first, estimate, sum) + sumError(sum, second, total) + (d + exponent * LN2_LOW)
  return normalise(total, low)
}

function normalise(high: number, low: number): DoubleDouble {
  const sum = high + low
  return { high: sum, low: high - sum + low }
}

/**
 * ln x, the same bits on every engine.
 *
 * The result is the float64 nearest to ln x wherever ln x is not within 2^-45 of a unit in the last place of the
 * middle between two float64 numbers.
 *
 * @param x any number
 * @returns ln x; -Infinity for 0, NaN for a negative number or NaN
 * @example
 * ```ts
 * log(10) // 2.302585092994046
 * ```
 */
export function log(x: number): number {
  if (x > 0 && x < Number.POSITIVE_INFINITY) return logDoubleDouble(x).high
  if (x === 0) return Number.NEGATIVE_INFINITY
  return x > 0 ? x : Number.NaN
}
