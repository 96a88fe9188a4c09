/** Bounds-checked reading of a pickle's arguments: lines of protocol 0, counted bytes and integers of the others. */

import { ByteReader } from "../bytes/byte-reader.ts"

/** No number of a pickle that matters has more digits; reading them takes the square of their count. */
const MAX_DIGITS = 4000

export class PickleReader extends ByteReader {
  /** Bytes that may still be made by copying and unescaping: a small pickle must not become a large one. */
  private copyBudget: number

  constructor(bytes: Uint8Array, source: string) {
    super(bytes, source)
    this.copyBudget = 4 * bytes.length + 65_536
  }

  /** To be called before bytes or values are copied that the pickle holds once. */
  spend(count: number): void {
    this.copyBudget -= count
    if (this.copyBudget < 0) {
      const expected = "data of about the pickle's own size"
      this.fail({ what: "the pickle copies its own data again and again", expected })
    }
  }

  /** The bytes up to the next line feed, which is passed over. */
  line(what: string): Uint8Array {
    const end = this.bytes.indexOf(10, this.offset)
    if (end < 0) {
      const expected = "a line feed"
      this.fail({ what: `truncated while reading ${what}`, expected, actual: "the end" })
    }
    const line = this.bytes.subarray(this.offset, end)
    this.offset = end + 1
    return line
  }

  /** A line of ASCII. */
  word(what: string): string {
    const line = this.line(what)
    if (line.length > MAX_DIGITS) {
      this.fail({
        what: `impossible ${what}`,
        expected: `at most ${MAX_DIGITS} characters`,
        actual: `${line.length}`,
      })
    }
    return String.fromCharCode(...line)
  }

  uint16(what: string): number {
    return this.view.getUint16(this.take(2, what), true)
  }

  uint32(what: string): number {
    return this.view.getUint32(this.take(4, what), true)
  }

  int32(what: string): number {
    return this.view.getInt32(this.take(4, what), true)
  }

  /** An unsigned integer of 64 bits; those beyond 2^53 are more than any file and stay so. */
  uint64(what: string): number {
    const at = this.take(8, what)
    return this.view.getUint32(at, true) + 4294967296 * this.view.getUint32(at + 4, true)
  }

  float64(what: string): number {
    return this.view.getFloat64(this.take(8, what), false)
  }

  /** A view of the next bytes. */
  slice(count: number, what: string): Uint8Array {
    const start = this.take(count, what)
    return this.bytes.subarray(start, start + count)
  }

  /** A decimal integer; a bigint where a double does not hold it. */
  decimal(text: string): number | bigint {
    if (!/^[+-]?\d+$/.test(text))
      this.fail({ what: "not an integer", expected: "decimal digits", actual: text.slice(0, 40) })
    return safe(BigInt(text))
  }

  /** A two's complement integer of `count` bytes, lowest first. */
  long(count: number): number | bigint {
    if (count > MAX_DIGITS) {
      this.fail({ what: "impossible integer", expected: `at most ${MAX_DIGITS} bytes`, actual: `${count}` })
    }
    const bytes = this.slice(count, "integer")
    let digits = ""
    for (const byte of bytes) digits = byte.toString(16).padStart(2, "0") + digits
    return count === 0 ? 0 : safe(BigInt.asIntN(8 * count, BigInt(`0x${digits}`)))
  }
}

/** The number that a bigint is, where a double holds it. */
export function safe(value: bigint): number | bigint {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}
