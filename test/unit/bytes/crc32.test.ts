import * as zlib from "node:zlib"
import { describe, expect, it } from "vitest"
import { crc32 } from "../../../src/bytes/crc32.ts"
import fc from "../../support/fast-check.ts"

describe("crc32", () => {
  it("is that of the standard's check string", () => {
    expect(crc32(new TextEncoder().encode("123456789"))).toBe(0xcbf43926)
  })

  it.runIf(zlib.crc32 !== undefined)("is zlib's", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), bytes => {
        expect(crc32(bytes)).toBe(zlib.crc32(bytes))
      }),
    )
  })
})
