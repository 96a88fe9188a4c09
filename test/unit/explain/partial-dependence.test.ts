import { describe, expect, test } from "vitest"
import { type PartialDependenceOptions, partialDependence } from "../../../src/entries/explain.ts"
import { readJson, ShapeError, UnsupportedModelError } from "../../../src/entries/trees.ts"
import { caseRows, readCase, readFixture } from "../../support/fixtures.ts"
import { boosterFor } from "./models.ts"

const booster = readJson(readFixture("xgboost-1.7", "binary_logistic", "model.json"))
const { numFeatures } = booster
const rows = caseRows(readCase("xgboost-1.7", "binary_logistic")).flat.slice(0, 12 * numFeatures)

/** Mean prediction with columns set, one prediction at a time. */
function meanWith(set: ReadonlyMap<number, number>, output: "prediction" | "margin"): number {
  let sum = 0
  for (let start = 0; start < rows.length; start += numFeatures) {
    const row = rows.slice(start, start + numFeatures)
    for (const [feature, value] of set) row[feature] = value
    sum += booster.predict(row, { output })[0]
  }
  return (sum * numFeatures) / rows.length
}

describe("values", () => {
  test.each(["prediction", "margin"] as const)("are mean %ss over the background", output => {
    const before = rows.slice()
    const { grid, values } = partialDependence(booster, rows, {
      features: [1],
      grid: [[-1, 0.25, 2]],
      output,
    })
    expect(grid).toEqual([Float32Array.of(-1, 0.25, 2)])
    expect(Array.from(values)).toEqual(
      [-1, 0.25, 2].map(value => expect.closeTo(meanWith(new Map([[1, value]]), output), 12)),
    )
    expect(rows).toEqual(before)
  })

  test("of two features run over the last one fastest", () => {
    const { grid, values } = partialDependence(booster, rows, {
      features: [2, 0],
      grid: [
        [0, 1],
        [-1, 0, Number.NaN],
      ],
    })
    expect(grid.map(points => points.length)).toEqual([2, 3])
    const expected = [0, 1].flatMap(first =>
      [-1, 0, Number.NaN].map(second =>
        expect.closeTo(
          meanWith(
            new Map([
              [2, first],
              [0, second],
            ]),
            "prediction",
          ),
          12,
        ),
      ),
    )
    expect(Array.from(values)).toEqual(expected)
  })

  test("have every output of a grid point side by side", () => {
    const classes = readJson(readFixture("xgboost-1.7", "multi_softprob", "model.json"))
    const { flat } = caseRows(readCase("xgboost-1.7", "multi_softprob"))
    const { grid, values } = partialDependence(classes, flat, { features: [0], grid: 4 })
    expect(values.length).toBe(grid[0].length * classes.numOutputs)
    for (let point = 0; point < grid[0].length; point++) {
      const probabilities = values.subarray(point * classes.numOutputs, (point + 1) * classes.numOutputs)
      expect(probabilities.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 6)
    }
  })

  test("heed the rounds", () => {
    const options = { features: [0], grid: [[0]], output: "margin" } as const
    const whole = partialDependence(booster, rows, options).values[0]
    const none = partialDependence(booster, rows, { ...options, iterationRange: [0, 1] }).values[0]
    expect(none).not.toBe(whole)
  })
})

describe("grid", () => {
  const stump = boosterFor({ numFeatures: 2, trees: [{ leaf: 1, cover: 1 }] })
  const column = (values: readonly number[]): Float32Array =>
    Float32Array.from(values.flatMap(value => [value, 0]))
  const gridOf = (values: readonly number[], grid: PartialDependenceOptions["grid"]): number[] =>
    Array.from(
      partialDependence(stump, column(values), { features: [0], ...(grid === undefined ? {} : { grid }) })
        .grid[0],
    )

  test("holds all present values where they are few", () => {
    expect(gridOf([3, 1, Number.NaN, 1, 2], 3)).toEqual([1, 2, 3])
    expect(gridOf([3, 1, 2], undefined)).toEqual([1, 2, 3])
  })

  test("holds evenly spaced order statistics, both ends among them, where they are many", () => {
    const values = Array.from({ length: 101 }, (_, k) => (k * 37) % 101)
    expect(gridOf(values, 5)).toEqual([0, 25, 50, 75, 100])
    expect(gridOf(values, undefined).length).toBe(20)
    expect(gridOf(values, 1)).toEqual([50])
    // Nine in ten are one value, which stands there once.
    expect(gridOf([...new Array(90).fill(5), ...values.slice(0, 10)], 3)).toEqual([0, 5, 94])
  })

  test("may be given for one feature and counted for the other", () => {
    const { grid } = partialDependence(stump, column([1, 2, 3, 4]), { features: [0, 1], grid: [2, [7, 8]] })
    expect(grid).toEqual([Float32Array.of(1, 4), Float32Array.of(7, 8)])
  })
})

describe("what is refused", () => {
  const refuse =
    (options: unknown): (() => unknown) =>
    () =>
      partialDependence(booster, rows, options as PartialDependenceOptions)

  test.each([
    [undefined, "undefined"],
    [{ features: [] }, "[]"],
    [{ features: [0, 1, 2] }, "[0, 1, 2]"],
    [{ features: [0.5] }, "[0.5]"],
    [{ features: [-1] }, "[-1]"],
    [{ features: [0, 6] }, "[0, 6]"],
    [{ features: "f0" }, '"f0"'],
  ])("features %o", (options, got) => {
    expect(refuse(options)).toThrow(RangeError)
    expect(refuse(options)).toThrow(`options.features: expected one or two columns in 0..5, got ${got}`)
  })

  test("one feature twice", () => {
    expect(refuse({ features: [1, 1] })).toThrow(/options\.features: expected two columns/)
  })

  test.each([
    [0, RangeError],
    [1.5, RangeError],
    ["many", TypeError],
    [[1, 2], TypeError],
    [[[]], TypeError],
    [[null], TypeError],
  ])("grid %o", (grid, error) => {
    expect(refuse({ features: [0], grid })).toThrow(error)
    expect(refuse({ features: [0], grid })).toThrow(/^options\.grid/)
  })

  test("a background that is no whole number of rows, or none", () => {
    const explain =
      (background: unknown): (() => unknown) =>
      () =>
        partialDependence(booster, background as Float32Array, { features: [0] })
    expect(explain(new Float32Array(7))).toThrow(ShapeError)
    expect(explain(new Float32Array(0))).toThrow(ShapeError)
    expect(explain([1, 2, 3, 4, 5, 6])).toThrow(/^rows: expected a Float32Array/)
  })

  test("a grid from values that are all missing", () => {
    const missing = new Float32Array(2 * numFeatures).fill(Number.NaN)
    expect(() => partialDependence(booster, missing, { features: [3] })).toThrow(
      /feature 3, which no background row/,
    )
  })

  test("predictions that are classes, or that nobody knows", () => {
    const classes = readJson(readFixture("xgboost-1.7", "multi_softmax", "model.json"))
    const background = new Float32Array(classes.numFeatures)
    expect(() => partialDependence(classes, background, { features: [0] })).toThrow(/classes have no mean/)
    const { values } = partialDependence(classes, background, { features: [0], output: "margin" })
    expect(values.length).toBe(classes.numOutputs)
    const text = new TextDecoder().decode(readFixture("xgboost-1.7", "reg_squarederror", "model.json"))
    const unknown = readJson(text.replace('"name":"reg:squarederror"', '"name":"reg:own"'))
    expect(() => partialDependence(unknown, new Float32Array(6), { features: [0] })).toThrow(
      UnsupportedModelError,
    )
  })
})
