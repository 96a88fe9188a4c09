/**
 * A long string of a pickle, kept as the bytes in which it stands until somebody asks for it: in protocols 0 to
 * 2 the bytes of a Booster are written as one string of hundreds of megabytes, which must never become one.
 */

/** How a string stands in a pickle. */
export type TextEncoding = "raw-unicode-escape" | "utf-8" | "latin-1"

/** A long string, decoded when it is asked for. */
export interface PickleText {
  readonly kind: "text"
  /** The bytes as they stand in the pickle. */
  readonly bytes: Uint8Array
  readonly encoding: TextEncoding
  /** @returns the string */
  text(): string
}
