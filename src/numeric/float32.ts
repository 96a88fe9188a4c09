/**
 * The exponential function and the natural logarithm of float32 numbers, for links and inverse transforms: one
 * float64 polynomial, rounded to float32, the same bits on every engine.
 *
 * The polynomials err by a few units in the last place of float64. That this never shows was found by trying all
 * 2^32 arguments: the results are `exp` and `log` of this folder, rounded to float32. They are also the nearest
 * float32 to the exact value, but for five logarithms (of 0.011794383, 9.472636, 58037908, 1.2783784e23 and
 * 5.498306e28) whose nearest float64 is halfway between two float32 numbers: those are rounded twice, as by any
 * library that computes in float64. `DEEP=1 npx vitest run test/property/numeric-float32.test.ts` tries all again.
 */

import { LN2_HIGH, LN2_MIDDLE } from "./double-double.ts"
import { binaryExponent, powerOfTwo, significand } from "./float64-bits.ts"
import { logEstimate } from "./log.ts"

/**
 * e^x, rounded to the nearest float32: `Math.fround(exp(x))`.
 *
 * @param x a float32 number
 * @returns e^x as float32: Infinity above 88.72, 0 below -103.97, NaN for NaN
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
  const r8 =
    1 / 40320 +
    r * (1 / 362880) +
    r2 * (1 / 3628800 + r * (1 / 39916800)) +
    r4 * (1 / 479001600 + r * (1 / 6227020800))
  const tail = 1 / 24 + r * (1 / 120) + r2 * (1 / 720 + r * (1 / 5040)) + r4 * r8
  return Math.fround((1 + (r + (r2 * (0.5 + r * (1 / 6)) + r4 * tail))) * powerOfTwo(k))
}

/**
 * ln x, computed as float64 and rounded to float32: `Math.fround(log(x))`.
 *
 * @param x a float32 number
 * @returns ln x as float32: -Infinity for 0, NaN for a negative number or NaN
 * @example
 * ```ts
 * logFloat32(2) // 0.6931471824645996
 * ```
 */
export function logFloat32(x: number): number {
  if (!(x > 0 && x < Number.POSITIVE_INFINITY))
    return x === 0 ? Number.NEGATIVE_INFINITY : x > 0 ? x : Number.NaN
  let k = binaryExponent(x)
  let m = significand(x)
  if (m > Math.SQRT2) {
    m *= 0.5
    k += 1
  }
  return Math.fround(k * LN2_HIGH + (logEstimate(m) + k * LN2_MIDDLE))
}
