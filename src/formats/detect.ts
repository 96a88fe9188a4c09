/** Which format some bytes or text are, from their first characters. */

import { ModelFormatError } from "../errors.ts"
import type { ModelFormat } from "./parsed-model.ts"

const REMEDIES: ReadonlyArray<readonly [prefix: readonly number[], what: string, remedy: string]> = [
  [[0x1f, 0x8b], "gzip data", "decompress it first"],
  [[0x50, 0x4b], "a zip archive", "unpack it first"],
  [[0x80], "a Python pickle", "save the model with Booster.save_model"],
]

/**
 * @param bytes the first bytes of a model; the rest is not looked at
 * @param source name of the bytes, for messages
 * @throws {ModelFormatError} where it is none of the formats that are read
 */
export function detectFormat(bytes: Uint8Array, source: string): ModelFormat {
  let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
  while (bytes[at] === 0x20 || bytes[at] === 0x0a || bytes[at] === 0x0d || bytes[at] === 0x09) at++
  const first = bytes[at]
  if (first === 0x5b) return "json-dump"
  if (first === 0x7b) {
    let next = at + 1
    while (bytes[next] === 0x20 || bytes[next] === 0x0a || bytes[next] === 0x0d || bytes[next] === 0x09)
      next++
    // JSON goes on with a quoted key or a closing brace; UBJSON with a count or a type mark.
    return bytes[next] === 0x22 || bytes[next] === 0x7d ? "json" : "ubjson"
  }
  const known = REMEDIES.find(([prefix]) => prefix.every((byte, i) => bytes[i] === byte))
  throw new ModelFormatError({
    source,
    offset: 0,
    what: "not an XGBoost model",
    expected: "save_model JSON or UBJSON, or a JSON dump",
    actual: known?.[1] ?? (bytes.length === 0 ? "no bytes" : `bytes ${hex(bytes)}`),
    remedy: known?.[2],
  })
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes.subarray(0, 4), byte => byte.toString(16).padStart(2, "0")).join(" ")
}
