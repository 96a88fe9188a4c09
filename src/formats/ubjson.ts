/**
 * UBJSON (draft 12, big-endian) from bytes to a document, as XGBoost 1.6 and later write `save_model`
 * files: typed arrays are `[$<type>#<count>` and raw values, keys are counted strings without a mark.
 * The plain forms of the draft (uncounted arrays and objects, every integer type) are read as well.
 */

import { ByteReader } from "../bytes/byte-reader.ts"
import { decodeUtf8 } from "../bytes/utf8.ts"
import { type DocumentValue, MAX_NESTING, type NumericArray } from "./document.ts"

/** Marker → bytes a value takes and how it is named in messages. */
const WIDTHS: Readonly<Record<string, number>> = { i: 1, U: 1, I: 2, l: 4, L: 8, d: 4, D: 8 }

interface Container {
  readonly list: DocumentValue[] | null
  readonly map: Map<string, DocumentValue> | null
  /** Values still to come, or -1 where a closing mark ends the container. */
  left: number
  key: string
}

class Ubjson extends ByteReader {
  private readonly without: ReadonlySet<string> | undefined

  constructor(bytes: Uint8Array, source: string, without?: ReadonlySet<string>) {
    super(bytes, source)
    this.without = without
  }

  private marker(): string {
    let byte = this.uint8("a type marker")
    while (byte === 0x4e /* N, no-op */) byte = this.uint8("a type marker")
    return String.fromCharCode(byte)
  }

  private unknown(marker: string): never {
    const shown = /[!-~]/.test(marker) ? `"${marker}"` : `byte 0x${marker.charCodeAt(0).toString(16)}`
    this.fail({
      offset: this.offset - 1,
      what: "unknown type marker",
      expected: "a UBJSON type",
      actual: shown,
    })
  }

  private scalar(marker: string): number {
    const width = WIDTHS[marker]
    if (width === undefined) this.unknown(marker)
    const at = this.take(width, "a number")
    const { view } = this
    switch (marker) {
      case "i":
        return view.getInt8(at)
      case "U":
        return view.getUint8(at)
      case "I":
        return view.getInt16(at)
      case "l":
        return view.getInt32(at)
      case "d":
        return view.getFloat32(at)
      case "D":
        return view.getFloat64(at)
      default:
        return this.int64(at)
    }
  }

  private int64(at: number): number {
    const value = this.view.getInt32(at) * 4294967296 + this.view.getUint32(at + 4)
    if (!Number.isSafeInteger(value)) {
      this.fail({
        offset: at,
        what: "integer too large",
        expected: "at most 53 bits",
        actual: `about ${value}`,
      })
    }
    return value
  }

  /** A count, checked against the bytes that are left before anything is allocated. */
  private count(bytesEach: number, what: string): number {
    const at = this.offset
    const marker = this.marker()
    if (marker === "d" || marker === "D") this.unknown(marker)
    const count = this.scalar(marker)
    if (count < 0 || count * bytesEach > this.remaining) {
      this.fail({
        offset: at,
        what: `impossible count of ${what}`,
        expected: `0..${Math.floor(this.remaining / bytesEach)} (bytes left)`,
        actual: `${count}`,
      })
    }
    return count
  }

  private text(): string {
    const length = this.count(1, "bytes in a string")
    const at = this.take(length, "a string")
    const text = decodeUtf8(this.bytes.subarray(at, at + length))
    if (text === null) {
      this.fail({ offset: at, what: "string is not UTF-8", expected: "valid UTF-8", actual: "other bytes" })
    }
    return text
  }

  /** Whether what is being read is wanted. */
  private isKept(container: Container | undefined): boolean {
    return !(container?.map && this.without?.has(container.key))
  }

