import { readFileSync } from "node:fs"
import { describe, expect, test } from "vitest"
import { type ConfigSpaceDialect, toConfigSpaceJson } from "../../../src/space/config-space-json.ts"
import { epochFidelity, jahsSpace } from "../../../src/space/jahs-space.ts"
import { Space } from "../../../src/space/space.ts"

function fixture(dialect: ConfigSpaceDialect): string {
  return readFileSync(new URL(`../../fixtures/space/config-space-${dialect}.json`, import.meta.url), "utf8")
}

/** The documents were written by Python's json from the field lists in ConfigSpace's sources. */
describe.each<ConfigSpaceDialect>(["0.4", "1"])("dialect %s", dialect => {
  test("the whole space, to the byte", () => {
    expect(`${toConfigSpaceJson(jahsSpace, { dialect })}\n`).toBe(fixture(dialect))
  })

  test("a restricted space writes constants and narrower ranges", () => {
    const space = jahsSpace.restrict({
      N: [5],
      Resolution: [1],
      TrivialAugment: [true],
      WeightDecay: [1e-5, 1e-3],
    })
    const text = toConfigSpaceJson(space, { dialect })
    const found = Object.fromEntries(
      JSON.parse(text).hyperparameters.map((hyperparameter: { name: string }) => [
        hyperparameter.name,
        hyperparameter,
      ]),
    )
    expect(found.N).toMatchObject({ type: "constant", value: 5 })
    expect(found.TrivialAugment).toMatchObject({ type: "constant", value: true })
    expect(found.WeightDecay).toMatchObject({ type: "uniform_float", lower: 1e-5, upper: 1e-3, log: true })
    expect(text).toMatch(/"name": "Resolution",\s+("type": "constant",\s+)?"value": 1\.0/)
  })

  test("integers are uniform_int", () => {
    const text = toConfigSpaceJson(new Space([{ ...epochFidelity }]), { dialect })
    expect(JSON.parse(text).hyperparameters[0]).toMatchObject({
      name: "epoch",
      type: "uniform_int",
      lower: 1,
      upper: 200,
      log: false,
      [dialect === "1" ? "default_value" : "default"]: 200,
    })
    expect(text).toContain('"upper": 200,')
  })
})

test("another dialect is a TypeError", () => {
  expect(() => toConfigSpaceJson(jahsSpace, { dialect: "2" as "1" })).toThrow(
    new TypeError('dialect: expected "0.4" or "1", got 2'),
  )
})
