/** Gunzip over the platform's DecompressionStream, bounded by the length that the caller expects. */

import { ModelFormatError } from "../errors.ts"
import type { Platform } from "./byte-source.ts"

/**
 * @param bytes one gzip member
 * @param length bytes it must decompress to; more or fewer are an error, so a bomb stops here
 * @param source name of the bytes, for messages
 * @param platform what decompresses instead, where there is something quicker
 * @throws {ModelFormatError} where the data is no gzip, is broken, or has another length
 */
export async function gunzip(
  bytes: Uint8Array,
  length: number,
  source: string,
  platform?: Platform,
): Promise<Uint8Array> {
  const fail = (actual: string): never => {
    throw new ModelFormatError({
      source,
      what: "does not decompress",
      expected: `gzip data of ${length} bytes`,
      actual,
    })
  }
  if (platform !== undefined) {
    let whole: Uint8Array
    try {
      whole = platform.gunzip(bytes, length)
    } catch (error) {
      return fail(error instanceof Error ? error.message : "another error")
    }
    return whole.length === length ? whole : fail(`${whole.length}`)
  }
  const out = new Uint8Array(length)
  const { readable, writable } = new DecompressionStream("gzip")
  const reader = readable.getReader()
  const writer = writable.getWriter()
  // What is wrong with the bytes is told by the reader, too.
  writer.write(bytes as Uint8Array<ArrayBuffer>).catch(() => {})
  writer.close().catch(() => {})
  let filled = 0
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      if (filled + value.length > length) {
        await reader.cancel()
        return fail("more")
      }
      out.set(value, filled)
      filled += value.length
    }
  } catch (error) {
    if (error instanceof ModelFormatError) throw error
    return fail(error instanceof Error ? error.message : "another error")
  }
  return filled === length ? out : fail(`${filled}`)
}
