/** The encoders that the mutants are made with write what XGBoost writes. */
import { expect, it } from "vitest"
import { decodeJson } from "../oracle/json-decoder.ts"
import { decodeUbjson } from "../oracle/ubjson-decoder.ts"
import { listCases, readFixture } from "../support/fixtures.ts"
import { encodeJson, encodeUbjson, type Value } from "./encode.ts"

it("writes UBJSON to the byte as XGBoost does, and JSON with the same content", () => {
  const cases = listCases().filter(({ files }) => files.includes("model.ubj"))
  for (const { version, name } of cases) {
    const bytes = readFixture(version, name, "model.ubj")
    const document = decodeUbjson(bytes) as Value
    const written = encodeUbjson(document).bytes
    const at = written.findIndex((byte, k) => byte !== bytes[k])
    expect([written.length, at], `${version}/${name}`).toEqual([bytes.length, -1])
    expect(decodeJson(encodeJson(document)), `${version}/${name}`).toEqual(document)
  }
  expect(cases.length).toBe(138)
})
