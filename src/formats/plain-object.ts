/** JavaScript objects, as `JSON.parse` or a bundler's JSON import gives them, to a document. */

import { ModelFormatError, show } from "../errors.ts"
import { type DocumentValue, isNumericArray, MAX_NESTING } from "./document.ts"

/** A container whose values are being converted. */
interface Frame {
  readonly original: object
  /** Keys and values still to come, in order; the next one is at `at`. */
  readonly entries: readonly (readonly [key: string | number, value: unknown])[]
  readonly result: DocumentValue[] | Map<string, DocumentValue>
  at: number
}

/** The container's entries, and the empty document value that receives them. */
function frameOf(original: object): Frame {
  if (Array.isArray(original)) return { original, entries: [...original.entries()], result: [], at: 0 }
  const pairs: Iterable<[unknown, unknown]> = original instanceof Map ? original : Object.entries(original)
  const entries = Array.from(pairs, ([key, value]) => [String(key), value] as const)
  return { original, entries, result: new Map(), at: 0 }
}

/** Whether there is nothing but numbers; `every` would pass over holes. */
function isNumbers(array: readonly unknown[]): array is number[] {
  for (let i = 0; i < array.length; i++) if (typeof array[i] !== "number") return false
  return array.length > 0
}

class Converter {
  private readonly source: string
  private readonly stack: Frame[] = []
  /** Containers converted already, so that shared parts are converted once; null while one is open. */
  private readonly known = new Map<object, DocumentValue>()

  constructor(source: string) {
    this.source = source
  }

  private fail(what: string, expected: string, actual: string): never {
    const keys = this.stack.map(({ entries, at }) => entries[at][0])
    const path = keys.reduce<string>((text, key) => {
      if (typeof key === "number") return `${text}[${key}]`
      return text ? `${text}.${key}` : key
    }, "")
    throw new ModelFormatError({ source: this.source, path: path || "document", what, expected, actual })
  }

  /** A value that needs no frame, or undefined after a frame was opened for it. */
  private start(value: unknown): DocumentValue | undefined {
    if (value === null || typeof value === "boolean" || typeof value === "number") return value
    if (typeof value === "string" || isNumericArray(value)) return value
    if (typeof value !== "object") {
      this.fail("not a JSON value", "null, a boolean, number, string, array or object", show(value))
    }
    if (Array.isArray(value) && isNumbers(value)) return Float64Array.from(value)
    const known = this.known.get(value)
    if (known === null) this.fail("object contains itself", "a document without cycles", "a cycle")
    if (known !== undefined) return known
    if (ArrayBuffer.isView(value)) this.fail("not a JSON value", "an array of numbers", show(value))
    if (this.stack.length >= MAX_NESTING) {
      this.fail("nested too deep", `at most ${MAX_NESTING} levels`, "more")
    }
    if (Array.isArray(value)) {
      // A sparse array may claim billions of entries: none is visited past the first hole.
      for (let i = 0; i < value.length; i++) {
        if (!(i in value)) this.fail("array with holes", "a value at every index", `none at ${i}`)
      }
    }
    this.known.set(value, null)
    this.stack.push(frameOf(value))
    return undefined
  }

  convert(root: object): DocumentValue {
    let value = this.start(root)
    for (;;) {
      const frame = this.stack[this.stack.length - 1]
      if (frame === undefined) return value as DocumentValue
      if (value !== undefined) {
        const key = frame.entries[frame.at++][0]
        if (Array.isArray(frame.result)) frame.result.push(value)
        else frame.result.set(String(key), value)
      }
      if (frame.at < frame.entries.length) {
        value = this.start(frame.entries[frame.at][1])
        continue
      }
      value = frame.result
      this.known.set(frame.original, value)
      this.stack.pop()
    }
  }
}

/**
 * Turns a plain object into a document. Shared parts are converted once.
 *
 * @param root anything; only own enumerable string keys are read
 * @param source its name, for messages
 * @throws {ModelFormatError} for cycles, nesting beyond reason and values that JSON cannot hold
 */
export function documentFromObject(root: object, source: string): DocumentValue {
  return new Converter(source).convert(root)
}
