/** Entity tags: names of answers, so that nothing is sent, nor even worked out, that the other side has. */

import { sha256Now, toHex } from "../bytes/sha256.ts"
import { encodeUtf8 } from "../bytes/utf8.ts"
import { VERSION } from "../version.ts"

/**
 * A strong tag of some texts and of this version, which may change how answers are written.
 *
 * @param parts what the answer depends on
 */
export function entityTag(...parts: readonly string[]): string {
  // JSON keeps parts apart that would otherwise run into one another.
  const digest = sha256Now(encodeUtf8(JSON.stringify([VERSION, ...parts])))
  return `"${toHex(digest).slice(0, 32)}"`
}

/** The tag of the same answer, compressed: other bytes need another name. */
export const compressedTag = (tag: string): string => tag.replace(/"$/, '-gzip"')

/** Whether `If-None-Match` names an answer, however it was compressed (RFC 9110, weak comparison). */
export function isNamed(header: string | null, tag: string): boolean {
  if (header === null) return false
  if (header.trim() === "*") return true
  const given = header.split(",").map(name =>
    name
      .trim()
      .replace(/^W\//, "")
      .replace(/-gzip"$/, '"'),
  )
  return given.includes(tag)
}
