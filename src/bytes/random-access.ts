/** Files that are read from their end: those that say how long they are in place, others whole, in memory. */

import type { ByteSource } from "./byte-source.ts"

/** A file of known length. */
export interface RandomAccess {
  /** The file's name, for messages. */
  readonly name: string
  /** Length in bytes. */
  readonly size: number
  /** @returns bytes of its own, fewer than asked for where the file ends */
  read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>>
}

const PIECE = 1 << 20

async function readWhole(source: ByteSource): Promise<Uint8Array<ArrayBuffer>> {
  let bytes = new Uint8Array(PIECE)
  let length = 0
  for (;;) {
    const piece = await source.read(length, PIECE)
    if (length + piece.length > bytes.length) {
      const larger = new Uint8Array(2 * bytes.length)
      larger.set(bytes.subarray(0, length))
      bytes = larger
    }
    bytes.set(piece, length)
    length += piece.length
    if (piece.length < PIECE) return bytes.subarray(0, length)
  }
}

/** Bytes in memory, not copied but for what is read. */
export function memoryAccess(bytes: Uint8Array, name: string): RandomAccess {
  return {
    name,
    size: bytes.length,
    read: async (at, length) => new Uint8Array(bytes.subarray(at, at + length)),
  }
}

/**
 * Makes a source readable in any order.
 *
 * @param source read in place where it has `size`, else to its end at once
 */
export async function randomAccess(source: ByteSource): Promise<RandomAccess> {
  const { name } = source
  const size = await source.size?.()
  if (size === undefined) {
    return memoryAccess(await readWhole(source), name)
  }
  // One after the other: what a read returns is valid until the next one only.
  let before: Promise<unknown> = Promise.resolve()
  return {
    name,
    size,
    read(offset, length) {
      const reading = before.then(async () => new Uint8Array(await source.read(offset, length)))
      before = reading.catch(() => {})
      return reading
    },
  }
}