  /** What is not kept is checked all the same, and comes back empty. */
  private typedArray(type: string, isKept: boolean): NumericArray {
    const width = WIDTHS[type]
    if (width === undefined) this.unknown(type)
    if (this.marker() !== "#") {
      this.fail({
        offset: this.offset - 1,
        what: "typed array without a count",
        expected: '"#"',
        actual: "another mark",
      })
    }
    const count = this.count(width, "array entries")
    let at = this.take(count * width, "array entries")
    if (!isKept) return new Uint8Array(0)
    const { view, bytes } = this
    // Copies: `slice` of a Node Buffer would share its memory.
    if (type === "U") return new Uint8Array(bytes.subarray(at, at + count))
    if (type === "i") return new Int8Array(bytes.subarray(at, at + count))
    if (type === "d") {
      const values = new Float32Array(count)
      for (let i = 0; i < count; i++, at += 4) values[i] = view.getFloat32(at)
      return values
    }
    if (type === "l") {
      const values = new Int32Array(count)
      for (let i = 0; i < count; i++, at += 4) values[i] = view.getInt32(at)
      return values
    }
    if (type === "I") {
      const values = new Int16Array(count)
      for (let i = 0; i < count; i++, at += 2) values[i] = view.getInt16(at)
      return values
    }
    const values = new Float64Array(count)
    for (let i = 0; i < count; i++, at += 8) values[i] = type === "D" ? view.getFloat64(at) : this.int64(at)
    return values
  }

  /** After `[`: a whole typed array, or a container whose values follow. */
  private array(isKept: boolean): NumericArray | Container {
    const marker = this.marker()
    if (marker === "$") return this.typedArray(this.marker(), isKept)
    const left = marker === "#" ? this.count(1, "array entries") : -1
    if (left < 0) this.offset--
    return { list: [], map: null, left, key: "" }
  }

  /** Moves to the next value of a container, or tells that it has ended. */
  private advance(container: Container): boolean {
    const { map } = container
    if (container.left === 0) return false
    if (container.left > 0) container.left--
    else {
      const at = this.offset
      if (this.marker() === (map ? "}" : "]")) return false
      if (map === null) this.offset = at
      else this.offset--
    }
    if (map !== null) {
      const at = this.offset
      container.key = this.text()
      if (map.has(container.key)) {
        const actual = JSON.stringify(container.key)
        this.fail({ offset: at, what: "repeated key", expected: "each key once", actual })
      }
    }
    return true
  }

  private value(marker: string): DocumentValue {
    switch (marker) {
      case "T":
        return true
      case "F":
        return false
      case "Z":
        return null
      case "S":
        return this.text()
      case "C":
        return String.fromCharCode(this.uint8("a character"))
      default:
        return this.scalar(marker)
    }
  }

  document(): DocumentValue {
    const stack: Container[] = []
    for (;;) {
      const marker = this.marker()
      let opened: Container | null = null
      let value: DocumentValue = null
      if (marker === "{") {
        const at = this.offset
        const counted = this.remaining > 0 && this.marker() === "#"
        if (!counted) this.offset = at
        opened = { list: null, map: new Map(), left: counted ? this.count(2, "members") : -1, key: "" }
      } else if (marker === "[") {
        const array = this.array(this.isKept(stack[stack.length - 1]))
        if ("left" in array) opened = array
        else value = array
      } else value = this.value(marker)

      if (opened !== null) {
        if (stack.length >= MAX_NESTING) {
          this.fail({ what: "nested too deep", expected: `at most ${MAX_NESTING} levels`, actual: "more" })
        }
        stack.push(opened)
        if (this.advance(opened)) continue
        stack.pop()
        value = opened.map ?? opened.list
      }
      // The value is complete: hand it to its container, and close every container that ends here.
      for (;;) {
        const top = stack[stack.length - 1]
        if (top === undefined) {
          if (this.remaining > 0) {
            this.fail({
              what: "bytes after the document",
              expected: "the end",
              actual: `${this.remaining} more`,
            })
          }
          return value
        }
        if (top.map === null) top.list?.push(value)
        else if (this.isKept(top)) top.map.set(top.key, value)
        if (this.advance(top)) break
        value = top.map ?? top.list
        stack.pop()
      }
    }
  }
}

/**
 * Reads one UBJSON document.
 *
 * @param bytes the whole document
 * @param source name of the bytes, for messages
 * @param without names of members that are left out, wherever they stand
 * @returns objects as Maps, typed arrays as typed arrays (int64 as Float64Array)
 * @throws {ModelFormatError} with the byte offset
 */
export function parseUbjson(bytes: Uint8Array, source: string, without?: ReadonlySet<string>): DocumentValue {
  return new Ubjson(bytes, source, without).document()
}
