/** The table that a booster is trained on, and its checks: what passed them is trusted further in. */

import { ShapeError, show } from "../errors.ts"

/** Rows, labels and weights of a table. */
export interface TrainingData {
  /** Row-major float32, numRows × numFeatures; NaN is missing. */
  readonly rows: Float32Array
  /** Features per row. */
  readonly numFeatures: number
  /** One per row, finite. */
  readonly labels: Float32Array
  /** One per row, 0 or more (default: 1 each). */
  readonly weights?: Float32Array
  /** One per feature. */
  readonly featureNames?: readonly string[]
}

/** A table that was checked. */
export interface TrainingTable {
  readonly rows: Float32Array
  readonly numRows: number
  readonly numFeatures: number
  readonly labels: Float32Array
  readonly weights: Float32Array | null
  readonly featureNames: readonly string[] | null
  /** Sum of the weights; the number of rows without. */
  readonly totalWeight: number
}

function checkKind(value: unknown, path: string): asserts value is Float32Array {
  if (!(value instanceof Float32Array))
    throw new TypeError(`${path}: expected a Float32Array, got ${show(value)}`)
}

function checkLength(length: number, expected: number, formula: string, path: string): void {
  if (length === expected) return
  const entries = `${expected} entries (${formula})`
  throw new ShapeError({ path, what: "wrong length", expected: entries, actual: `${length}` })
}

/** Infinities are refused, as XGBoost's DMatrix refuses them: no cut point lies beyond one. */
function checkRows(rows: Float32Array, path: string): void {
  for (let at = 0; at < rows.length; at++) {
    if (rows[at] === Number.POSITIVE_INFINITY || rows[at] === Number.NEGATIVE_INFINITY) {
      throw new RangeError(`${path}[${at}]: expected a finite number or NaN, got ${rows[at]}`)
    }
  }
}

/**
 * @param values one a row
 * @param path for messages
 * @throws {RangeError} naming the first row whose value is not finite
 */
export function checkFinite(values: Float32Array, path: string): void {
  for (let row = 0; row < values.length; row++) {
    if (!Number.isFinite(values[row])) {
      throw new RangeError(`${path}[${row}]: expected a finite number, got ${values[row]}`)
    }
  }
}

function sumWeights(weights: Float32Array, path: string): number {
  let sum = 0
  for (let row = 0; row < weights.length; row++) {
    const weight = weights[row]
    if (!(weight >= 0 && weight < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`${path}[${row}]: expected a finite number of 0 or more, got ${weight}`)
    }
    sum += weight
  }
  if (sum > 0) return sum
  throw new RangeError(`${path}: expected a weight above 0, got none`)
}

function checkNames(names: unknown, numFeatures: number, path: string): readonly string[] {
  if (!Array.isArray(names)) throw new TypeError(`${path}: expected an array of strings, got ${show(names)}`)
  checkLength(names.length, numFeatures, "numFeatures", path)
  const known = new Set<string>()
  for (const [at, name] of names.entries()) {
    if (typeof name !== "string") throw new TypeError(`${path}[${at}]: expected a string, got ${show(name)}`)
    if (known.has(name))
      throw new RangeError(`${path}[${at}]: expected names that differ, got ${show(name)} twice`)
    known.add(name)
  }
  return names
}

/**
 * Checks a table.
 *
 * @param path of the argument, for messages
 * @throws {TypeError} for arrays of the wrong kind
 * @throws {ShapeError} where lengths do not fit each other
 * @throws {RangeError} for labels that are not finite, negative weights and infinite features
 */
export function checkTable(data: TrainingData, path: string): TrainingTable {
  if (typeof data !== "object" || data === null) {
    throw new TypeError(`${path}: expected rows, numFeatures and labels, got ${show(data)}`)
  }
  const { rows, numFeatures, labels, weights, featureNames } = data
  if (!Number.isInteger(numFeatures) || numFeatures < 1) {
    throw new RangeError(`${path}.numFeatures: expected an integer of 1 or more, got ${show(numFeatures)}`)
  }
  checkKind(rows, `${path}.rows`)
  checkKind(labels, `${path}.labels`)
  const numRows = labels.length
  if (numRows === 0) {
    throw new ShapeError({ path: `${path}.labels`, what: "no rows", expected: "1 or more", actual: "0" })
  }
  const formula = `labels.length ${numRows} × numFeatures ${numFeatures}`
  checkLength(rows.length, numRows * numFeatures, formula, `${path}.rows`)
  checkRows(rows, `${path}.rows`)
  checkFinite(labels, `${path}.labels`)
  let totalWeight = numRows
  if (weights !== undefined) {
    checkKind(weights, `${path}.weights`)
    checkLength(weights.length, numRows, "labels.length", `${path}.weights`)
    totalWeight = sumWeights(weights, `${path}.weights`)
  }
  return {
    rows,
    numRows,
    numFeatures,
    labels,
    weights: weights ?? null,
    featureNames:
      featureNames === undefined ? null : checkNames(featureNames, numFeatures, `${path}.featureNames`),
    totalWeight,
  }
}
