/**
 * The exponential function and the natural logarithm of float32 numbers, for links and inverse transforms: a
 * float64 polynomial, and where that lies too near the middle of two float32 numbers, the float64 functions of
 * `exp.ts` and `log.ts`.
 */

import { LN2_HIGH, LN2_MIDDLE } from "./double-double.ts"
import { exp } from "./exp.ts"
import { binaryExponent, powerOfTwo, significand } from "./float64-bits.ts"
import { log, logEstimate } from "./log.ts"

/** Bounds the relative error of the two estimates below (2^-51 at most) with a wide margin. */
const TOLERANCE = 3.552713678800501e-15 // 2^-48

/**
 * e^x as float64 computes it, rounded to float32; the same bits on every engine.
 *
 * @param x a float32 number
 * @returns `Math.fround(exp(x))` of this package's `exp`: Infinity above 88.72, 0 below -103.97, NaN for NaN
 * @example
 * ```ts
 * expFloat32(1) // 2.7182817459106445
 * ```
 */
export function expFloat32(x: number): number {
  if (x > 89) return Number.POSITIVE_INFINITY
  if (x < -104) return 0
  const k = Math.floor(x * Math.LOG2E + 0.5)
  const r = x - k * LN2_HIGH - k * LN2_MIDDLE
  // Taylor to r^13 (|r| <= 0.347: what is left out is below 2^-57), summed in pairs to shorten the chain.
  const r2 = r * r
  const r4 = r2 * r2
  const tail =
    1 / 24 +
    r * (1 / 120) +
    r2 * (1 / 720 + r * (1 / 5040)) +
    r4 *
      (1 / 40320 +
        r * (1 / 362880) +
        r2 * (1 / 3628800 + r * (1 / 39916800)) +
        r4 * (1 / 479001600 + r * (1 / 6227020800)))
  const y = (1 + (r + (r2 * (0.5 + r * (1 / 6)) + r4 * tail))) * powerOfTwo(k)
  const below = Math.fround(y - y * TOLERANCE)
  return below === Math.fround(y + y * TOLERANCE) ? below : Math.fround(exp(x))
}

/**
 * ln x as float64 computes it, rounded to float32; the same bits on every engine.
 *
 * @param x a float32 number
 * @returns `Math.fround(log(x))` of this package's `log`: -Infinity for 0, NaN for a negative number or NaN
 * @example
 * ```ts
 * logFloat32(2) // 0.6931471824645996
 * ```
 */
export function logFloat32(x: number): number {
  if (!(x > 0 && x < Number.POSITIVE_INFINITY)) return log(x)
  let k = binaryExponent(x)
  let m = significand(x)
  if (m > Math.SQRT2) {
    m *= 0.5
    k += 1
  }
  const y = k * LN2_HIGH + (logEstimate(m) + k * LN2_MIDDLE)
  const below = Math.fround(y - y * TOLERANCE)
  return below === Math.fround(y + y * TOLERANCE) ? below : Math.fround(log(x))
}
