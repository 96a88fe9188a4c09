/** Bounds-checked reading of untrusted bytes: every failure knows its offset. */

import { type ErrorDetails, ModelFormatError } from "../errors.ts"

/** A cursor over bytes. Reads past the end throw a ModelFormatError with the offset. */
export class ByteReader {
  readonly bytes: Uint8Array
  readonly source: string
  readonly view: DataView
  offset = 0

  /**
   * @param bytes the bytes; they are read, never copied or changed
   * @param source their name, for messages
   */
  constructor(bytes: Uint8Array, source: string) {
    this.bytes = bytes
    this.source = source
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  get remaining(): number {
    return this.bytes.length - this.offset
  }

  /** @throws {ModelFormatError} always, at the current offset unless another is given */
  fail(details: ErrorDetails): never {
    throw new ModelFormatError({ source: this.source, offset: this.offset, ...details })
  }

  /** Checks that `count` more bytes are there and returns the offset at which they start. */
  take(count: number, what: string): number {
    if (!(count <= this.remaining)) {
      this.fail({
        what: `truncated while reading ${what}`,
        expected: `${count} more bytes`,
        actual: `${this.remaining}`,
      })
    }
    const start = this.offset
    this.offset += count
    return start
  }

  uint8(what: string): number {
    return this.bytes[this.take(1, what)]
  }
}
