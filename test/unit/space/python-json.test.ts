import { expect, test } from "vitest"
import { PythonFloat, writePythonJson } from "../../../src/space/python-json.ts"
import floats from "../../fixtures/space/python-floats.json" with { type: "json" }

test("floats are written as Python writes them", () => {
  expect(floats.length).toBeGreaterThan(180)
  for (const [bits, text] of floats as [string, string][]) {
    const view = new DataView(new ArrayBuffer(8))
    view.setBigUint64(0, BigInt(`0x${bits}`))
    expect(writePythonJson(new PythonFloat(view.getFloat64(0)))).toBe(text)
  }
})

test("everything else is JSON, indented by two", () => {
  const value = { a: null, b: [true, 1, 'x"y'], c: {}, d: [], e: { f: [[2]] } }
  expect(writePythonJson(value)).toBe(JSON.stringify(value, null, 2))
})
