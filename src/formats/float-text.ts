/**
 * Float32 numbers as decimal text, in the two ways XGBoost prints them: the shortest digits that read back
 * as the same number (Ryu: Adams, PLDI 2018) in model files, and C's `%.<n>g` in dumps.
 */

import type { ByteWriter } from "../bytes/byte-writer.ts"

/** A decimal number: `digits` × 10^`exponent`. */
interface Decimal {
  readonly digits: number
  readonly exponent: number
}

/** Powers of ten that are exact in float64: one multiplication or division by them rounds once. */
const EXACT_POWERS: readonly number[] = [
  1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
  1e20, 1e21, 1e22,
]

const view: DataView = /* @__PURE__ */ new DataView(/* @__PURE__ */ new ArrayBuffer(4))

/** value = significand × 2^exponent, exactly, for a positive float32. */
function binaryParts(value: number): { significand: number; exponent: number } {
  view.setFloat32(0, value)
  const bits = view.getInt32(0)
  const biased = bits >>> 23
  const fraction = bits & 0x7fffff
  if (biased === 0) return { significand: fraction, exponent: -149 }
  return { significand: fraction | 0x800000, exponent: biased - 150 }
}

/**
 * floor(log10(value)). A float32 is a power of ten or at least 1.8e-10 of itself away from one (just below
 * 1e-23), so that the margin mends an engine's log10 of 1000 and reaches no number below a power.
 */
function decimalExponent(value: number): number {
  return Math.floor(Math.log10(value) + 1e-12)
}

/** value × 10^power in float64 for |power| up to 66, in at most three roundings (3.4e-16 of the result). */
function scale(value: number, power: number): number {
  let scaled = value
  let rest = power
  for (; rest > 22; rest -= 22) scaled *= 1e22
  for (; rest < -22; rest += 22) scaled /= 1e22
  return rest >= 0 ? scaled * EXACT_POWERS[rest] : scaled / EXACT_POWERS[-rest]
}

/** The integers around value × 10^power, and twice the distance to the lower one in units of `unit`. */
function exactScale(value: number, power: number): { below: bigint; twiceRest: bigint; unit: bigint } {
  const { significand, exponent } = binaryParts(value)
  let numerator = BigInt(significand)
  let unit = 1n
  if (power >= 0) numerator *= 10n ** BigInt(power)
  else unit *= 10n ** BigInt(-power)
  if (exponent >= 0) numerator <<= BigInt(exponent)
  else unit <<= BigInt(-exponent)
  const below = numerator / unit
  return { below, twiceRest: (numerator - below * unit) * 2n, unit }
}

/** value × 10^power to the nearest integer, halves to the even one; the result stays below 2^53. */
function roundScaled(value: number, power: number): number {
  const scaled = scale(value, power)
  const below = Math.floor(scaled)
  // Results of up to 9 digits are off by at most 3.4e-7 here: only near a half do exact integers decide.
  if (Math.abs(scaled - below - 0.5) > 1e-6) return Math.round(scaled)
  const exact = exactScale(value, power)
  const up =
    exact.twiceRest > exact.unit || (exact.twiceRest === exact.unit && (exact.below & 1n) === 1n) ? 1n : 0n
  return Number(exact.below + up)
}

/** Whether digits × 10^-power rounds to `value`; null where float64 cannot tell. */
function readsBack(digits: number, power: number, value: number): boolean | null {
  const decimal = scale(digits, -power)
  const high = Math.fround(decimal * (1 + 1e-15))
  const low = Math.fround(decimal * (1 - 1e-15))
  return high === low ? high === value : null
}

/** As `readsBack`, in exact integers: whether the decimal lies between the middles to the neighbours. */
function readsBackExactly(digits: number, power: number, value: number): boolean {
  const { significand, exponent } = binaryParts(value)
  // Quarters of a unit in the last place; below a power of two the neighbour is half as far.
  const lowest = exponent > -149 && significand === 0x800000 ? 1 : 2
  let decimal = BigInt(digits)
  let low = BigInt(significand * 4 - lowest)
  let high = BigInt(significand * 4 + 2)
  if (power >= 0) {
    low *= 10n ** BigInt(power)
    high *= 10n ** BigInt(power)
  } else decimal *= 10n ** BigInt(-power)
  const shift = exponent - 2
  if (shift >= 0) {
    low <<= BigInt(shift)
    high <<= BigInt(shift)
  } else decimal <<= BigInt(-shift)
  // A middle rounds to the even neighbour.
  return significand % 2 === 0 ? low <= decimal && decimal <= high : low < decimal && decimal < high
}

