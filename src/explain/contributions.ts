/** Contributions: how much each feature of a row moves its margin away from what the model expects. */

import type { Booster } from "../predict/booster/booster.ts"
import { PathPasses } from "./path-passes.ts"
import { modelOf, numLeafValues, type PathTree, pathTreesOf } from "./path-tree.ts"
import { checkRequest, type ExplainOptions, type ExplainRequest } from "./request.ts"
import { addApproximate } from "./saabas.ts"
import { TreeShap } from "./tree-shap.ts"

export interface ContributionOptions extends ExplainOptions {
  /** Saabas' approximation instead of Shapley values (default false). */
  readonly approximate?: boolean
}

/** Outputs' values without any feature known, base margin apart. */
function expectedMargins(booster: Booster, trees: readonly PathTree[], beginTree: number): Float64Array {
  const sums = new Float64Array(booster.numOutputs)
  const isScalar = booster.forest.leafVectors === null
  for (const [at, { expected }] of trees.entries()) {
    const first = isScalar ? booster.info.treeInfo[beginTree + at] : 0
    for (let entry = 0; entry < expected.length; entry++) sums[first + entry] += expected[entry]
  }
  return sums
}

/** Shapley values, or interactions above and below the diagonal, of each row, and what a model expects. */
export class RowExplainer {
  readonly expected: Float64Array
  private readonly booster: Booster
  private readonly trees: readonly PathTree[]
  private readonly beginTree: number
  private readonly shap: TreeShap
  /** Values per output. */
  private readonly stride: number
  private readonly sums: Float64Array

  constructor(booster: Booster, request: ExplainRequest, pairs: boolean) {
    const { numOutputs, numFeatures, forest } = booster
    this.booster = booster
    this.beginTree = request.beginTree
    this.trees = pathTreesOf(booster, request.beginTree, request.endTree)
    this.shap = new TreeShap(new PathPasses(forest, numOutputs, this.trees), pairs)
    this.stride = pairs ? (numFeatures + 1) ** 2 : numFeatures + 1
    this.sums = new Float64Array(numOutputs * this.stride)
    this.expected = expectedMargins(booster, this.trees, request.beginTree)
  }

  /** Sums over the trees, output by output; overwritten by the next call. */
  explain(rows: Float32Array, row: number): Float64Array {
    const { booster, trees, shap, sums, stride, beginTree } = this
    const { treeInfo } = booster.info
    const isScalar = numLeafValues(booster.forest, booster.numOutputs) === 1
    const start = row * booster.numFeatures
    sums.fill(0)
    for (let at = 0; at < trees.length; at++) {
      const offset = isScalar ? treeInfo[beginTree + at] * stride : 0
      shap.add(trees[at], rows, start, sums, offset, stride)
    }
    return sums
  }
}

function addExact(booster: Booster, rows: Float32Array, request: ExplainRequest): void {
  const { numFeatures, numOutputs } = booster
  const { out, startMargins, numRows } = request
  const explainer = new RowExplainer(booster, request, false)
  const numValues = numOutputs * (numFeatures + 1)
  for (let row = 0; row < numRows; row++) {
    const sums = explainer.explain(rows, row)
    for (let output = 0; output < numOutputs; output++) {
      sums[output * (numFeatures + 1) + numFeatures] =
        explainer.expected[output] + startMargins[row * numOutputs + output]
    }
    out.set(sums, row * numValues)
  }
}

/** Value × weight, and the bias. */
function addLinear(
  booster: Booster,
  rows: Float32Array,
  weights: Float32Array,
  request: ExplainRequest,
): void {
  const { numFeatures, numOutputs } = booster
  const { out, startMargins, numRows } = request
  for (let row = 0; row < numRows; row++) {
    for (let output = 0; output < numOutputs; output++) {
      const first = (row * numOutputs + output) * (numFeatures + 1)
      for (let feature = 0; feature < numFeatures; feature++) {
        const value = rows[row * numFeatures + feature]
        if (!Number.isNaN(value)) out[first + feature] = value * weights[feature * numOutputs + output]
      }
      out[first + numFeatures] = startMargins[row * numOutputs + output]
    }
  }
}

/**
 * Splits margins into contributions of the features: path-dependent TreeSHAP, XGBoost's `pred_contribs`.
 * A row's contributions and its bias add up to its margin. Sums are float64; XGBoost rounds to float32 at
 * every step, and differs from the exact value by that.
 *
 * Covers decide how likely each branch is: where a split has none at all (0), both branches are taken for
 * equally likely.
 *
 * @param rows numRows × numFeatures values, row by row; NaN is missing
 * @param options `approximate` gives Saabas' approximation, XGBoost's `approx_contribs`, bit for bit
 * @returns numRows × numOutputs × (numFeatures + 1) values; the last of each output is the bias, what the
 *   model expects of a row it knows nothing about
 * @throws {UnsupportedModelError} where the booster has no covers: out of a pack, a dump without statistics,
 *   vector leaves up to XGBoost 3.1
 * @throws {ModelFormatError} for a cover that is negative, infinite or not a number
 * @throws {ShapeError} where a length does not fit
 * @throws {RangeError} for an iteration range outside the model's rounds
 * @example
 * ```ts
 * const values = contributions(booster, rows, { numRows: 2 })
 * const bias = values[booster.numFeatures]
 * ```
 */
export function contributions(
  booster: Booster,
  rows: Float32Array,
  options: ContributionOptions = {},
): Float32Array {
  const { linearWeights } = modelOf(booster)
  const numColumns = booster.numFeatures + 1
  const request = checkRequest(booster, rows, options, numColumns, `(numFeatures + 1) ${numColumns}`)
  if (request.numRows === 0) return request.out
  if (linearWeights !== null) addLinear(booster, rows, linearWeights, request)
  else if (options.approximate === true) addApproximate(booster, rows, request)
  else addExact(booster, rows, request)
  return request.out
}
