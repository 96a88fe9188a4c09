/** Errors of a file as records: their parts survive the way to the page. */

import { JahsBenchError } from "../../../entries/index.web.ts"
import type { FileProblem } from "./facts.ts"

const AROUND = 24

function printable(bytes: Uint8Array): string {
  return Array.from(bytes, byte => (byte > 31 && byte < 127 ? String.fromCharCode(byte) : "·")).join("")
}

function excerptOf(bytes: Uint8Array, offset: number): FileProblem["excerpt"] {
  if (offset >= bytes.length) return null
  return {
    before: printable(bytes.subarray(Math.max(0, offset - AROUND), offset)),
    at: printable(bytes.subarray(offset, offset + 1)),
    after: printable(bytes.subarray(offset + 1, offset + 1 + AROUND)),
  }
}

/**
 * Takes an error apart.
 *
 * @param source name of the file
 * @param bytes what was read of it
 */
export function fileProblem(error: unknown, source: string, bytes: Uint8Array | null): FileProblem {
  const nothing = { where: null, expected: null, got: null, remedy: null, code: null, excerpt: null }
  if (!(error instanceof JahsBenchError)) {
    return { ...nothing, source, what: error instanceof Error ? error.message : String(error) }
  }
  const { what, offset, path, expected, actual, remedy, code } = error
  const places = [offset === undefined ? "" : `byte ${offset}`, path ?? ""].filter(place => place !== "")
  return {
    source,
    what,
    where: places.length === 0 ? null : places.join(", "),
    expected: expected ?? null,
    got: actual ?? null,
    remedy: remedy ?? null,
    code,
    excerpt: offset === undefined || bytes === null ? null : excerptOf(bytes, offset),
  }
}
