/** Float32 values as people type them. */

/** The shortest text that is read as the same float32; nothing where the value is missing. */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return ""
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits))
    if (Math.fround(short) === value) return String(short)
  }
  return String(Number(value.toPrecision(9)))
}

/** @returns null for a text that is no number; NaN for one that says that there is none */
export function floatOf(text: string): number | null {
  const word = text.trim()
  if (word === "" || /^(nan|missing|null)$/i.test(word)) return Number.NaN
  const number = Math.fround(Number(word))
  return Number.isNaN(number) ? null : number
}
