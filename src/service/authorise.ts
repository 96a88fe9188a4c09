/** Who may ask: everybody, or whoever bears one of the owner's tokens. */

import { sha256Now } from "../bytes/sha256.ts"
import { encodeUtf8 } from "../bytes/utf8.ts"
import { ServiceError } from "../wire/index.ts"
import { isOneOf } from "./constant-time.ts"

/** Looks at a request's headers and throws where they do not do. */
export type Authorise = (headers: Headers) => void

/** A header longer than any token is not hashed. */
const MAX_LENGTH = 4096

/**
 * @param tokens null lets everybody in
 * @returns throws `ERR_UNAUTHORIZED`, the same for a missing token and for a wrong one
 */
export function authoriser(tokens: readonly string[] | null): Authorise {
  if (tokens === null) return () => {}
  const digests = tokens.map(token => sha256Now(encodeUtf8(token)))
  return headers => {
    const given = headers.get("authorization") ?? ""
    const token = given.length > MAX_LENGTH ? undefined : /^Bearer +(\S+)$/i.exec(given)?.[1]
    if (isOneOf(token ?? "", digests)) return
    throw new ServiceError("ERR_UNAUTHORIZED", {
      path: "authorization",
      what: "no token that is known here",
      expected: "Bearer <token>",
    })
  }
}
