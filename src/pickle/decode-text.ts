/** Strings of a pickle: how each encoding is decoded, whole or only when it is asked for. */

import type { PickleReader } from "./pickle-reader.ts"
import type { PickleText, TextEncoding } from "./text.ts"

/** Longer strings stay bytes until they are asked for. */
const LONGEST_STRING = 1024
const BACKSLASH = 92

/** The digit that each byte is; -1 for those that are none. A table: a handle of 57 MB has 30 million of them. */
const HEX_DIGITS: Int8Array = /* @__PURE__ */ hexDigits()

function hexDigits(): Int8Array {
  const digits = new Int8Array(256).fill(-1)
  for (let digit = 0; digit < 16; digit++) {
    digits[digit.toString(16).charCodeAt(0)] = digit
    digits[digit.toString(16).toUpperCase().charCodeAt(0)] = digit
  }
  return digits
}

/** The code point of an escape at a backslash, or -1 where there is none: there the backslash stands for itself. */
function escapeAt(bytes: Uint8Array, at: number): number {
  const digits = bytes[at + 1] === 117 ? 4 : bytes[at + 1] === 85 ? 8 : 0
  if (digits === 0 || at + 2 + digits > bytes.length) return -1
  let code = 0
  for (let i = at + 2; i < at + 2 + digits; i++) {
    const digit = HEX_DIGITS[bytes[i]]
    if (digit < 0) return -1
    code = 16 * code + digit
  }
  return code
}

/** Bytes behind a raw-unicode-escape text of characters up to U+00FF; undefined where there is another. */
function unescapedBytes(bytes: Uint8Array): Uint8Array | undefined {
  if (bytes.indexOf(BACKSLASH) < 0) return bytes
  // Escapes become shorter, so this is room enough; what is not written to is no memory.
  const out = new Uint8Array(bytes.length)
  let length = 0
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]
    if (byte !== BACKSLASH) {
      out[length++] = byte
      continue
    }
    const code = escapeAt(bytes, at)
    if (code > 255) return undefined
    out[length++] = code < 0 ? BACKSLASH : code
    if (code >= 0) at += bytes[at + 1] === 117 ? 5 : 9
    // Of two backslashes the second begins no escape.
    else if (bytes[at + 1] === BACKSLASH) out[length++] = bytes[++at]
  }
  return out.subarray(0, length)
}

function rawUnicodeEscape(bytes: Uint8Array): string {
  const text = new TextBuilder()
  for (let at = 0; at < bytes.length; at++) {
    const code = bytes[at] === BACKSLASH ? escapeAt(bytes, at) : -1
    if (code >= 0 && code <= 0x10ffff) {
      text.add(code)
      at += bytes[at + 1] === 117 ? 5 : 9
    } else {
      text.add(bytes[at])
      if (bytes[at] === BACKSLASH && bytes[at + 1] === BACKSLASH) text.add(bytes[++at])
    }
  }
  return text.finish()
}

function latin1(bytes: Uint8Array): string {
  const text = new TextBuilder()
  for (const byte of bytes) text.add(byte)
  return text.finish()
}

/** Joins code points piece by piece: one string a character would take forty times the memory. */
class TextBuilder {
  private readonly pieces: string[] = []
  private units: number[] = []

  add(code: number): void {
    if (code > 0xffff) this.units.push(0xd7c0 + (code >> 10), 0xdc00 + (code & 0x3ff))
    else this.units.push(code)
    if (this.units.length >= 4096) this.flush()
  }

  private flush(): void {
    this.pieces.push(String.fromCharCode(...this.units))
    this.units = []
  }

  finish(): string {
    this.flush()
    return this.pieces.length === 1 ? this.pieces[0] : this.pieces.join("")
  }
}

class LazyText implements PickleText {
  readonly kind = "text"
  readonly bytes: Uint8Array
  readonly encoding: TextEncoding
  private decoded: string | undefined
  private encoded: Uint8Array | null | undefined

