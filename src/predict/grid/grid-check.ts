/** The checks of a grid's axes and options. */

import { NotFoundError, ShapeError, show } from "../../errors.ts"
import type { Booster } from "../booster/booster.ts"
import type { CheckedAxis } from "./grid-axes.ts"
import type { GridAxis, GridOptions } from "./grid-request.ts"

/** 2^28 float32 values are 1 GiB: more than that is asked for by mistake more often than not. */
const MOST_VALUES = 268_435_456

/** A grid that fits its booster. */
export interface CheckedGrid {
  readonly axes: readonly CheckedAxis[]
  readonly base: Float32Array
  readonly numCells: number
  /** Values per cell of the result. */
  readonly columns: number
}

const OPTIONS: readonly string[] = ["base", "output", "iterationRange", "baseMargin", "out"]

/** @throws as `predictGrid` says, but for output and rounds */
export function checkGrid(booster: Booster, axes: readonly GridAxis[], options: GridOptions): CheckedGrid {
  const { numFeatures, numOutputs, info } = booster
  for (const key in options) {
    if (!OPTIONS.includes(key)) {
      throw new TypeError(`options.${key}: unknown option; expected ${OPTIONS.join(", ")}`)
    }
  }
  const { output } = options
  if (output !== undefined && output !== "margin" && output !== "prediction") {
    throw new TypeError(`options.output: expected "prediction" or "margin", got ${show(output)}`)
  }
  if (!Array.isArray(axes)) throw new TypeError(`axes: expected an array of axes, got ${show(axes)}`)
  const axisOf = new Int32Array(numFeatures).fill(-1)
  const checked = axes.map((axis: GridAxis, i) => checkAxis(booster, axis, i, axisOf))
  const numCells = checked.reduce((product, { length }) => product * length, 1)
  const columns = output !== "margin" && info.objective === "multi:softmax" ? 1 : numOutputs
  const shape = `${checked.map(({ length }) => length).join(" × ") || "one cell"}, ${columns} a cell`
  if (options.out === undefined && numCells * numOutputs > MOST_VALUES) {
    throw new ShapeError({
      path: "axes",
      what: `too many values (${shape})`,
      expected: `at most ${MOST_VALUES}`,
      actual: `${numCells * numOutputs}`,
      remedy: "ask in parts, or give an array as out",
    })
  }
  if (options.out !== undefined) checkArray(options.out, "options.out", numCells * columns, shape)
  if (options.baseMargin !== undefined) {
    checkArray(options.baseMargin, "options.baseMargin", numCells * numOutputs, shape)
  }
  return { axes: checked, base: baseOf(options.base, axisOf), numCells, columns }
}

function checkArray(array: unknown, path: string, length: number, formula: string): void {
  if (!(array instanceof Float32Array)) {
    throw new TypeError(`${path}: expected a Float32Array, got ${show(array)}`)
  }
  if (array.length === length) return
  const expected = `${length} entries (${formula})`
  throw new ShapeError({ path, what: "wrong length", expected, actual: `${array.length}` })
}

function baseOf(base: Float32Array | undefined, axisOf: Int32Array): Float32Array {
  const numFeatures = axisOf.length
  if (base !== undefined) {
    checkArray(base, "options.base", numFeatures, `numFeatures ${numFeatures}`)
    return base
  }
  const missing = axisOf.indexOf(-1)
  if (missing < 0) return new Float32Array(numFeatures)
  throw new TypeError(
    `options.base: expected a row of ${numFeatures} values, as feature ${missing} has no axis, got undefined`,
  )
}

function checkAxis(booster: Booster, axis: GridAxis, index: number, axisOf: Int32Array): CheckedAxis {
  const path = `axes[${index}]`
  if (typeof axis !== "object" || axis === null) {
    throw new TypeError(`${path}: expected an object with features and values, got ${show(axis)}`)
  }
  const given: readonly unknown[] = Array.isArray(axis.features) ? axis.features : [axis.features]
  if (given.length === 0) {
    throw new TypeError(`${path}.features: expected at least one feature, got an array of 0`)
  }
  const features = given.map(feature => {
    const found = featureOf(booster, feature, `${path}.features`)
    if (axisOf[found] >= 0) {
      throw new TypeError(
        `${path}.features: feature ${show(feature)} is on an axis already (axes[${axisOf[found]}])`,
      )
    }
    axisOf[found] = index
    return found
  })
  const values: unknown = axis.values
  const isList = Array.isArray(values) || (ArrayBuffer.isView(values) && "length" in values)
  if (!isList) throw new TypeError(`${path}.values: expected an array of numbers, got ${show(values)}`)
  const list = values as ArrayLike<unknown>
  if (list.length % features.length !== 0) {
    throw new ShapeError({
      path: `${path}.values`,
      what: "wrong length",
      expected: `a multiple of ${features.length}, one value for each feature of the axis`,
      actual: `${list.length}`,
    })
  }
  return { features, values: float32Of(list, `${path}.values`), length: list.length / features.length }
}

/** Rounds values to float32. */
function float32Of(list: ArrayLike<unknown>, path: string): Float32Array {
  if (list instanceof Float32Array) return list
  for (let i = 0; i < list.length; i++) {
    if (typeof list[i] !== "number") {
      throw new TypeError(`${path}[${i}]: expected a number, got ${show(list[i])}`)
    }
  }
  return new Float32Array(list as ArrayLike<number>)
}

/** Index of a feature, be it given by its index or by its name. */
function featureOf(booster: Booster, feature: unknown, path: string): number {
  const { numFeatures, info } = booster
  if (typeof feature === "number" && Number.isInteger(feature) && feature >= 0 && feature < numFeatures) {
    return feature
  }
  if (typeof feature === "string") {
    const found = info.featureNames?.indexOf(feature) ?? -1
    if (found >= 0) return found
  } else if (typeof feature !== "number") {
    throw new TypeError(`${path}: expected an index or a name, got ${show(feature)}`)
  }
  throw new NotFoundError({
    path,
    what: "no such feature",
    expected: `an index from 0 to ${numFeatures - 1}${info.featureNames === null ? "" : " or a feature's name"}`,
    actual: show(feature),
  })
}
