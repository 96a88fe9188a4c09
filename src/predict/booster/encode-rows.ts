/**
 * Data as people hold it, objects or columns by feature name, to the float32 rows that `predict` reads.
 * Category values are re-coded as XGBoost 3.1 and later do (src/encoder/ordinal.h): a value's code is its
 * place among the categories that training saw, and one that training never saw is an error.
 */

import { NotFoundError, ShapeError, show } from "../../errors.ts"
import type { CategoryValues } from "../../formats/parsed-model.ts"
import { nearest } from "../../nearest.ts"
import type { Booster } from "./booster.ts"

/** A value of one feature: null and undefined are missing, as NaN is. */
export type FeatureValue = number | string | boolean | null | undefined

/** A row by feature name. */
export type RowRecord = Readonly<Record<string, FeatureValue>>

/** Columns by feature name, all of one length. */
export type RowColumns = Readonly<Record<string, ArrayLike<FeatureValue>>>

function namesOf(booster: Booster): readonly string[] {
  const { featureNames } = booster.info
  return featureNames ?? Array.from({ length: booster.numFeatures }, (_, feature) => `f${feature}`)
}

/** Every name must be the model's, and every name of the model must be there. */
function checkNames(given: readonly string[], names: readonly string[], path: string): void {
  const known = new Set(names)
  for (const name of given) {
    if (known.has(name)) continue
    const meant = nearest(name, names)
    throw new NotFoundError({
      path: `${path}.${name}`,
      what: "the model has no such feature",
      expected: names.length > 20 ? `one of ${names.length} feature names` : `one of ${names.join(", ")}`,
      actual: show(name),
      remedy: meant && `did you mean ${meant}?`,
    })
  }
  const present = new Set(given)
  const absent = names.filter(name => !present.has(name))
  if (absent.length === 0) return
  throw new NotFoundError({
    path,
    what: "features without a value",
    expected: `all ${names.length} features (null where a value is missing)`,
    actual: `none for ${absent.slice(0, 10).join(", ")}${absent.length > 10 ? ", …" : ""}`,
  })
}

/** Turns the values of one feature into numbers. */
class FeatureEncoder {
  private readonly codes: ReadonlyMap<string | number, number> | null
  private readonly categories: CategoryValues | null

  constructor(categories: CategoryValues | null) {
    this.categories = categories
    this.codes = categories === null ? null : new Map(categories.values.map((value, code) => [value, code]))
  }

  encode(value: FeatureValue, path: string): number {
    if (value === null || value === undefined) return Number.NaN
    if (this.codes !== null && this.categories !== null) {
      if (typeof value === "number" && Number.isNaN(value)) return Number.NaN
      const code = typeof value === "boolean" ? undefined : this.codes.get(value)
      if (code !== undefined) return code
      const { values } = this.categories
      throw new NotFoundError({
        path,
        what: "category that training did not see",
        expected: `one of ${values.slice(0, 20).map(show).join(", ")}${values.length > 20 ? ", …" : ""}`,
        actual: show(value),
      })
    }
    if (typeof value === "number") return value
    if (typeof value === "boolean") return +value
    throw new TypeError(`${path}: expected a number, a boolean or null, got ${show(value)}`)
  }
}

/** What turns values of each feature into numbers, in the model's order. */
function encodersOf(booster: Booster, names: readonly string[]): FeatureEncoder[] {
  const categories = booster.info.categoryValues
  return names.map((_, feature) => new FeatureEncoder(categories?.[feature] ?? null))
}

/**
 * Turns records into rows, as `encodeRows` does.
 *
 * @param name what the records are called in messages
 * @param first position of the first of them, for messages
 */
