/**
 * The bits of a float64 (IEEE 754 binary64): exponents read and powers of two built without `Math`.
 *
 * A DataView names its byte order, so the answers are the same on a machine of either endianness.
 */

const view = /* @__PURE__ */ new DataView(/* @__PURE__ */ new ArrayBuffer(8))

/**
 * A power of two, exact.
 *
 * @param exponent integer from -1022 to 1023; not checked
 * @returns 2 to that power
 */
export function powerOfTwo(exponent: number): number {
  view.setInt32(0, (exponent + 1023) << 20)
  view.setInt32(4, 0)
  return view.getFloat64(0)
}

/**
 * The binary exponent of a normal number.
 *
 * @param value a finite number of magnitude 2^-1022 or more; not checked
 * @returns the integer e with 2^e <= |value| < 2^(e+1)
 */
export function binaryExponent(value: number): number {
  view.setFloat64(0, value)
  return ((view.getInt32(0) >>> 20) & 0x7ff) - 1023
}

/**
 * A normal number scaled by a power of two to [1, 2).
 *
 * @param value a positive, finite number of at least 2^-1022; not checked
 * @returns value / 2^binaryExponent(value), exact
 */
export function significand(value: number): number {
  view.setFloat64(0, value)
  view.setInt32(0, (view.getInt32(0) & 0xfffff) | 0x3ff00000)
  return view.getFloat64(0)
}
