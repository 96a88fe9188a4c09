import { describe, expect, test } from "vitest"
import { NotFoundError, ShapeError } from "../../../../src/errors.ts"
import { readJson } from "../../../../src/predict/booster/read.ts"
import { predictGrid } from "../../../../src/predict/grid/grid.ts"
import { gridParts } from "../../../../src/predict/grid/grid-parts.ts"
import type { GridAxis, GridOptions } from "../../../../src/predict/grid/grid-request.ts"
import { listCases, readCase, readFixture } from "../../../support/fixtures.ts"

/** A model with named features. */
const { version, name } = listCases().find(
  ({ version, name, files }) => files.includes("model.json") && readCase(version, name).feature_names?.length,
)!
const booster = readJson(readFixture(version, name, "model.json"))
const { numFeatures } = booster
const names = booster.info.featureNames as readonly string[]
const base = new Float32Array(numFeatures)

test("features are found by name and by index", () => {
  const values = [-1, 0, 0.5, 2]
  const byName = predictGrid(booster, [{ features: names[1], values }], { base })
  expect(byName).toEqual(predictGrid(booster, [{ features: 1, values }], { base }))
  expect(byName).toEqual(
    predictGrid(booster, [{ features: [1], values: Float64Array.from(values) }], { base }),
  )
})

test("without axes there is one cell, without values there is none", () => {
  expect(predictGrid(booster, [], { base })).toEqual(booster.predict(base))
  expect(predictGrid(booster, [{ features: 0, values: [] }], { base })).toHaveLength(0)
})

test("what is given is not changed, and out is where the result is", () => {
  const values = Float32Array.from({ length: 40 }, (_, i) => 20 - i)
  const given = values.slice()
  const out = new Float32Array(40)
  expect(predictGrid(booster, [{ features: 0, values }], { base, out })).toBe(out)
  expect(values).toEqual(given)
  expect(base.every(value => value === 0)).toBe(true)
})

describe("what is refused", () => {
  const ask =
    (axes: unknown, options: object = { base }) =>
    (): unknown =>
      predictGrid(booster, axes as readonly GridAxis[], options as GridOptions)
  test.each([
    [ask(3), TypeError, /^axes: expected an array of axes, got 3$/],
    [ask([null]), TypeError, /^axes\[0\]: expected an object with features and values/],
    [ask([{ features: [], values: [] }]), TypeError, /^axes\[0\]\.features: expected at least one/],
    [ask([{ features: 0, values: 3 }]), TypeError, /^axes\[0\]\.values: expected an array of numbers/],
    [
      ask([{ features: 0, values: [1, "2"] }]),
      TypeError,
      /^axes\[0\]\.values\[1\]: expected a number, got "2"/,
    ],
    [ask([{ features: [0, 1], values: [1, 2, 3] }]), ShapeError, /^axes\[0\]\.values: wrong length/],
    [ask([{ features: numFeatures, values: [1] }]), NotFoundError, /^axes\[0\]\.features: no such feature/],
    [ask([{ features: "nobody", values: [1] }]), NotFoundError, /got "nobody"/],
    [ask([{ features: {}, values: [1] }]), TypeError, /expected an index or a name/],
    [
      ask([
        { features: 0, values: [1] },
        { features: [1, 0], values: [1, 2] },
      ]),
      TypeError,
      /^axes\[1\]\.features: feature 0 is on an axis already \(axes\[0\]\)/,
    ],
    [ask([], {}), TypeError, /^options\.base: expected a row of/],
    [ask([], { base: base.subarray(1) }), ShapeError, /^options\.base: wrong length/],
    [ask([], { base, out: new Float32Array(2) }), ShapeError, /^options\.out: wrong length/],
    [ask([], { base, baseMargin: [0] }), TypeError, /^options\.baseMargin: expected a Float32Array/],
    [ask([], { base, output: "leaf" }), TypeError, /^options\.output/],
    [ask([], { base, iterationRange: [0, 1e6] }), RangeError, /^options\.iterationRange/],
    [ask([], { base, outputs: "margin" }), TypeError, /^options\.outputs: unknown option/],
    [
      ask([0, 1, 2].map(features => ({ features, values: new Float32Array(1000) }))),
      ShapeError,
      /^axes: too many values .*ask in parts, or give an array as out$/,
    ],
  ])("%#: %s", (run, type, message) => {
    expect(run).toThrow(type)
    expect(run).toThrow(message)
  })
})

test("parts follow each other without a gap, and are products of ranges", () => {
  for (const lengths of [[], [5], [0, 3], [3, 4, 5], [2, 1, 7, 3]]) {
    const total = lengths.reduce((product, length) => product * length, 1)
    for (const maxCells of [1, 2, 5, 20, 21, 1000]) {
      let next = 0
      for (const { first, numCells, ranges } of gridParts(lengths, maxCells)) {
        expect(first).toBe(next)
        expect(numCells).toBeGreaterThan(0)
        expect(numCells).toBeLessThanOrEqual(maxCells)
        expect(ranges.reduce((product, [begin, end]) => product * (end - begin), 1)).toBe(numCells)
        const start = ranges.reduce((index, [begin], axis) => index * lengths[axis] + begin, 0)
        expect(start).toBe(first)
        next += numCells
      }
      expect(next).toBe(total)
    }
  }
})
