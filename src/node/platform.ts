/** Node's own gunzip, SHA-256 and CRC-32, which Deno and Bun have, too. */

import * as zlib from "node:zlib"
import type { Platform } from "../bytes/byte-source.ts"
import { sha256Now } from "../bytes/sha256.ts"

/** Shorter bytes are hashed sooner than node:crypto is loaded, which takes 5 ms. */
const SHORT = 16_384

/** node:crypto, once something has needed it: then it is quicker for short bytes, too. */
let createHash: typeof import("node:crypto").createHash | undefined

export const platform: Platform = {
  // One chunk of the right size: pieces would have to be joined. A longer result is an error of zlib's.
  gunzip(bytes, length) {
    const limits = { chunkSize: Math.max(64, length + 1), maxOutputLength: length + 1 }
    const { buffer, byteOffset, byteLength } = zlib.gunzipSync(bytes, limits)
    // A plain view: a Buffer's `slice` would share memory where everybody expects a copy.
    return new Uint8Array(buffer, byteOffset, byteLength)
  },
  async sha256(bytes) {
    if (bytes.length < SHORT && createHash === undefined) return sha256Now(bytes)
    createHash ??= (await import("node:crypto")).createHash
    return new Uint8Array(createHash("sha256").update(bytes).digest())
  },
  // Since Node 20.15.
  ...(zlib.crc32 === undefined ? {} : { crc32: zlib.crc32 }),
}
