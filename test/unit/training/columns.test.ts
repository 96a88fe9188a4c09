/** Bins and columns by hand: cut points, bundles of one-hot columns, merged columns. */
import { expect, it } from "vitest"
import { binFeatures } from "../../../src/training/grow/binned-features.ts"
import { columnsOf } from "../../../src/training/grow/bundles.ts"
import { binOf, cutPoints } from "../../../src/training/grow/cut-points.ts"
import { mergeColumns, mergedBins, spread } from "../../../src/training/grow/merged-columns.ts"
import { quantile, weightedValues } from "../../../src/training/grow/weighted-values.ts"
import { checkTable } from "../../../src/training/training-data.ts"
import { oneHotTable } from "./tables.ts"

it("cuts at every distinct value where there are few, and beyond the greatest", () => {
  const { cuts, below } = cutPoints(weightedValues(Float32Array.of(2, 1, 4, 2), null), 3)
  expect(cuts).toEqual(Float32Array.of(2, 4, Math.fround(4 + Math.fround(4 + Math.fround(1e-5)))))
  expect(below).toBe(Math.fround(0 - Math.fround(1e-5)))
  expect([1, 1.5, 2, 3.9, 4].map(value => binOf(cuts, value))).toEqual([0, 0, 1, 1, 2])
})

it("cuts at weighted ranks where there are many", () => {
  const values = Float32Array.from({ length: 101 }, (_, k) => k)
  const even = cutPoints(weightedValues(values, null), 4).cuts
  expect(Array.from(even.slice(0, 3))).toEqual([25, 50, 75])
  const heavy = cutPoints(
    weightedValues(
      values,
      values.map(value => (value > 90 ? 100 : 1)),
    ),
    4,
  ).cuts
  expect(heavy[0]).toBeGreaterThan(90)
})

it("takes quantiles between values, and by weights", () => {
  const values = Float32Array.of(40, 10, 30, 20)
  expect(quantile(values, null, 0.5)).toBe(25)
  expect(quantile(values, null, 0.01)).toBe(10)
  expect(quantile(values, null, 0.99)).toBe(40)
  expect(quantile(values, Float32Array.of(1, 1, 1, 5), 0.5)).toBe(20)
})

it("makes one column of a group of one-hot columns, and one sum of the groups", () => {
  const table = oneHotTable(300, 4)
  const columns = columnsOf(binFeatures(checkTable(table, "data"), 256))
  expect(columns.map(({ isBundle, features, numBins }) => [isBundle, features.length, numBins])).toEqual([
    [false, 1, 50],
    [true, 5, 6],
    [true, 5, 6],
    [true, 5, 6],
  ])
  for (const [group, { bins, features }] of columns.slice(1).entries()) {
    expect(features.map(({ feature }) => feature)).toEqual([0, 1, 2, 3, 4].map(k => 5 * group + k))
    bins.forEach((bin, row) => {
      expect(table.rows[row * 16 + 5 * group + bin - 1]).toBe(1)
    })
  }
  const merged = mergeColumns(columns)
  expect(merged.map(({ parts, numBins }) => [parts.length, numBins])).toEqual([
    [1, 50],
    [3, 216],
  ])
  const sums = new Float64Array(2 * 216)
  for (const bin of mergedBins(merged[1]!, 300)) {
    sums[2 * bin]! += 0.5
    sums[2 * bin + 1]! += 1
  }
  const histogram = new Float64Array(2 * (50 + 3 * 6))
  spread(merged[1]!, sums, 0, histogram)
  for (const [group, { bins }] of columns.slice(1).entries()) {
    for (let bin = 0; bin < 6; bin++) {
      const count = bins.filter(own => own === bin).length
      const at = 2 * (50 + 6 * group + bin)
      expect([histogram[at], histogram[at + 1]]).toEqual([count / 2, count])
    }
  }
})
