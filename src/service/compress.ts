/** Compression of answers, for platforms that do not compress themselves. */

import { compressedTag } from "./entity-tag.ts"
import type { Reply } from "./respond.ts"

/** Shorter texts do not get shorter on the wire. */
const LEAST = 1024

/** Whether `Accept-Encoding` allows gzip. */
export function acceptsGzip(header: string | null): boolean {
  for (const part of (header ?? "").split(",")) {
    const [name, ...parameters] = part.split(";").map(text => text.trim().toLowerCase())
    if (name === "gzip" || name === "*") return !parameters.some(text => /^q=0(\.0*)?$/.test(text))
  }
  return false
}

/** The reply in gzip, where that is worth it. */
export function compress(reply: Reply): Reply {
  const { body, headers } = reply
  if (body === null || (typeof body === "string" && body.length < LEAST)) return reply
  const bytes = typeof body === "string" ? new Response(body).body : body
  if (bytes === null) return reply
  // The standard's types of streams differ in what they call bytes.
  const gzip = new CompressionStream("gzip") as unknown as TransformStream<Uint8Array, Uint8Array>
  const tag = headers["etag"]
  return {
    ...reply,
    headers: { ...headers, "content-encoding": "gzip", ...(tag ? { etag: compressedTag(tag) } : {}) },
    body: bytes.pipeThrough(gzip),
  }
}
