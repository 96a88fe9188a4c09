/**
 * What a server's answer means for a download: the rest of the file, the whole of it, or neither. Ranges and
 * their conditions are those of RFC 9110, sections 13 and 14. Nothing that an answer says is trusted alone.
 */

import type { RemoteFile } from "./part-file.ts"

/** What to do with an answer. */
export type Verdict =
  /** Its body is the file from the byte that was asked for. */
  | { readonly kind: "rest"; readonly remote: RemoteFile; readonly length: number | null }
  /** Its body is the file from its first byte. */
  | { readonly kind: "whole"; readonly remote: RemoteFile; readonly length: number | null }
  /** What is there cannot be resumed: ask again, for the whole file. */
  | { readonly kind: "restart"; readonly reason: string }
  /** Ask again later. */
  | { readonly kind: "retry"; readonly reason: string; readonly afterMs: number | null }
  /** Asking again would not help. */
  | { readonly kind: "refused"; readonly reason: string }

const RETRIED: readonly number[] = [408, 425, 429]

/** @returns a length in bytes, or null for what is none */
function lengthOf(text: string | null | undefined): number | null {
  if (!text || !/^\d{1,15}$/.test(text)) return null
  return Number(text)
}

/** Seconds, or a date; null for what is neither. */
function retryAfter(text: string | null): number | null {
  if (text === null) return null
  const seconds = lengthOf(text.trim())
  if (seconds !== null) return seconds * 1000
  const date = Date.parse(text)
  return Number.isNaN(date) ? null : Math.max(0, date - Date.now())
}

/** Whether two answers speak of one file, as far as both say. */
function isSame(before: RemoteFile, now: RemoteFile): boolean {
  const agrees = (a: unknown, b: unknown): boolean => a === null || b === null || a === b
  return (
    agrees(before.etag, now.etag) &&
    agrees(before.lastModified, now.lastModified) &&
    agrees(before.total, now.total)
  )
}

function judgeRange(headers: Headers, remote: RemoteFile, from: number, before: RemoteFile | null): Verdict {
  const text = headers.get("content-range") ?? ""
  const [, start, end, total] = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15})$/.exec(text.trim()) ?? []
  const [first, last, size] = [lengthOf(start), lengthOf(end), lengthOf(total)]
  const restart = (reason: string): Verdict => ({ kind: "restart", reason })
  if (before === null || from === 0) return restart("a part of the file where all of it was asked for")
  if (first === null || last === null || size === null) return restart(`the range "${text.slice(0, 60)}"`)
  if (first !== from || last < first || last >= size) return restart(`bytes ${first}-${last} of ${size}`)
  const stated = lengthOf(headers.get("content-length"))
  const length = last - first + 1
  if (stated !== null && stated !== length) return restart(`${stated} bytes for a range of ${length}`)
  const now = { ...remote, total: size }
  if (!isSame(before, now)) return restart("another file than before")
  return { kind: "rest", length, remote: { ...before, total: size } }
}

/**
 * Judges an answer by its status and headers.
 *
 * @param response the answer; its body is not touched
 * @param url what was asked for
 * @param from the first byte that was asked for; 0 where the whole file was
 * @param before what the server had said of the file when the part was begun
 */
export function judgeResponse(
  { status, statusText, headers }: Response,
  url: string,
  from: number,
  before: RemoteFile | null,
): Verdict {
  const reason = `status ${status}${statusText ? ` ${statusText}` : ""}`
  const encoding = headers.get("content-encoding") ?? "identity"
  const isPlain = encoding === "" || encoding.toLowerCase() === "identity"
  // A decoded body has another length than the one stated, and no place at which to go on.
  const length = isPlain ? lengthOf(headers.get("content-length")) : null
  const remote: RemoteFile = {
    url,
    etag: isPlain ? headers.get("etag") : null,
    lastModified: isPlain ? headers.get("last-modified") : null,
    total: length,
  }
  if (status === 206) {
    return isPlain
      ? judgeRange(headers, remote, from, before)
      : { kind: "restart", reason: `a part in ${encoding}` }
  }
  if (status === 200) return { kind: "whole", remote, length }
  if (status === 416 && from > 0) return { kind: "restart", reason }
  if (status >= 500 || RETRIED.includes(status)) {
    return { kind: "retry", reason, afterMs: retryAfter(headers.get("retry-after")) }
  }
  return { kind: "refused", reason }
}
