/** Comparison of the first bytes with a signature. */

/**
 * @param bytes where to look
 * @param signature characters U+0000 to U+00FF, one a byte
 * @param at offset of the first byte that is compared (default 0)
 */
export function startsWith(bytes: Uint8Array, signature: string, at = 0): boolean {
  for (let i = 0; i < signature.length; i++) if (bytes[at + i] !== signature.charCodeAt(i)) return false
  return true
}
