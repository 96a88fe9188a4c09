/**
 * The plain tree of values that JSON text, UBJSON bytes and JavaScript objects are read into, and the
 * checked way to take fields out of it. Arrays of numbers are typed arrays from the start: a model's
 * millions of nodes never exist as boxed values.
 */

import { ModelFormatError, show } from "../errors.ts"

/** Arrays of numbers as a document holds them; Float64Array where the text does not say float32. */
export type NumericArray = Int8Array | Uint8Array | Int16Array | Int32Array | Float32Array | Float64Array

export type DocumentValue =
  | null
  | boolean
  | number
  | string
  | NumericArray
  | DocumentValue[]
  | Map<string, DocumentValue>

/** Containers inside containers beyond this are refused: no model nests so deep, stacks stay bounded. */
export const MAX_NESTING = 10_000

/** Whether a value is one of the typed arrays a document may hold. */
export function isNumericArray(value: unknown): value is NumericArray {
  return (
    ArrayBuffer.isView(value) && !(value instanceof DataView) && typeof (value as Int32Array)[0] !== "bigint"
  )
}

function kind(value: DocumentValue | undefined): string {
  if (value === undefined) return "nothing"
  if (value instanceof Map) return "an object"
  if (Array.isArray(value) || isNumericArray(value)) return `an array of ${value.length}`
  return show(value)
}

/** One value of a document together with its path. Every accessor checks and fails with that path. */
export class Field {
  readonly value: DocumentValue | undefined
  readonly path: string
  readonly source: string

  constructor(value: DocumentValue | undefined, path: string, source: string) {
    this.value = value
    this.path = path
    this.source = source
  }

  /** Whether the field is there at all. */
  get exists(): boolean {
    return this.value !== undefined
  }

  /** @throws {ModelFormatError} always */
  fail(what: string, expected: string, actual: string = kind(this.value)): never {
    throw new ModelFormatError({ source: this.source, path: this.path || "document", what, expected, actual })
  }

  private wrongType(expected: string): never {
    this.fail(this.value === undefined ? "missing field" : "wrong type", expected)
  }

  object(): Map<string, DocumentValue> {
    if (!(this.value instanceof Map)) this.wrongType("an object")
    return this.value
  }

  /** A member of this object; it may be absent (see `exists`), this object may not. */
  get(key: string): Field {
    return new Field(this.object().get(key), this.path ? `${this.path}.${key}` : key, this.source)
  }

  /** The entries of an array of any values. */
  items(): Field[] {
    const { value, path, source } = this
    if (isNumericArray(value)) return Array.from(value, (item, i) => new Field(item, `${path}[${i}]`, source))
    if (!Array.isArray(value)) this.wrongType("an array")
    return value.map((item, i) => new Field(item, `${path}[${i}]`, source))
  }

  string(): string {
    if (typeof this.value !== "string") this.wrongType("a string")
    return this.value
  }

  strings(): string[] {
    return this.items().map(item => item.string())
  }

  /** An integer in [low, high]; XGBoost writes its parameters as strings, so those are read too. */
  integer(low: number, high: number): number {
    const { value } = this
    const text = typeof value === "string" ? value.trim() : ""
    const number =
      typeof value === "number" ? value : /^[+-]?\d{1,15}$/.test(text) ? Number(text) : Number.NaN
    if (typeof value !== "number" && typeof value !== "string") this.wrongType("an integer")
    if (!Number.isInteger(number)) this.fail("not an integer", "an integer")
    if (number < low || number > high) this.fail("out of range", `an integer in ${low}..${high}`)
    return number
  }

  /** A number, rounded to float32. */
  float32(): number {
    if (typeof this.value !== "number") this.wrongType("a number")
    return Math.fround(this.value)
  }

  /** As `integer`, with a value for a field that older files lack. */
  integerOr(absent: number, low: number, high: number): number {
    return this.exists ? this.integer(low, high) : absent
  }

  /** Numbers rounded to float32; of the given length when one is given. */
  float32Array(length?: number): Float32Array {
    const numbers = this.numbers(length)
    return numbers instanceof Float32Array ? numbers : Float32Array.from(numbers)
  }

  /** Integers of 32 bits; of the given length when one is given. */
  int32Array(length?: number): Int32Array {
    const numbers = this.numbers(length)
    if (numbers instanceof Int32Array) return numbers
    const integers = Int32Array.from(numbers)
    for (let i = 0; i < integers.length; i++) {
      if (integers[i] !== numbers[i]) {
        new Field(numbers[i], `${this.path}[${i}]`, this.source).fail("out of range", "an integer of 32 bits")
      }
    }
    return integers
  }

  /** Zeros and ones from numbers or from booleans (XGBoost before 1.6). */
  flags(length: number): Uint8Array {
    const { value } = this
    const flags = new Uint8Array(length)
    const items: ArrayLike<DocumentValue> = Array.isArray(value) ? value : this.numbers()
    this.checkLength(items.length, length)
    for (let i = 0; i < length; i++) {
      const item = items[i]
      if (item === true || item === 1) flags[i] = 1
      else if (item !== false && item !== 0) {
        new Field(item, `${this.path}[${i}]`, this.source).fail("not a flag", "0, 1, true or false")
      }
    }
    return flags
  }

  /** Numbers as they are; of the given length when one is given. */
  numbers(length?: number): NumericArray {
    const { value } = this
    if (isNumericArray(value)) {
      if (length !== undefined) this.checkLength(value.length, length)
      return value
    }
    if (!Array.isArray(value)) return this.wrongType("an array of numbers")
    if (length !== undefined) this.checkLength(value.length, length)
    return Float64Array.from(value, (item, i) => {
      if (typeof item === "number") return item
      return new Field(item, `${this.path}[${i}]`, this.source).wrongType("a number")
    })
  }

  private checkLength(actual: number, expected: number): void {
    if (actual !== expected) this.fail("length mismatch", `${expected} entries`, `${actual}`)
  }
}
