/**
 * The exponential function in float64, the same bits on every engine: argument reduction by ln 2 in three
 * parts, then a Taylor series and six squarings in double-double arithmetic (see `double-double.ts`).
 */

import { type DoubleDouble, LN2_HIGH, LN2_LOW, LN2_MIDDLE, productError, sumError } from "./double-double.ts"
import { powerOfTwo } from "./float64-bits.ts"

/** 1/n! beyond its nearest float64, for n = 3, 4, 5. */
const LOW_1_6 = 9.25185853854297e-18
const LOW_1_24 = 2.3129646346357427e-18
const LOW_1_120 = 1.1564823173178714e-19

/**
 * e^x - 1 of a reduced argument, with a relative error of about 2^-100.
 *
 * @param high upper part of the argument, |high| at most 0.35
 * @param low lower part of the argument
 * @returns e^(high + low) - 1
 */
export function expm1Reduced(high: number, low: number): DoubleDouble {
  // On |q| <= 0.0055 eleven terms suffice; the six of highest order are small enough for plain float64.
  const q = high * 0.015625
  const qLow = low * 0.015625
  const tail =
    1 / 720 + q * (1 / 5040 + q * (1 / 40320 + q * (1 / 362880 + q * (1 / 3628800 + q * (1 / 39916800)))))

  let term = q * tail
  let sum = 1 / 120 + term
  let sumLow = 1 / 120 - sum + term + LOW_1_120

  let product = q * sum
  let productLow = productError(q, sum, product) + (q * sumLow + qLow * sum)
  sum = 1 / 24 + product
  sumLow = 1 / 24 - sum + product + (productLow + LOW_1_24)

  product = q * sum
  productLow = productError(q, sum, product) + (q * sumLow + qLow * sum)
  sum = 1 / 6 + product
  sumLow = 1 / 6 - sum + product + (productLow + LOW_1_6)

  product = q * sum
  productLow = productError(q, sum, product) + (q * sumLow + qLow * sum)
  sum = 0.5 + product
  sumLow = 0.5 - sum + product + productLow

  const square = q * q
  const squareLow = productError(q, q, square) + 2 * q * qLow
  term = square * sum
  const termLow = productError(square, sum, term) + (square * sumLow + squareLow * sum)
  let p = q + term
  let pLow = q - p + term + (termLow + qLow)

  // (1 + p)^2 - 1 = 2p + p^2, six times: from x/64 back to x.
  for (let k = 0; k < 6; k++) {
    const s = p * p
    const sLow = productError(p, p, s) + 2 * p * pLow
    const doubled = 2 * p
    const next = doubled + s
    const nextLow = doubled - next + s + (sLow + 2 * pLow)
    p = next + nextLow
    pLow = next - p + nextLow
  }
  return { high: p, low: pLow }
}

/** (high + low) * 2^exponent. */
export interface ScaledDoubleDouble extends DoubleDouble {
  readonly exponent: number
}

/**
 * e^(high + low) with a relative error of about 2^-100.
 *
 * @param high upper part of the argument, from -746 to 710
 * @param low lower part of the argument
 * @returns the result, its upper part from 0.7 to 1.42
 */
export function expDoubleDouble(high: number, low: number): ScaledDoubleDouble {
  const exponent = Math.floor(high * Math.LOG2E + 0.5)
  const a = high - exponent * LN2_HIGH
  const b = -exponent * LN2_MIDDLE
  const sum = a + b
  const sumLow = sumError(a, b, sum) + (low - exponent * LN2_LOW)
  const reduced = sum + sumLow
  const p = expm1Reduced(reduced, sum - reduced + sumLow)
  const upper = 1 + p.high
  const rest = 1 - upper + p.high + p.low
  const nearest = upper + rest
  return { high: nearest, low: upper - nearest + rest, exponent }
}

/**
 * Rounds a scaled double-double to float64, once, to nearest with ties to even.
 *
 * @param value a number whose upper part is from 0.5 to 2 and nearest to the whole
 * @returns the nearest float64: Infinity and subnormal numbers as IEEE 754 has them
 */
export function roundScaled({ high, low, exponent }: ScaledDoubleDouble): number {
  if (exponent > 1022) return high * powerOfTwo(1022) * powerOfTwo(exponent - 1022)
  if (exponent > -1022 || (exponent === -1022 && high >= 1)) return high * powerOfTwo(exponent)
  // Subnormal: in units of the smallest number, exactly; then one rounding, in which low breaks the ties of high.
  const units = high * powerOfTwo(exponent + 1074)
  const whole = Math.floor(units)
  const rest = units - whole
  const up = rest === 0.5 ? low > 0 || (low === 0 && whole % 2 === 1) : rest > 0.5
  return (up ? whole + 1 : whole) * Number.MIN_VALUE
}

/**
 * e^x, the same bits on every engine.
 *
 * The result is the float64 nearest to e^x wherever e^x is not within 2^-45 of a unit in the last place of the
 * middle between two float64 numbers; subnormal results are rounded once.
 *
 * @param x any number
 * @returns e^x; Infinity above 709.78, 0 below -745.13, NaN for NaN
 * @example
 * ```ts
 * exp(1) // 2.718281828459045
 * ```
 */
export function exp(x: number): number {
  if (x > 709.79) return Number.POSITIVE_INFINITY
  if (x < -745.2) return 0
  // Covers the products below against underflow; e^x rounds to 1 there.
  if (x < 5e-17 && x > -5e-17) return 1
  return roundScaled(expDoubleDouble(x, 0))
}
