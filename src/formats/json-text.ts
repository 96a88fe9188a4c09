/**
 * JSON text (RFC 8259, with the bare `NaN` and `Infinity` tokens that XGBoost writes) from bytes to a
 * document. It reads bytes, not a string, so that models beyond the engines' longest string still open,
 * and keeps its own stack, so that nesting cannot exhaust the engine's.
 */

import { ByteReader } from "../bytes/byte-reader.ts"
import { decodeUtf8 } from "../bytes/utf8.ts"
import { show } from "../errors.ts"
import { type DocumentValue, MAX_NESTING, type NumericArray } from "./document.ts"

const QUOTE = 0x22
const COMMA = 0x2c
const MINUS = 0x2d
const COLON = 0x3a
const BACKSLASH = 0x5c
const OPEN_ARRAY = 0x5b
const CLOSE_ARRAY = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
}

/** Powers of ten that are exact in float64: one multiplication or division by them rounds once. */
const EXACT_POWERS: readonly number[] = [
  1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
  1e20, 1e21, 1e22,
]

const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39
const startsNumber = (byte: number): boolean =>
  isDigit(byte) || byte === MINUS || byte === 0x4e /* N */ || byte === 0x49 /* I */

/** What is being read, from the outside in. */
export type Container =
  | { readonly map: Map<string, DocumentValue>; key: string }
  | { readonly list: DocumentValue[] }

/** One document; see `parseJsonText`. */
export class JsonText extends ByteReader {
  /** Whether the last number was written without a fraction or an exponent. */
  private wasInteger = false
  private scratch = new Float64Array(1024)

