/** Comparing secrets in a time that does not tell how much of a guess was right. */

import { sha256Now } from "../bytes/sha256.ts"
import { encodeUtf8 } from "../bytes/utf8.ts"

/**
 * Compares bytes of one length; every byte is read whatever the others are.
 *
 * @returns false also where the lengths differ
 */
export function equalBytes(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  if (a.length !== b.length) return false
  let difference = 0
  for (let k = 0; k < a.length; k++) difference |= a[k]! ^ b[k]!
  return difference === 0
}

/**
 * Whether a text is one of some secrets. Digests are compared, so that neither length nor content of a secret
 * shows in the time; all secrets are looked at.
 *
 * @param digests of the secrets: 32 bytes each
 */
export function isOneOf(given: string, digests: readonly Uint8Array[]): boolean {
  const digest = sha256Now(encodeUtf8(given))
  let found = 0
  for (const secret of digests) found |= +equalBytes(digest, secret)
  return found === 1
}
