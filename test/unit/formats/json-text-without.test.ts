import { describe, expect, test } from "vitest"
import { encodeUtf8 } from "../../../src/bytes/utf8.ts"
import { ModelFormatError } from "../../../src/errors.ts"
import type { DocumentValue } from "../../../src/formats/document.ts"
import { parseJsonText } from "../../../src/formats/json-text.ts"
import { parseJsonTextWithout } from "../../../src/formats/json-text-without.ts"

const without = new Set(["a", "b"])
const parse = (text: string): DocumentValue => parseJsonTextWithout(encodeUtf8(text), "text.json", without)

describe("arrays of numbers that are left out", () => {
  test("are not there, at any depth; all else is", () => {
    const text = '\ufeff{"a":[1,-2.5e-3, NaN],"c":{"b":{"d":[1]},"e":[{"a":"x","f":[1,2]},[3]]},"b":[4]}'
    const rest = '{"c":{"b":{"d":[1]},"e":[{"a":"x","f":[1,2]},[3]]}}'
    expect(parse(text)).toEqual(parseJsonText(encodeUtf8(rest), "rest"))
  })

  test("end where their brackets do, and stand in a document that is whole", () => {
    for (const text of ['{"a":[1,[2]]}', '{"a":[1', '{"a":[1,2}', '{"a":[1],"a":[2]}'])
      expect(() => parse(text)).toThrow(ModelFormatError)
  })
})
