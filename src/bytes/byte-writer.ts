/** Bytes that grow as they are written: what every writer of `src/formats/` ends in. */

import { encodeUtf8 } from "./utf8.ts"

/** A growing buffer; numbers of more than one byte are big-endian, as UBJSON has them. */
export class ByteWriter {
  private bytes: Uint8Array<ArrayBuffer> = new Uint8Array(1 << 12)
  private view: DataView = new DataView(this.bytes.buffer)
  private length = 0

  /** Makes room for `size` more bytes and takes them. */
  private take(size: number): number {
    const at = this.length
    this.length += size
    if (this.length > this.bytes.length) {
      const grown = new Uint8Array(Math.max(this.length, this.bytes.length * 2))
      grown.set(this.bytes)
      this.bytes = grown
      this.view = new DataView(grown.buffer)
    }
    return at
  }

  uint8(value: number): void {
    const at = this.take(1)
    this.bytes[at] = value
  }

  int16(value: number): void {
    const at = this.take(2)
    this.view.setInt16(at, value)
  }

  int32(value: number): void {
    const at = this.take(4)
    this.view.setInt32(at, value)
  }

  /** @param value an integer of at most 53 bits */
  int64(value: number): void {
    const at = this.take(8)
    this.view.setInt32(at, Math.floor(value / 4294967296))
    this.view.setUint32(at + 4, value >>> 0)
  }

  float32(value: number): void {
    const at = this.take(4)
    this.view.setFloat32(at, value)
  }

  float64(value: number): void {
    const at = this.take(8)
    this.view.setFloat64(at, value)
  }

  /** @param text characters below U+0080 */
  ascii(text: string): void {
    let at = this.take(text.length)
    const { bytes } = this
    for (let i = 0; i < text.length; i++) bytes[at++] = text.charCodeAt(i)
  }

  /** Decimal digits of an integer from 0 to 2^53. */
  digits(value: number): void {
    let size = 1
    for (let power = 10; value >= power; power *= 10) size++
    const first = this.take(size)
    const { bytes } = this
    let rest = value
    for (let at = first + size - 1; at >= first; at--) {
      const tens = Math.floor(rest / 10)
      bytes[at] = 0x30 + (rest - tens * 10)
      rest = tens
    }
  }

  utf8(text: string): void {
    this.append(encodeUtf8(text))
  }

  append(bytes: Uint8Array): void {
    const at = this.take(bytes.length)
    this.bytes.set(bytes, at)
  }

  /** @returns the bytes written, in an array of their own */
  finish(): Uint8Array<ArrayBuffer> {
    return this.bytes.slice(0, this.length)
  }
}
