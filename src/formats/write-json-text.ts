/**
 * Documents to JSON text as XGBoost writes it: no white space, sorted keys, floats as in `float-text.ts`,
 * and the bare tokens NaN and Infinity, which its own reader and ours take.
 */

import { DocumentWriter, type NumberList, type Writable } from "./document-writer.ts"
import { writeFloat } from "./float-text.ts"

/** Escapes that XGBoost's reader knows. */
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  "\\": "\\\\",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON escapes exactly these.
const ESCAPED = /["\\\u0000-\u001f]/g

/** XGBoost writes `\b` and `\f` too, but its reader refuses a file with them; it takes `\u0008`. */
function escapeCharacter(character: string): string {
  return ESCAPES[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`
}

class JsonWriter extends DocumentWriter {
  protected scalar(value: null | boolean | number | string): void {
    if (typeof value === "string") this.text(value)
    else if (typeof value !== "number") this.out.ascii(String(value))
    else if (Number.isSafeInteger(value) && !Object.is(value, -0)) this.integer(value)
    else writeFloat(this.out, Math.fround(value))
  }

  private text(text: string): void {
    this.out.uint8(0x22)
    this.out.utf8(text.replace(ESCAPED, escapeCharacter))
    this.out.uint8(0x22)
  }

  private integer(value: number): void {
    if (value < 0) this.out.uint8(0x2d)
    this.out.digits(Math.abs(value))
  }

  protected numbers(list: NumberList): void {
    const { type, values } = list
    this.out.uint8(0x5b)
    for (let i = 0; i < values.length; i++) {
      if (i > 0) this.out.uint8(0x2c)
      if (type === "d") writeFloat(this.out, values[i])
      else if (type === "D") this.float64(values[i])
      else this.integer(values[i])
    }
    this.out.uint8(0x5d)
  }

  private float64(value: number): void {
    if (Number.isFinite(value)) this.out.ascii(Object.is(value, -0) ? "-0E0" : value.toExponential())
    else writeFloat(this.out, value)
  }

  protected open(length: number | null): void {
    this.out.uint8(length === null ? 0x7b : 0x5b)
  }

  protected close(isObject: boolean): void {
    this.out.uint8(isObject ? 0x7d : 0x5d)
  }

  protected before(key: string | null, isFirst: boolean): void {
    if (!isFirst) this.out.uint8(0x2c)
    if (key === null) return
    this.text(key)
    this.out.uint8(0x3a)
  }
}

/**
 * Writes a document as JSON text.
 *
 * @returns its UTF-8 bytes
 */
export function writeJsonText(document: Writable): Uint8Array<ArrayBuffer> {
  return new JsonWriter().write(document)
}
