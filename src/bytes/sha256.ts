/** SHA-256: the platform's where there is one, else a plain one (pages served over http have none). */

import { sha256 as plainSha256 } from "@noble/hashes/sha2.js"

/**
 * @param bytes what is hashed
 * @returns the 32 bytes of the digest
 */
export async function sha256(bytes: Uint8Array): Promise<Uint8Array> {
  const subtle = globalThis.crypto?.subtle
  if (subtle === undefined) return plainSha256(bytes)
  return new Uint8Array(await subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>))
}

/** As `sha256`, at once: for short bytes, where loading the platform's costs more than hashing. */
export const sha256Now = (bytes: Uint8Array): Uint8Array => plainSha256(bytes)

/** Lower-case hexadecimal digits of some bytes. */
export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, byte => byte.toString(16).padStart(2, "0")).join("")
}
