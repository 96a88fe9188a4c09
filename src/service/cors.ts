/** Which pages of other origins may ask (the Fetch standard's CORS protocol). */

import type { Cors } from "./options.ts"

const DAY = "86400"

/** Headers that let a page of the request's origin read the answer; none for an origin that is not listed. */
export function corsHeaders(cors: Cors, request: Request): Record<string, string> {
  if (cors === "*") {
    return { "access-control-allow-origin": "*", "access-control-expose-headers": "etag" }
  }
  if (cors.length === 0) return {}
  const origin = request.headers.get("origin")
  // An answer that depends on who asks must not be given to another by a cache.
  if (origin === null || !cors.includes(origin)) return { vary: "origin" }
  return {
    vary: "origin",
    "access-control-allow-origin": origin,
    "access-control-expose-headers": "etag",
  }
}

/** What a page may send, for the question that browsers put before it. */
export function preflightHeaders(methods: readonly string[]): Record<string, string> {
  return {
    allow: methods.join(", "),
    "access-control-allow-methods": methods.join(", "),
    "access-control-allow-headers": "authorization, content-type, if-none-match",
    "access-control-max-age": DAY,
  }
}
