/**
 * JSON text without some of its arrays of numbers: nearly half of an XGBoost model is statistics that no
 * prediction needs. A file of its own, so that pages which read one model do not pay for it.
 */

import type { DocumentValue, NumericArray } from "./document.ts"
import { type Container, JsonText } from "./json-text.ts"

const CLOSE_ARRAY = 0x5d
const NONE: NumericArray = /* @__PURE__ */ new Uint8Array(0)

class SparseJsonText extends JsonText {
  private readonly without: ReadonlySet<string>
  private readonly leftOut: Extract<Container, { map: unknown }>[] = []

  constructor(bytes: Uint8Array, source: string, without: ReadonlySet<string>) {
    super(bytes, source)
    this.without = without
  }

  protected override numbers(stack: readonly Container[]): NumericArray | DocumentValue[] {
    const top = stack.at(-1)
    if (top === undefined || !("map" in top) || !this.without.has(top.key)) return super.numbers(stack)
    this.leftOut.push({ map: top.map, key: top.key })
    this.offset = this.bytes.indexOf(CLOSE_ARRAY, this.offset) + 1 || this.bytes.length
    return NONE
  }

  override document(): DocumentValue {
    const document = super.document()
    for (const { map, key } of this.leftOut) map.delete(key)
    return document
  }
}

/**
 * Reads one JSON document without some members.
 *
 * @param bytes UTF-8, with or without a byte order mark
 * @param source name of the bytes, for messages
 * @param without names of members that are left out, wherever they stand, where they are arrays of numbers; what
 *   stands in these is not looked at
 * @returns what `parseJsonText` returns, but for them
 * @throws {ModelFormatError} with the byte offset
 */
export function parseJsonTextWithout(
  bytes: Uint8Array,
  source: string,
  without: ReadonlySet<string>,
): DocumentValue {
  return new SparseJsonText(bytes, source, without).document()
}
