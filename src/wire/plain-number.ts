/** Numbers that JSON does not have: NaN and the infinities travel as texts. */

/** A number as it is written: itself, or NaN, Infinity or -Infinity as a text. */
export type PlainNumber = number | "NaN" | "Infinity" | "-Infinity"

/** Writes a number. */
export const toPlain = (value: number): PlainNumber =>
  Number.isFinite(value) ? value : (String(value) as PlainNumber)

/** Reads what `toPlain` wrote. */
export const fromPlain = (value: PlainNumber): number => Number(value)
