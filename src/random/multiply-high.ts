/**
 * The upper half of a 32 by 32 bit product, which `Math.imul` leaves out.
 *
 * @param a 32 bits, signed or not
 * @param b 32 bits, signed or not
 * @returns bits 32 to 63 of the unsigned product, as a signed integer
 */
export function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff
  const aHigh = a >>> 16
  const bLow = b & 0xffff
  const bHigh = b >>> 16
  // None of these sums exceeds 32 bits, so wrapping to signed integers loses nothing.
  const middle = (Math.imul(aHigh, bLow) + (Math.imul(aLow, bLow) >>> 16)) | 0
  const carried = (Math.imul(aLow, bHigh) + (middle & 0xffff)) | 0
  return (Math.imul(aHigh, bHigh) + (middle >>> 16) + (carried >>> 16)) | 0
}
