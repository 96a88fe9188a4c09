/** The body of a request: a JSON object of bounded length that arrives in time. */

import { show } from "../errors.ts"
import { ServiceError } from "../wire/index.ts"
import type { Deadline } from "./deadline.ts"

function tooLarge(limit: number): ServiceError {
  return new ServiceError("ERR_BODY_TOO_LARGE", {
    path: "body",
    what: "too large",
    expected: `at most ${limit} bytes`,
    remedy: "ask in several requests",
  })
}

function checkHeaders(headers: Headers, limit: number): void {
  const type = headers.get("content-type") ?? ""
  // Only with this type must pages of other origins ask before they send.
  if (!/^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(type.trim())) {
    throw new ServiceError("ERR_MEDIA_TYPE", {
      path: "content-type",
      what: "not a type that is read",
      expected: "application/json",
      actual: show(type),
    })
  }
  const encoding = headers.get("content-encoding") ?? "identity"
  if (encoding.toLowerCase() !== "identity") {
    throw new ServiceError("ERR_MEDIA_TYPE", {
      path: "content-encoding",
      what: "compressed bodies are not read",
      expected: "identity",
      actual: show(encoding),
    })
  }
  if (Number(headers.get("content-length") ?? 0) > limit) throw tooLarge(limit)
}

async function readBytes(
  stream: ReadableStream<Uint8Array>,
  limit: number,
  deadline: Deadline,
): Promise<Uint8Array> {
  const reader = stream.getReader()
  const chunks: Uint8Array[] = []
  let length = 0
  try {
    for (;;) {
      const { done, value } = await deadline.wait(reader.read())
      if (done) break
      length += value.length
      if (length > limit) throw tooLarge(limit)
      chunks.push(value)
    }
  } catch (error) {
    // What is still on its way is not wanted; a stream that broke has nothing to cancel.
    reader.cancel().catch(() => {})
    if (error instanceof ServiceError) throw error
    throw new ServiceError("ERR_REQUEST", { path: "body", what: "broke off" })
  }
  if (chunks.length === 1) return chunks[0]!
  const bytes = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Engines word it differently; the answer is the same everywhere.
    throw new ServiceError("ERR_REQUEST", { path: "body", what: "not JSON", expected: "a JSON object" })
  }
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes)
  } catch {
    throw new ServiceError("ERR_REQUEST", { path: "body", what: "not UTF-8", expected: "a JSON object" })
  }
}

/** A body, and its text, which names it. */
export interface Body {
  readonly text: string
  readonly fields: Readonly<Record<string, unknown>>
}

/**
 * Reads the body of a request.
 *
 * @param limit bytes that it may have
 * @throws {ServiceError} `ERR_MEDIA_TYPE`, `ERR_BODY_TOO_LARGE`, `ERR_TIMEOUT`, or `ERR_REQUEST` for what is no
 *   JSON object
 */
export async function readBody(request: Request, limit: number, deadline: Deadline): Promise<Body> {
  checkHeaders(request.headers, limit)
  const text = request.body === null ? "" : decode(await readBytes(request.body, limit, deadline))
  const value = parse(text)
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return { text, fields: value as Record<string, unknown> }
  }
  throw new ServiceError("ERR_REQUEST", {
    path: "body",
    what: "not an object",
    expected: "a JSON object",
    actual: show(value),
  })
}
