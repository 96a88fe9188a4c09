/** Comparison of float32 values by their bits. */

const float = new Float32Array(1)
const bits = new Int32Array(float.buffer)

/** A number line of float32: neighbours differ by one, and both zeros are at 0. */
function ordinal(value: number): number {
  float[0] = value
  return bits[0]! < 0 ? -(bits[0]! & 0x7fffffff) : bits[0]!
}

/** How many float32 steps lie between two values; 0 for two NaN, Infinity for one NaN. */
export function ulpDistance(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b))
    return Number.isNaN(a) && Number.isNaN(b) ? 0 : Number.POSITIVE_INFINITY
  return Math.abs(ordinal(a) - ordinal(b))
}

/** The next float32 above a finite value. */
export function nextUp(value: number): number {
  float[0] = value
  if (float[0] === 0) bits[0] = 1
  else bits[0] = bits[0]! + (bits[0]! > 0 ? 1 : -1)
  return float[0]!
}

/** The next float32 below a finite value. */
export function nextDown(value: number): number {
  return -nextUp(-value)
}

/** First position where two arrays differ (by bits, any NaN equal to any NaN), or -1. */
export function firstDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Math.min(actual.length, expected.length)
  for (let k = 0; k < actual.length; k++) if (!Object.is(actual[k], expected[k])) return k
  return -1
}
