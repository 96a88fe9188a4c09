import { expect, test } from "vitest"
import { NotFoundError, ShapeError } from "../../../../src/errors.ts"
import { encodeRows, type RowRecord } from "../../../../src/predict/booster/encode-rows.ts"
import { readJson } from "../../../../src/predict/booster/read.ts"
import { flatten, readCase, readFixture } from "../../../support/fixtures.ts"

const COLOURS = ["red", "green", "blue", "violet", "naïve"]
const SIZES = [10, 20, 30, 40, 55, 60, 70, 80, 90, 100, 110, 120]

const withCategories = readJson(readFixture("xgboost-3.4", "categorical_pandas", "model.json"))
const named = readJson(readFixture("xgboost-1.7", "names_types", "model.json"))
const unnamed = readJson(readFixture("xgboost-1.7", "reg_squarederror", "model.json"))

test("category values, strings and numbers, get the codes training gave them", () => {
  const golden = readCase("xgboost-3.4", "categorical_pandas")
  // Codes beyond the stored categories and fractions have no value to write: compare the rows that do.
  const codes = flatten(golden.rows)
  const isCode = (code: number, count: number): boolean => Number.isInteger(code) && code >= 0 && code < count
  const usable = golden.rows.flatMap((_, row) => {
    const [colour, size] = [codes[row * 3], codes[row * 3 + 1]]
    const fits = (Number.isNaN(colour) || isCode(colour, 5)) && (Number.isNaN(size) || isCode(size, 12))
    return fits ? [row] : []
  })
  expect(usable.length).toBeGreaterThan(40)
  const records = usable.map((row): RowRecord => {
    const [colour, size, z] = codes.subarray(row * 3, row * 3 + 3)
    return {
      colour: Number.isNaN(colour) ? null : COLOURS[colour],
      size: Number.isNaN(size) ? undefined : SIZES[size],
      z: Number.isNaN(z) ? Number.NaN : z,
    }
  })
  const rows = encodeRows(withCategories, records)
  const margins = withCategories.predict(rows, { numRows: records.length, output: "margin" })
  const expected = flatten(golden.margin)
  for (const [i, row] of usable.entries()) expect(margins[i]).toBe(expected[row])

  const columns = Object.fromEntries(
    ["colour", "size", "z"].map(name => [name, records.map(record => record[name])]),
  )
  expect(encodeRows(withCategories, columns)).toEqual(rows)
})

test("a category that training did not see is an error, as in XGBoost", () => {
  const row = { colour: "yellow", size: 10, z: 0 }
  expect(() => encodeRows(withCategories, [row])).toThrow(NotFoundError)
  expect(() => encodeRows(withCategories, [row])).toThrow(
    'data[0].colour: category that training did not see; expected one of "red", "green", "blue", "violet", "naïve", got "yellow"',
  )
  expect(() => encodeRows(withCategories, [{ ...row, colour: "red", size: 15 }])).toThrow("data[0].size")
})

test("names: the model's, or f0, f1, … where it has none", () => {
  const row = { "is flag": true, Größe: 36, 温度: 1.5, "f(x)=2": null, count: 3 }
  expect(encodeRows(named, [row])).toEqual(Float32Array.of(1, 36, 1.5, Number.NaN, 3))
  expect(
    encodeRows(unnamed, { f0: [1], f1: [2], f2: [3], f3: [4], f4: [5], f5: Float64Array.of(0.1) }),
  ).toEqual(Float32Array.of(1, 2, 3, 4, 5, 0.1))
})

test("unknown and absent names, and values of another type, are errors that name them", () => {
  const row = { "is flag": 1, Größe: 36, 温度: 1.5, "f(x)=2": 2, count: 3 }
  expect(() => encodeRows(named, [row, { ...row, counts: 1 }])).toThrow(
    /^data\[1\]\.counts: the model has no such feature; .*got "counts"; did you mean count\?$/,
  )
  const { count: _, ...short } = row
  expect(() => encodeRows(named, [short])).toThrow(/features without a value; .*got none for count$/)
  expect(() => encodeRows(named, [{ ...row, count: "3" }])).toThrow(TypeError)
  expect(() => encodeRows(named, [{ ...row, count: "3" }])).toThrow(
    'data[0].count: expected a number, a boolean or null, got "3"',
  )
  const columns = { "is flag": [1], Größe: [1], 温度: [1, 2], "f(x)=2": [1], count: [1] }
  expect(() => encodeRows(named, columns)).toThrow(ShapeError)
  expect(() => encodeRows(named, null as unknown as [])).toThrow(TypeError)
})
