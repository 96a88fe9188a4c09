import { describe, expect, test } from "vitest"
import { type Booster, type Box, bound, readJson } from "../../../../src/entries/trees.ts"
import { caseRows, listCases, readCase, readFixture } from "../../../support/fixtures.ts"
import { casesToRun } from "../../../support/runs.ts"

const cases = listCases().filter(
  ({ version, files }) => version === "xgboost" || files.includes("model.json"),
)

/** A box around two rows: everything between them, missing where one of them is. */
function around(a: Float32Array, b: Float32Array): Box {
  return Array.from(a, (value, feature) => {
    const present = [value, b[feature]!].filter(number => !Number.isNaN(number))
    if (present.length === 0) return { features: [feature], values: [[Number.NaN]] }
    const missing = present.length < 2
    return { feature, lower: Math.min(...present), upper: Math.max(...present), missing }
  })
}

function predictions(booster: Booster, row: Float32Array): Float32Array {
  return booster.predict(row, { output: booster.info.objective === null ? "margin" : "prediction" })
}

describe("predictions of XGBoost's own models", () => {
  test.each(casesToRun(cases))("$version $name", ({ version, name }) => {
    const booster = readJson(readFixture(version, name, "model.json"))
    const { rows, flat } = caseRows(readCase(version, name))
    const { numFeatures } = booster
    const row = (at: number): Float32Array => flat.slice(at * numFeatures, (at + 1) * numFeatures)
    for (let at = 0; at + 1 < Math.min(rows.length, 6); at++) {
      const [a, b] = [row(at), row(at + 1)]
      const { lower, upper } = bound(booster, around(a, b))
      for (const values of [predictions(booster, a), predictions(booster, b)]) {
        values.forEach((value, output) => {
          expect(value).toBeGreaterThanOrEqual(lower[output]!)
          expect(value).toBeLessThanOrEqual(upper[output]!)
        })
      }
      // One row: its prediction, the same bits.
      const values = predictions(booster, a)
      const one = bound(booster, [{ features: [...a.keys()], values: [Array.from(a)] }])
      expect(one).toEqual({ lower: values, upper: values })
    }
  })
})

describe("what is refused", () => {
  const booster = readJson(readFixture("xgboost-1.7", "reg_squarederror", "model.json"))
  test.each([
    [[{ feature: 99 }], RangeError, "box[0].feature: expected an integer in 0.."],
    [[{ feature: 0 }, { features: [0], values: [[1]] }], RangeError, "at most once, got 0 again"],
    [[{ feature: 0, lower: 2, upper: 1 }], RangeError, "expected lower at most upper, got 2 and 1"],
    [[{ features: [0, 1], values: [] }], RangeError, "expected at least one possibility"],
    [
      [{ features: [0, 1], values: [[1]] }],
      RangeError,
      "box[0].values[0]: expected 2 numbers, one a feature, got 1",
    ],
    [[null], TypeError, "box[0]: expected a range or a list of values, got null"],
    [{}, TypeError, "box: expected an array, got an object"],
  ])("%j", (box, type, message) => {
    expect(() => bound(booster, box as never)).toThrow(type)
    expect(() => bound(booster, box as never)).toThrow(message)
  })

  test("an output that there is not", () => {
    expect(() => bound(booster, [], { output: "leaf" as never })).toThrow('expected "prediction" or "margin"')
  })
})
