/** Numbers for people. */

/**
 * A number with some significant digits: groups of thousands, and powers of ten only far from 1.
 *
 * @param digits significant ones (default 4)
 */
export function formatNumber(value: number, digits: number = 4): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "–" : value > 0 ? "∞" : "−∞"
  const size = Math.abs(value)
  if (size !== 0 && (size < 1e-4 || size >= 1e9)) {
    const [mantissa, exponent] = value.toExponential(digits - 1).split("e")
    return `${Number(mantissa)} × 10${superscript(Number(exponent))}`.replace("-", "−")
  }
  return formatOf(Math.max(digits, wholeDigits(size)))
    .format(value)
    .replace("-", "−")
}

/** Making one takes longer than a hundred numbers. */
const formats = new Map<number, Intl.NumberFormat>()

function formatOf(digits: number): Intl.NumberFormat {
  const known = formats.get(digits) ?? new Intl.NumberFormat("en", { maximumSignificantDigits: digits })
  formats.set(digits, known)
  return known
}

/** A whole number's own digits are all significant: 20,481 is not 20,480. */
function wholeDigits(size: number): number {
  return Math.max(1, Math.floor(Math.log10(Math.max(1, size))) + 1)
}

function superscript(exponent: number): string {
  return String(exponent)
    .replace("-", "⁻")
    .replace(/\d/g, digit => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)]!)
}

/** A size of data: `2.0 MB`. */
export function formatBytes(bytes: number): string {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`
}

/** A number with its unit, powers of ten as such: `85.3 %`, `0.61 × 10⁶`. */
export function formatWithUnit(value: number, unit: string, digits?: number): string {
  return `${formatNumber(value, digits)} ${unit.startsWith("10") ? `× ${unit}` : unit}`
}
