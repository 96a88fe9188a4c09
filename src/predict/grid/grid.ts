/**
 * Predictions on a product of axes: a tree ensemble is constant on boxes, so each tree is descended once for
 * many cells. Bit for bit what the booster predicts for the same rows.
 */

import type { Booster } from "../booster/booster.ts"
import { applyLink, objectiveOf } from "../booster/objective.ts"
import { ROWS_BEFORE_LAYOUT } from "../booster/tree-source.ts"
import { type CheckedGrid, checkGrid } from "./grid-check.ts"
import { sumCurve } from "./grid-curve.ts"
import type { GridAxis, GridOptions } from "./grid-request.ts"
import { predictRows } from "./grid-rows.ts"
import { sumGrid } from "./grid-sum.ts"

/**
 * Predicts every cell of a product of axes: the same bits as `booster.predict` for the cells' rows, without the
 * rows. Values that no split tells apart are computed once.
 *
 * @param axes one or more features each, no feature twice; values are rounded to float32
 * @param options the row around the axes, what to compute, over which rounds, into which array
 * @returns a C-ordered array of shape (length of each axis …, outputs): the last axis is fastest, each cell's
 *   outputs lie side by side. `multi:softmax` predictions: one class per cell
 * @throws {ShapeError} where a length does not fit, or for more than 2^28 values without `out`
 * @throws {NotFoundError} for a feature that the booster does not have
 * @throws {TypeError} for an argument of another type, or a feature with two axes or without a value
 * @throws {RangeError} for an iteration range outside the model's rounds
 * @throws {UnsupportedModelError} for a prediction of an objective this version does not know
 * @example
 * ```ts
 * const base = new Float32Array(booster.numFeatures)
 * const axes = [{ features: 0, values: [0, 0.5, 1] }, { features: 1, values: [10, 20] }]
 * const margins = predictGrid(booster, axes, { base, output: "margin" })
 * // margins[2 * i + j]: feature 0 at its value i, feature 1 at its value j
 * ```
 */
export function predictGrid(
  booster: Booster,
  axes: readonly GridAxis[],
  options: GridOptions = {},
): Float32Array {
  const grid = checkGrid(booster, axes, options)
  const { output = "prediction", iterationRange } = options
  const out = options.out ?? new Float32Array(grid.numCells * grid.columns)
  // Both refuse what does not fit the booster.
  if (output === "prediction") booster.linkedObjective()
  if (iterationRange !== undefined) booster.treeRange(iterationRange)
  predictCells(booster, grid, options, out)
  return out
}

/** As `predictGrid`, for a grid and options that are known to fit. */
export function predictCells(
  booster: Booster,
  grid: CheckedGrid,
  options: GridOptions,
  out: Float32Array,
): void {
  const { numCells, columns } = grid
  const { numOutputs, info } = booster
  // A sweep needs a layout, which a pack has to be decoded for: a few cells are asked as rows.
  if (numCells <= ROWS_BEFORE_LAYOUT || info.linearWeights !== null) {
    predictRows(booster, grid, options, out)
    return
  }
  const isClass = columns !== numOutputs
  const margins = isClass ? new Float32Array(numCells * numOutputs) : out
  if (!sumCurve(booster, grid, options, margins)) {
    if (booster.forest.leafVectors !== null) {
      predictRows(booster, grid, options, out)
      return
    }
    sumGrid(booster, grid, options, margins)
  }
  const link = options.output === "margin" || info.objective === null ? null : objectiveOf(info.objective)
  if (link !== null) applyLink(link, margins, numCells, numOutputs)
  if (isClass) out.set(margins.subarray(0, numCells))
}
