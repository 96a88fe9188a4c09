/**
 * Documents to UBJSON (draft 12) as XGBoost 1.6 and later write it: big-endian, every count an int64, keys
 * without a mark, objects without a count, arrays with one.
 */

import { encodeUtf8 } from "../bytes/utf8.ts"
import { DocumentWriter, type NumberList, type NumberType, type Writable } from "./document-writer.ts"

/** Smallest type of an integer; XGBoost leaves each type's two outermost values to the next one. */
function integerType(value: number): NumberType {
  if (value > -128 && value < 127) return "i"
  if (value > -32_768 && value < 32_767) return "I"
  return value > -2_147_483_648 && value < 2_147_483_647 ? "l" : "L"
}

class UbjsonWriter extends DocumentWriter {
  private number(type: NumberType, value: number): void {
    const { out } = this
    switch (type) {
      case "i":
      case "U":
        out.uint8(value)
        return
      case "I":
        out.int16(value)
        return
      case "l":
        out.int32(value)
        return
      case "L":
        out.int64(value)
        return
      case "d":
        out.float32(value)
        return
      case "D":
        out.float64(value)
    }
  }

  private count(value: number): void {
    this.out.ascii("L")
    this.out.int64(value)
  }

  private text(text: string): void {
    const bytes = encodeUtf8(text)
    this.count(bytes.length)
    this.out.append(bytes)
  }

  protected scalar(value: null | boolean | number | string): void {
    if (value === null) this.out.ascii("Z")
    else if (typeof value === "boolean") this.out.ascii(value ? "T" : "F")
    else if (typeof value === "string") {
      this.out.ascii("S")
      this.text(value)
    } else {
      const isInteger = Number.isSafeInteger(value) && !Object.is(value, -0)
      const type = isInteger ? integerType(value) : "d"
      this.out.ascii(type)
      this.number(type, value)
    }
  }

  protected numbers(list: NumberList): void {
    const { type, values, isTyped } = list
    this.out.ascii(isTyped ? `[$${type}#` : "[#")
    this.count(values.length)
    for (let i = 0; i < values.length; i++) {
      if (!isTyped) {
        const own = type === "d" || type === "D" ? type : integerType(values[i])
        this.out.ascii(own)
        this.number(own, values[i])
      } else this.number(type, values[i])
    }
  }

  protected open(length: number | null): void {
    this.out.ascii(length === null ? "{" : "[#")
    if (length !== null) this.count(length)
  }

  protected close(isObject: boolean): void {
    if (isObject) this.out.ascii("}")
  }

  protected before(key: string | null): void {
    if (key !== null) this.text(key)
  }
}

/**
 * Writes a document as UBJSON.
 *
 * @returns its bytes
 */
export function writeUbjsonBytes(document: Writable): Uint8Array<ArrayBuffer> {
  return new UbjsonWriter().write(document)
}
