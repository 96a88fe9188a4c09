/**
 * Exact sums and products of float64 numbers, and the constants that exp and log share.
 *
 * A double-double is an unevaluated sum of two float64 numbers, high + low, with high the float64 nearest to
 * the sum: about 106 bits. The two error terms are Knuth's TwoSum and Dekker's product with Veltkamp's
 * splitting (T. J. Dekker, A floating-point technique for extending the available precision, Numerische
 * Mathematik 18, 1971). ECMAScript fixes + - * / to IEEE 754 round-to-nearest without contraction, so every
 * engine computes the same bits; it does not fix `Math.exp`, `Math.log` or `**`.
 */

/** An unevaluated sum high + low, |low| at most half a unit in the last place of high. */
export interface DoubleDouble {
  readonly high: number
  readonly low: number
}

/** 2^27 + 1: splits 53 bits into 26 and 26 (and a sign). */
const SPLITTER = 134217729

/**
 * ln 2 = LN2_HIGH + LN2_MIDDLE + LN2_LOW, with an error below 2^-140. The first two have at most 42 bits, so
 * that their products with an integer below 2^11 are exact.
 */
export const LN2_HIGH = 0.6931471805598903
export const LN2_MIDDLE = 5.49792301870721e-14
export const LN2_LOW = 1.1612227229362532e-26

/**
 * What rounding took from a sum.
 *
 * @param a a finite number
 * @param b a finite number
 * @param sum a + b as float64
 * @returns the exact a + b - sum
 */
export function sumError(a: number, b: number, sum: number): number {
  const bPart = sum - a
  return a - (sum - bPart) + (b - bPart)
}

/**
 * What rounding took from a product; exact while nothing overflows or underflows on the way.
 *
 * @param a a number of magnitude below 2^996
 * @param b a number of magnitude below 2^996
 * @param product a * b as float64
 * @returns the exact a * b - product
 */
export function productError(a: number, b: number, product: number): number {
  const aScaled = SPLITTER * a
  const aHigh = aScaled - (aScaled - a)
  const aLow = a - aHigh
  const bScaled = SPLITTER * b
  const bHigh = bScaled - (bScaled - b)
  const bLow = b - bHigh
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow)
}
