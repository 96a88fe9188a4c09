/**
 * Partial dependence (Friedman, Greedy Function Approximation, 2001, section 8.2), by brute force: the mean
 * prediction of background rows in which one or two features are set to each value of a grid.
 */

import { ShapeError, show } from "../errors.ts"
import type { Booster } from "../predict/booster/booster.ts"

export interface PartialDependenceOptions {
  /** One or two columns. */
  readonly features: readonly [number] | readonly [number, number]
  /**
   * Values of each feature; or, for each or for all, how many to take from the background rows (default 20):
   * all the feature's values there if they are no more, else as many evenly spaced order statistics.
   */
  readonly grid?: number | readonly (number | ArrayLike<number>)[]
  /** What is averaged (default `"prediction"`). */
  readonly output?: "prediction" | "margin"
  /** Boosting rounds `[begin, end)`; an `end` of 0 means the last round. Default: all rounds. */
  readonly iterationRange?: readonly [number, number]
}

export interface PartialDependence {
  /** Values of each of the features, ascending where they were not given. */
  readonly grid: readonly Float32Array[]
  /** Means, grid point by grid point, the last feature's value running fastest, with all outputs of each. */
  readonly values: Float64Array
}

const DEFAULT_POINTS = 20

function checkFeatures(booster: Booster, features: readonly number[]): void {
  const isColumn = (feature: unknown): boolean =>
    Number.isInteger(feature) && Number(feature) >= 0 && Number(feature) < booster.numFeatures
  if (!Array.isArray(features) || features.length < 1 || features.length > 2 || !features.every(isColumn)) {
    const got = Array.isArray(features) ? `[${features.map(show).join(", ")}]` : show(features)
    throw new RangeError(
      `options.features: expected one or two columns in 0..${booster.numFeatures - 1}, got ${got}`,
    )
  }
  if (features[0] === features[1])
    throw new RangeError(`options.features: expected two columns, got one twice`)
}

/** Distinct present values of a column, or order statistics of it. */
function pointsOf(rows: Float32Array, numFeatures: number, feature: number, count: number): Float32Array {
  if (!Number.isInteger(count) || count < 1) {
    throw new RangeError(`options.grid: expected a number of points of 1 or more, got ${show(count)}`)
  }
  const column = Float32Array.from(
    { length: rows.length / numFeatures },
    (_, row) => rows[row * numFeatures + feature],
  )
  const present = column.filter(value => !Number.isNaN(value)).sort()
  const distinct = present.filter((value, i) => i === 0 || value !== present[i - 1])
  if (distinct.length === 0) {
    throw new RangeError(`options.grid: expected values for feature ${feature}, which no background row has`)
  }
  if (distinct.length <= count) return distinct
  // A single one is the median.
  const [first, step] = count === 1 ? [0.5, 0] : [0, 1 / (count - 1)]
  const statistics = Float32Array.from(
    { length: count },
    (_, i) => present[Math.round((first + i * step) * (present.length - 1))],
  )
  return statistics.filter((value, i) => i === 0 || value !== statistics[i - 1])
}

function gridOf(booster: Booster, rows: Float32Array, options: PartialDependenceOptions): Float32Array[] {
  const { features, grid = DEFAULT_POINTS } = options
  if (typeof grid !== "number" && (!Array.isArray(grid) || grid.length !== features.length)) {
    throw new TypeError(`options.grid: expected a number, or one entry for each feature, got ${show(grid)}`)
  }
  return features.map((feature, i) => {
    const given: number | ArrayLike<number> = typeof grid === "number" ? grid : grid[i]
    if (typeof given === "number") return pointsOf(rows, booster.numFeatures, feature, given)
    if (typeof given !== "object" || given === null || !(given.length > 0)) {
      throw new TypeError(`options.grid[${i}]: expected a number or values, got ${show(given)}`)
    }
    return Float32Array.from(given)
  })
}

/** Means of each output over the rows. */
function addMeans(predictions: Float32Array, numRows: number, means: Float64Array): void {
  const numColumns = means.length
  for (let i = 0; i < predictions.length; i++) means[i % numColumns] += predictions[i]
  for (let column = 0; column < numColumns; column++) means[column] /= numRows
}

/**
 * How predictions depend on one or two features, the others as they are in background rows.
 *
 * @param rows background, row by row: as many whole rows of numFeatures values as there are, at least one
 * @param options which features, over which grid, of predictions or margins
 * @returns the grid, and grid points × numOutputs means
 * @throws {ShapeError} where the background is no whole number of rows
 * @throws {RangeError} for features out of range or a grid without points
 * @throws {TypeError} for classes (`multi:softmax` predictions), which have no mean
 * @throws {UnsupportedModelError} for a prediction of an objective this version does not know
 * @example
 * ```ts
 * const { grid, values } = partialDependence(booster, rows, { features: [0], grid: 10, output: "margin" })
 * ```
 */
export function partialDependence(
  booster: Booster,
  rows: Float32Array,
  options: PartialDependenceOptions,
): PartialDependence {
  const { numFeatures, numOutputs } = booster
  const { features, output = "prediction", iterationRange } = options ?? {}
  checkFeatures(booster, features)
  if (!(rows instanceof Float32Array)) throw new TypeError(`rows: expected a Float32Array, got ${show(rows)}`)
  const numRows = rows.length / numFeatures
  if (!Number.isInteger(numRows) || numRows < 1) {
    throw new ShapeError({
      path: "rows",
      what: "not a whole number of rows",
      expected: `one or more times ${numFeatures} values (numFeatures)`,
      actual: `${rows.length}`,
    })
  }
  if (output === "prediction" && booster.info.objective === "multi:softmax") {
    throw new TypeError('options.output: classes have no mean; expected "margin", got "prediction"')
  }
  const grid = gridOf(booster, rows, options)
  const numPoints = grid.reduce((product, values) => product * values.length, 1)
  const values = new Float64Array(numPoints * numOutputs)
  const changed = rows.slice()
  const predictions = new Float32Array(numRows * numOutputs)
  const fixed = { numRows, output, out: predictions }
  const predictOptions = iterationRange ? { ...fixed, iterationRange } : fixed
  const last = grid[grid.length - 1].length
  for (let point = 0; point < numPoints; point++) {
    const places = grid.length === 1 ? [point] : [Math.floor(point / last), point % last]
    for (const [i, feature] of features.entries()) {
      const value = grid[i][places[i]]
      for (let at = feature; at < changed.length; at += numFeatures) changed[at] = value
    }
    booster.predict(changed, predictOptions)
    addMeans(predictions, numRows, values.subarray(point * numOutputs, (point + 1) * numOutputs))
  }
  return { grid, values }
}