export function encodeRecords(
  booster: Booster,
  records: readonly RowRecord[],
  name: string,
  first = 0,
): Float32Array {
  const names = namesOf(booster)
  const encoders = encodersOf(booster, names)
  const numFeatures = names.length
  const rows = new Float32Array(records.length * numFeatures)
  for (const [row, record] of records.entries()) {
    const place = `${name}[${first + row}]`
    if (typeof record !== "object" || record === null || Array.isArray(record)) {
      throw new TypeError(`${place}: expected an object of values by feature name, got ${show(record)}`)
    }
    checkNames(Object.keys(record), names, place)
    for (let feature = 0; feature < numFeatures; feature++) {
      const value = record[names[feature]]
      rows[row * numFeatures + feature] = encoders[feature].encode(value, `${place}.${names[feature]}`)
    }
  }
  return rows
}

/**
 * Turns arrays in the model's column order into rows.
 *
 * @param given arrays of numbers; null is missing
 * @param name,first as in `encodeRecords`
 * @returns arrays.length × numFeatures values for `predict`
 * @throws {ShapeError} for an array of another length
 * @throws {TypeError} for what is no array, or holds something else
 */
export function encodeArrays(
  { numFeatures }: Booster,
  given: readonly unknown[],
  name: string,
  first = 0,
): Float32Array {
  const rows = new Float32Array(given.length * numFeatures)
  for (const [k, row] of given.entries()) {
    const place = `${name}[${first + k}]`
    if (!Array.isArray(row)) throw new TypeError(`${place}: expected an array of values, got ${show(row)}`)
    if (row.length !== numFeatures) {
      const [expected, actual] = [`${numFeatures} values`, `${row.length}`]
      throw new ShapeError({ path: place, what: "wrong length", expected, actual })
    }
    for (const [feature, value] of row.entries()) {
      if (typeof value !== "number" && value !== null) {
        throw new TypeError(`${place}[${feature}]: expected a number or null, got ${show(value)}`)
      }
      rows[k * numFeatures + feature] = value ?? Number.NaN
    }
  }
  return rows
}

/**
 * Turns records or columns into rows. Names are the model's feature names (`f0`, `f1`, … where it has
 * none). Where the model stores categories (XGBoost 3.1 and later, trained from a data frame), values of
 * those features are the categories themselves; elsewhere categorical features take their codes.
 *
 * @param booster the model
 * @param data an array of records, or an object of columns
 * @returns numRows × numFeatures values for `predict`, NaN where a value is missing
 * @throws {NotFoundError} for unknown and absent feature names, and categories that training did not see
 * @throws {ShapeError} for columns of different lengths
 * @throws {TypeError} for values that are no numbers, where the feature has no categories
 * @example
 * ```ts
 * const rows = encodeRows(booster, [{ f0: 1, f1: null, f2: 0.5, f3: 2, f4: 0, f5: 1 }])
 * ```
 */
export function encodeRows(booster: Booster, data: readonly RowRecord[] | RowColumns): Float32Array {
  if (Array.isArray(data)) return encodeRecords(booster, data as readonly RowRecord[], "data")
  if (typeof data !== "object" || data === null) {
    throw new TypeError(`data: expected an array of records or an object of columns, got ${show(data)}`)
  }
  const columns = data as RowColumns
  const names = namesOf(booster)
  const encoders = encodersOf(booster, names)
  const numFeatures = names.length
  checkNames(Object.keys(columns), names, "data")
  const numRows = names.length === 0 ? 0 : columns[names[0]].length
  const rows = new Float32Array(numRows * numFeatures)
  for (let feature = 0; feature < numFeatures; feature++) {
    const name = names[feature]
    const column = columns[name]
    if (column.length !== numRows) {
      throw new ShapeError({
        path: `data.${name}`,
        what: "columns of different lengths",
        expected: `${numRows} values, as ${names[0]} has`,
        actual: `${column.length}`,
      })
    }
    for (let row = 0; row < numRows; row++) {
      rows[row * numFeatures + feature] = encoders[feature].encode(column[row], `data.${name}[${row}]`)
    }
  }
  return rows
}