  constructor(bytes: Uint8Array, encoding: TextEncoding) {
    this.bytes = bytes
    this.encoding = encoding
  }

  text(): string {
    this.decoded ??= decode(this.bytes, this.encoding) ?? ""
    return this.decoded
  }

  /** The text in latin-1, made once; undefined where it has other characters. */
  latin1(): Uint8Array | undefined {
    if (this.encoding === "latin-1") return this.bytes
    if (this.encoded === undefined) {
      const isRaw = this.encoding === "raw-unicode-escape"
      this.encoded = (isRaw ? unescapedBytes(this.bytes) : latin1Of(this.text())) ?? null
    }
    return this.encoded ?? undefined
  }
}

function latin1Of(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(text.length)
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code > 255) return undefined
    bytes[i] = code
  }
  return bytes
}

function decode(bytes: Uint8Array, encoding: TextEncoding): string | undefined {
  if (encoding === "raw-unicode-escape") return rawUnicodeEscape(bytes)
  if (encoding === "latin-1") return latin1(bytes)
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return withSurrogates(bytes)
  }
}

/** Decodes UTF-8 in which lone surrogates are encoded like other characters, as pickles write them. */
function withSurrogates(bytes: Uint8Array): string | undefined {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })
  const pieces: string[] = []
  let start = 0
  try {
    for (let at = 0; at + 2 < bytes.length; at++) {
      // 0xED is a first byte only, so this is never the inside of another character.
      if (bytes[at] !== 0xed || bytes[at + 1] >> 5 !== 5 || bytes[at + 2] >> 6 !== 2) continue
      pieces.push(decoder.decode(bytes.subarray(start, at)))
      pieces.push(String.fromCharCode(0xd000 | ((bytes[at + 1] & 63) << 6) | (bytes[at + 2] & 63)))
      start = at + 3
      at += 2
    }
    pieces.push(decoder.decode(bytes.subarray(start)))
    return pieces.join("")
  } catch {
    return undefined
  }
}

/** A string of a pickle. Long UTF-8 is not looked at before it is asked for; it is then empty where it is none. */
export function textOf(reader: PickleReader, bytes: Uint8Array, encoding: TextEncoding): string | PickleText {
  if (bytes.length > LONGEST_STRING) return new LazyText(bytes, encoding)
  return (
    decode(bytes, encoding) ??
    reader.fail({ what: "broken string", expected: "UTF-8", actual: "other bytes" })
  )
}

/** What `text.encode("latin-1")` gives; undefined where the text has characters beyond U+00FF. */
export function encodeLatin1(reader: PickleReader, text: string | PickleText): Uint8Array | undefined {
  if (typeof text === "string") {
    reader.spend(text.length)
    return latin1Of(text)
  }
  // Made once, however often it is encoded: what a text becomes is counted with the pickle that holds it.
  return text instanceof LazyText ? text.latin1() : reader.fail({ what: "unknown text" })
}

/** A Python 2 string in quotes with its escapes, as protocol 0 writes it. */
export function quotedText(reader: PickleReader, line: Uint8Array): string {
  const text = latin1(line).trim()
  const quote = text[0]
  if (text.length < 2 || (quote !== '"' && quote !== "'") || !text.endsWith(quote)) {
    reader.fail({ what: "broken string", expected: "quotes around it", actual: text.slice(0, 20) })
  }
  return text.slice(1, -1).replace(/\\(x[0-9a-fA-F]{2}|[0-7]{1,3}|[\s\S])/g, (_, code: string) => {
    if (/^x../.test(code)) return String.fromCharCode(Number.parseInt(code.slice(1), 16))
    if (/^[0-7]/.test(code)) return String.fromCharCode(Number.parseInt(code, 8) & 255)
    return { n: "\n", r: "\r", t: "\t", a: "\x07", b: "\b", f: "\f", v: "\v" }[code] ?? code
  })
}
