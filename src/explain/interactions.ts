/** Interactions: how much of a margin pairs of features move together. */

import type { Booster } from "../predict/booster/booster.ts"
import { contributions, RowExplainer } from "./contributions.ts"
import { modelOf } from "./path-tree.ts"
import { checkRequest, type ExplainOptions, type ExplainRequest } from "./request.ts"

/** A linear booster's features do not interact: contributions stand on the diagonal. */
function fillDiagonal(contributed: Float32Array, numColumns: number, out: Float32Array): void {
  for (let i = 0; i < contributed.length; i++) out[i * numColumns + (i % numColumns)] = contributed[i]
}

/** One output's matrix: halves of pairs on both sides, what is left of contributions on the diagonal. */
function fillMatrix(pairs: Float64Array, contributed: Float64Array, out: Float32Array): void {
  const numColumns = contributed.length
  for (let i = 0; i < numColumns; i++) {
    let rest = contributed[i]
    for (let j = 0; j < numColumns; j++) {
      if (j === i) continue
      const half = (pairs[i * numColumns + j] + pairs[j * numColumns + i]) / 2
      out[i * numColumns + j] = half
      rest -= half
    }
    out[i * numColumns + i] = rest
  }
}

function addExact(booster: Booster, rows: Float32Array, request: ExplainRequest): void {
  const { numFeatures, numOutputs } = booster
  const { out, startMargins, numRows } = request
  const numColumns = numFeatures + 1
  const size = numColumns ** 2
  const pairs = new RowExplainer(booster, request, true)
  const singles = new RowExplainer(booster, request, false)
  for (let row = 0; row < numRows; row++) {
    const matrices = pairs.explain(rows, row)
    const sums = singles.explain(rows, row)
    for (let output = 0; output < numOutputs; output++) {
      const at = row * numOutputs + output
      const contributed = sums.subarray(output * numColumns, (output + 1) * numColumns)
      contributed[numFeatures] = singles.expected[output] + startMargins[at]
      const matrix = matrices.subarray(output * size, (output + 1) * size)
      fillMatrix(matrix, contributed, out.subarray(at * size, (at + 1) * size))
    }
  }
}

/**
 * SHAP interaction values: contributions split further into pairs of features, XGBoost's `pred_interactions`.
 * Each output's matrix is symmetric, an interaction's halves on both sides of the diagonal; its rows add up to
 * the contributions, and all of it to the margin. For linear boosters, where XGBoost gives no answer, contributions
 * stand on the diagonal.
 *
 * @param rows numRows × numFeatures values, row by row; NaN is missing
 * @returns numRows × numOutputs × (numFeatures + 1) × (numFeatures + 1) values; the last row and column of
 *   each matrix belong to the bias
 * @throws {UnsupportedModelError} where the booster has no covers: out of a pack, a dump without statistics,
 *   vector leaves up to XGBoost 3.1
 * @throws {ModelFormatError} for a cover that is negative, infinite or not a number
 * @throws {ShapeError} where a length does not fit
 * @throws {RangeError} for an iteration range outside the model's rounds, or more than 2^31 values
 * @example
 * ```ts
 * const matrix = interactions(booster, row)
 * const together = 2 * matrix[0 * (booster.numFeatures + 1) + 1]
 * ```
 */
export function interactions(
  booster: Booster,
  rows: Float32Array,
  options: ExplainOptions = {},
): Float32Array {
  const { linearWeights } = modelOf(booster)
  const numColumns = booster.numFeatures + 1
  const formula = `(numFeatures + 1)² ${numColumns ** 2}`
  const request = checkRequest(booster, rows, options, numColumns ** 2, formula)
  if (request.numRows === 0) return request.out
  if (linearWeights === null) addExact(booster, rows, request)
  else {
    const { out: _, ...rest } = options
    fillDiagonal(contributions(booster, rows, rest), numColumns, request.out)
  }
  return request.out
}
