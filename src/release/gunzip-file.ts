/** A whole gzip file (RFC 1952, one member) whose length nobody tells but its own last four bytes. */

import type { Platform } from "../bytes/byte-source.ts"
import { gunzip } from "../bytes/gunzip.ts"
import { ModelFormatError } from "../errors.ts"

/** Deflate makes at most 1032 bytes of one: what states more is lying. */
const MOST_PER_BYTE = 1032
/** Header and trailer of a member. */
const FEWEST = 18

/**
 * Decompresses a file.
 *
 * @param bytes one gzip member
 * @param source its name, for messages
 * @param maxBytes longest content that is taken
 * @param platform what decompresses instead of the web's stream, where there is something quicker
 * @returns the content
 * @throws {ModelFormatError} for what is no gzip file, is damaged, or is longer than `maxBytes`
 */
export async function gunzipFile(
  bytes: Uint8Array,
  source: string,
  maxBytes: number,
  platform?: Platform,
): Promise<Uint8Array> {
  if (bytes.length < FEWEST || bytes[0] !== 0x1f || bytes[1] !== 0x8b) {
    const actual = bytes.length < FEWEST ? `${bytes.length} bytes` : "other bytes"
    throw new ModelFormatError({ source, offset: 0, what: "not a gzip file", expected: "gzip data", actual })
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const length = view.getUint32(bytes.length - 4, true)
  const most = Math.min(maxBytes, bytes.length * MOST_PER_BYTE)
  if (length > most) {
    throw new ModelFormatError({
      source,
      offset: bytes.length - 4,
      what: "states an impossible length, as a file that is cut short does",
      expected: `at most ${most} bytes`,
      actual: `${length}`,
    })
  }
  return gunzip(bytes, length, source, platform)
}
