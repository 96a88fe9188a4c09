/** CRC-32 as gzip has it (RFC 1952, section 8): polynomial 0xedb88320, lowest bit first. */

let table: Uint32Array | undefined

function makeTable(): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, byte) => {
    let remainder = byte
    for (let bit = 0; bit < 8; bit++) remainder = (remainder >>> 1) ^ (remainder & 1 ? 0xedb88320 : 0)
    return remainder
  })
}

/**
 * @param bytes what is checked
 * @returns the checksum, 0 … 2³² − 1
 */
export function crc32(bytes: Uint8Array): number {
  table ??= makeTable()
  let remainder = 0xffffffff
  for (const byte of bytes) remainder = table[(remainder ^ byte) & 255] ^ (remainder >>> 8)
  return ~remainder >>> 0
}