/** The decimal of so many digits that reads back as `value`, or -1. */
function candidate(value: number, power: number, isPowerOfTwo: boolean): number {
  const nearest = roundScaled(value, power)
  const certain = readsBack(nearest, power, value)
  if (certain ?? readsBackExactly(nearest, power, value)) return nearest
  if (!isPowerOfTwo) return -1
  // Its upper middle is twice as far as its lower one: the decimal above may do where a nearer one does not.
  const above = Number(exactScale(value, power).below) + 1
  return readsBackExactly(above, power, value) ? above : -1
}

/** The fewest digits that read back as a positive, finite float32. */
function shortest(value: number): Decimal {
  const leading = decimalExponent(value)
  const isPowerOfTwo = (binaryParts(value).significand & 0x7fffff) === 0
  // Nine digits always do; a number that six do not tell apart from its neighbours needs seven or more.
  let count = candidate(value, 5 - leading, isPowerOfTwo) >= 0 ? 1 : 7
  for (;;) {
    const power = count - 1 - leading
    const digits = candidate(value, power, isPowerOfTwo)
    if (digits >= 0 || count === 9) return { digits, exponent: -power }
    count++
  }
}

/** Writes a float32 as XGBoost's model files have it: `5E-1`, `-1.23456E2`, `0E0`, `NaN`, `-Infinity`. */
export function writeFloat(writer: ByteWriter, value: number): void {
  if (Number.isNaN(value)) {
    writer.ascii("NaN")
    return
  }
  if (value < 0 || Object.is(value, -0)) writer.ascii("-")
  const magnitude = Math.abs(value)
  if (magnitude === 0) writer.ascii("0E0")
  else if (magnitude === Infinity) writer.ascii("Infinity")
  else {
    const { digits, exponent } = shortest(magnitude)
    const text = `${digits}`
    const power = exponent + text.length - 1
    // Two digits or more end in a 0 only where rounding carried, as in 9.96 to 10.
    const significant = text.endsWith("0") ? text.replace(/0+$/, "") : text
    if (significant.length === 1) writer.ascii(`${significant}E${power}`)
    else writer.ascii(`${significant[0]}.${significant.slice(1)}E${power}`)
  }
}

/**
 * A number as C++ streams and C's `%.<precision>g` print it: `0.1`, `1e-05`, `-1.5e+09`, `nan`, `-inf`.
 *
 * @param value a float32 number
 * @param precision significant digits, 1 to 9
 */
export function generalText(value: number, precision: number): string {
  if (Number.isNaN(value)) return "nan"
  const sign = value < 0 || Object.is(value, -0) ? "-" : ""
  const magnitude = Math.abs(value)
  if (magnitude === 0 || magnitude === Infinity) return `${sign}${magnitude === 0 ? "0" : "inf"}`
  let leading = decimalExponent(magnitude)
  let text = roundScaled(magnitude, precision - 1 - leading).toString()
  if (text.length > precision) {
    leading++
    text = "1"
  }
  const digits = text.replace(/0+$/, "")
  if (leading < -4 || leading >= precision) {
    const fraction = digits.length > 1 ? `.${digits.slice(1)}` : ""
    const power = `${Math.abs(leading)}`.padStart(2, "0")
    return `${sign}${digits[0]}${fraction}e${leading < 0 ? "-" : "+"}${power}`
  }
  if (leading < 0) return `${sign}0.${"0".repeat(-leading - 1)}${digits}`
  const whole = digits.slice(0, leading + 1).padEnd(leading + 1, "0")
  const fraction = digits.slice(leading + 1)
  return `${sign}${whole}${fraction ? `.${fraction}` : ""}`
}
