/** Documents on their way out: what the JSON and the UBJSON writer share. */

import { ByteWriter } from "../bytes/byte-writer.ts"
import { isNumericArray, type NumericArray } from "./document.ts"

/** UBJSON's names of number types: int8, uint8, int16, int32, int64, float32, float64. */
export type NumberType = "i" | "U" | "I" | "l" | "L" | "d" | "D"

/** Numbers that say how they are stored, where the JavaScript type does not. */
export class NumberList {
  readonly type: NumberType
  readonly values: ArrayLike<number>
  /** Whether UBJSON names the type once, before the values. */
  readonly isTyped: boolean

  constructor(type: NumberType, values: ArrayLike<number>, isTyped = true) {
    this.type = type
    this.values = values
    this.isTyped = isTyped
  }
}

/** A document that can be written; every `DocumentValue` is one. */
export type Writable =
  | null
  | boolean
  | number
  | string
  | NumberList
  | NumericArray
  | readonly Writable[]
  | ReadonlyMap<string, Writable>

function listOf(values: NumericArray): NumberList {
  if (values instanceof Float32Array) return new NumberList("d", values)
  if (values instanceof Int32Array) return new NumberList("l", values)
  if (values instanceof Uint8Array) return new NumberList("U", values)
  if (values instanceof Int8Array) return new NumberList("i", values)
  if (values instanceof Int16Array) return new NumberList("I", values)
  return new NumberList(values.every(Number.isSafeInteger) ? "L" : "D", values)
}

/** Order of two code units in UTF-8: surrogates stand for the characters beyond U+FFFF, which come last. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800
}

/** Order of keys in XGBoost's maps: by their UTF-8 bytes. */
function compareKeys(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const order = rank(a.charCodeAt(i)) - rank(b.charCodeAt(i))
    if (order !== 0) return order
  }
  return a.length - b.length
}

/** A container whose values are being written. */
interface Frame {
  readonly keys: readonly string[] | null
  readonly values: readonly Writable[]
  at: number
}

/** Walks a document on a stack of its own, so that nesting cannot exhaust the engine's. */
export abstract class DocumentWriter {
  protected readonly out: ByteWriter = new ByteWriter()

  protected abstract scalar(value: null | boolean | number | string): void
  protected abstract numbers(list: NumberList): void
  /** @param length values of an array; null for an object */
  protected abstract open(length: number | null): void
  protected abstract close(isObject: boolean): void
  /** What stands before a value of a container. */
  protected abstract before(key: string | null, isFirst: boolean): void

  /** Writes a value without values of its own, or opens it. */
  private start(value: Writable): Frame | null {
    if (value instanceof NumberList) this.numbers(value)
    else if (isNumericArray(value)) this.numbers(listOf(value))
    else if (Array.isArray(value)) {
      this.open(value.length)
      return { keys: null, values: value, at: 0 }
    } else if (value instanceof Map) {
      const keys = [...value.keys()].sort(compareKeys)
      this.open(null)
      return { keys, values: keys.map(key => value.get(key)), at: 0 }
    } else this.scalar(value as null | boolean | number | string)
    return null
  }

  /** @returns the bytes of the whole document */
  write(root: Writable): Uint8Array<ArrayBuffer> {
    const stack: Frame[] = []
    let opened = this.start(root)
    if (opened !== null) stack.push(opened)
    for (let frame = stack[stack.length - 1]; frame !== undefined; frame = stack[stack.length - 1]) {
      if (frame.at === frame.values.length) {
        this.close(frame.keys !== null)
        stack.pop()
        continue
      }
      this.before(frame.keys === null ? null : frame.keys[frame.at], frame.at === 0)
      opened = this.start(frame.values[frame.at++])
      if (opened !== null) stack.push(opened)
    }
    return this.out.finish()
  }
}