  /** Skips white space and returns the next byte without taking it; -1 at the end. */
  private peek(): number {
    const { bytes } = this
    let { offset } = this
    while (offset < bytes.length) {
      const byte = bytes[offset]
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) break
      offset++
    }
    this.offset = offset
    return offset < bytes.length ? bytes[offset] : -1
  }

  private shown(): string {
    if (this.offset >= this.bytes.length) return "the end"
    const byte = this.bytes[this.offset]
    return byte > 0x20 && byte < 0x7f ? `"${String.fromCharCode(byte)}"` : `byte 0x${byte.toString(16)}`
  }

  private unexpected(expected: string): never {
    this.fail({ what: "not JSON", expected, actual: this.shown() })
  }

  document(): DocumentValue {
    const { bytes } = this
    if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) this.offset = 3
    const stack: Container[] = []
    let value: DocumentValue = null
    for (;;) {
      // One value, or the opening of a container that then asks for its first value.
      const byte = this.peek()
      if (byte === OPEN_OBJECT) {
        this.offset++
        const map = new Map<string, DocumentValue>()
        if (this.peek() !== CLOSE_OBJECT) {
          this.push(stack, { map, key: this.key() })
          continue
        }
        this.offset++
        value = map
      } else if (byte === OPEN_ARRAY) {
        this.offset++
        const next = this.peek()
        if (startsNumber(next)) {
          const numbers = this.numbers(stack)
          if (Array.isArray(numbers)) {
            this.push(stack, { list: numbers })
            continue
          }
          value = numbers
        } else if (next !== CLOSE_ARRAY) {
          this.push(stack, { list: [] })
          continue
        } else {
          this.offset++
          value = []
        }
      } else if (byte === QUOTE) value = this.string()
      else if (startsNumber(byte)) value = this.number()
      else value = this.word(byte)

      // The value is complete: hand it to its container, and close every container that ends here.
      for (;;) {
        const top = stack[stack.length - 1]
        if (top === undefined) {
          if (this.peek() !== -1) this.unexpected("the end of the document")
          return value
        }
        const isMap = "map" in top
        if (isMap) top.map.set(top.key, value)
        else top.list.push(value)
        const after = this.peek()
        if (after === COMMA) {
          this.offset++
          if (isMap) {
            this.peek()
            top.key = this.key(top.map)
          }
          break
        }
        if (after !== (isMap ? CLOSE_OBJECT : CLOSE_ARRAY))
          this.unexpected(isMap ? '"," or "}"' : '"," or "]"')
        this.offset++
        value = isMap ? top.map : top.list
        stack.pop()
      }
    }
  }

  private push(stack: Container[], container: Container): void {
    if (stack.length >= MAX_NESTING) {
      this.fail({ what: "nested too deep", expected: `at most ${MAX_NESTING} levels`, actual: "more" })
    }
    stack.push(container)
  }

  private key(map?: Map<string, DocumentValue>): string {
    const start = this.offset
    if (this.bytes[start] !== QUOTE) this.unexpected("a key in quotes")
    const key = this.string()
    if (map?.has(key)) {
      this.fail({
        offset: start,
        what: "repeated key",
        expected: "each key once",
        actual: JSON.stringify(key),
      })
    }
    if (this.peek() !== COLON) this.unexpected('":"')
    this.offset++
    return key
  }

  private word(byte: number): DocumentValue {
    for (const [text, value] of [
      ["true", true],
      ["false", false],
      ["null", null],
    ] as const) {
      if (byte === text.charCodeAt(0) && this.matches(text)) return value
    }
    this.unexpected("a value")
  }

  private matches(text: string): boolean {
    for (let i = 0; i < text.length; i++) {
      if (this.bytes[this.offset + i] !== text.charCodeAt(i)) return false
    }
    this.offset += text.length
    return true
  }

  private string(): string {
    const { bytes } = this
    const start = ++this.offset
    let end = start
    let escaped = false
    while (bytes[end] !== QUOTE) {
      if (end >= bytes.length) {
        this.offset = start - 1
        this.fail({ what: "string without an end", expected: "a closing quote", actual: "the end" })
      }
      if (bytes[end] < 0x20) {
        this.offset = end
        this.unexpected("no control character inside a string")
      }
      if (bytes[end] === BACKSLASH) {
        escaped = true
        end++
      }
      end++
    }
    const text = decodeUtf8(bytes.subarray(start, end))
    if (text === null) {
      this.fail({
        offset: start,
        what: "string is not UTF-8",
        expected: "UTF-8",
        actual: "other bytes",
      })
    }
    this.offset = end + 1
    return escaped ? this.unescape(text, start) : text
  }

  private unescape(text: string, start: number): string {
    return text.replace(/\\(u[0-9a-fA-F]{4}|[^u]|u)/g, (whole, code: string) => {
      if (code.length === 5) return String.fromCharCode(Number.parseInt(code.slice(1), 16))
      const plain = ESCAPES[code]
      if (plain !== undefined) return plain
      this.fail({
        offset: start,
        what: "unknown escape in a string",
        expected: "a JSON escape",
        actual: show(whole),
      })
    })
  }

  /** An array that starts with a number: a typed array, or a list once something else turns up in it. */
  protected numbers(_stack: readonly Container[]): NumericArray | DocumentValue[] {
    let { scratch } = this
    let count = 0
    let integers = true
    for (;;) {
      const value = this.number()
      if (count === scratch.length) {
        this.scratch = new Float64Array(count * 2)
        this.scratch.set(scratch)
        scratch = this.scratch
      }
      scratch[count++] = value
      integers &&= this.wasInteger && value === (value | 0)
      const after = this.peek()
      if (after === CLOSE_ARRAY) {
        this.offset++
        return integers ? Int32Array.from(scratch.subarray(0, count)) : scratch.slice(0, count)
      }
      if (after !== COMMA) this.unexpected('"," or "]"')
      this.offset++
      if (!startsNumber(this.peek())) return Array.from(scratch.subarray(0, count))
    }
  }

  private number(): number {
    const { bytes } = this
    const start = this.offset
    let at = start
    const negative = bytes[at] === MINUS
    if (negative) at++
    if (!isDigit(bytes[at])) return this.namedNumber(at, negative)
    let mantissa = 0
    let digits = 0
    let scale = 0
    const first = at
    for (; isDigit(bytes[at]); at++) {
      mantissa = mantissa * 10 + (bytes[at] - 0x30)
      if (mantissa > 0) digits++
    }
    if (bytes[first] === 0x30 && at > first + 1) {
      this.offset = first
      this.unexpected("a number without leading zeros")
    }
    let integer = true
    if (bytes[at] === 0x2e) {
      integer = false
      const fraction = ++at
      for (; isDigit(bytes[at]); at++) {
        mantissa = mantissa * 10 + (bytes[at] - 0x30)
        if (mantissa > 0) digits++
        scale--
      }
      if (at === fraction) {
        this.offset = at
        this.unexpected("a digit")
      }
    }
    if (bytes[at] === 0x45 || bytes[at] === 0x65) {
      integer = false
      at++
      const sign = bytes[at] === MINUS ? -1 : 1
      if (bytes[at] === MINUS || bytes[at] === 0x2b) at++
      const exponentStart = at
      let exponent = 0
      for (; isDigit(bytes[at]); at++) exponent = Math.min(exponent * 10 + (bytes[at] - 0x30), 99_999)
      if (at === exponentStart) {
        this.offset = at
        this.unexpected("a digit")
      }
      scale += sign * exponent
    }
    this.offset = at
    this.wasInteger = integer && !(negative && mantissa === 0)
    let value: number
    // Up to 15 digits and 22 decimal places both operands are exact, so the result is rounded once.
    if (digits <= 15 && scale >= -22 && scale <= 22) {
      value = scale < 0 ? mantissa / EXACT_POWERS[-scale] : mantissa * EXACT_POWERS[scale]
      return negative ? -value : value
    }
    value = Number(decodeUtf8(bytes.subarray(start, at)))
    return value
  }

  private namedNumber(at: number, negative: boolean): number {
    this.offset = at
    this.wasInteger = false
    if (!negative && this.matches("NaN")) return Number.NaN
    if (this.matches("Infinity")) return negative ? -Infinity : Infinity
    this.unexpected("a number")
  }
}

/**
 * Reads one JSON document.
 *
 * @param bytes UTF-8, with or without a byte order mark
 * @param source name of the bytes, for messages
 * @returns objects as Maps, arrays of numbers as typed arrays
 * @throws {ModelFormatError} with the byte offset
 */
export function parseJsonText(bytes: Uint8Array, source: string): DocumentValue {
  return new JsonText(bytes, source).document()
}
