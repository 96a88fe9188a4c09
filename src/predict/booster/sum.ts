/**
 * Margins: leaf values added to the base margin one by one, rounded to float32 each time, in tree order.
 * Any other order or precision gives other bits than XGBoost's.
 */

import type { FlatForest } from "../../forest/flat-forest.ts"
import { walkCategorical } from "../kernels/categorical.ts"
import { hasMissing, walk, walkDense } from "../kernels/walk.ts"

/** Rows laid out row by row, and where each tree's value goes. */
export interface Batch {
  readonly rows: Float32Array
  readonly numRows: number
  readonly numOutputs: number
  /** Output that each tree adds to. */
  readonly treeInfo: Int32Array
  readonly beginTree: number
  readonly endTree: number
}

function sumDense(forest: FlatForest, batch: Batch, start: number, sum: number): number {
  const { treeOffsets, values } = forest
  for (let tree = batch.beginTree; tree < batch.endTree; tree++) {
    sum = Math.fround(sum + values[walkDense(forest, treeOffsets[tree], batch.rows, start)])
  }
  return sum
}

function sumMissing(forest: FlatForest, batch: Batch, start: number, sum: number): number {
  const { treeOffsets, values } = forest
  for (let tree = batch.beginTree; tree < batch.endTree; tree++) {
    sum = Math.fround(sum + values[walk(forest, treeOffsets[tree], batch.rows, start)])
  }
  return sum
}

/** Any forest: categorical splits, several outputs, vector leaves. */
function sumAny(forest: FlatForest, batch: Batch, start: number, margins: Float32Array, first: number): void {
  const { treeOffsets, values, leafVectors, leftChildren } = forest
  const { numOutputs } = batch
  for (let tree = batch.beginTree; tree < batch.endTree; tree++) {
    const leaf = leafOf(forest, treeOffsets[tree], batch.rows, start)
    if (leafVectors === null) {
      margins[first + batch.treeInfo[tree]] += values[leaf]
      continue
    }
    const vector = leftChildren[leaf] * numOutputs
    for (let output = 0; output < numOutputs; output++)
      margins[first + output] += leafVectors[vector + output]
  }
}

function leafOf(forest: FlatForest, root: number, rows: Float32Array, start: number): number {
  const { categorical } = forest
  return categorical === null
    ? walk(forest, root, rows, start)
    : walkCategorical(forest, categorical, root, rows, start)
}

/**
 * Adds the trees' values to `margins`, which hold the base margins.
 *
 * @param margins numRows × numOutputs, changed in place
 */
export function sumLeaves(forest: FlatForest, batch: Batch, margins: Float32Array): void {
  const { rows, numRows, numOutputs } = batch
  const { numFeatures } = forest
  const isPlain = numOutputs === 1 && forest.categorical === null
  for (let row = 0; row < numRows; row++) {
    const start = row * numFeatures
    if (!isPlain) sumAny(forest, batch, start, margins, row * numOutputs)
    else if (hasMissing(rows, start, numFeatures))
      margins[row] = sumMissing(forest, batch, start, margins[row])
    else margins[row] = sumDense(forest, batch, start, margins[row])
  }
}

/**
 * Writes XGBoost's id of the leaf that each row reaches in each tree.
 *
 * @param leaves numRows × (endTree - beginTree)
 */
export function findLeaves(forest: FlatForest, batch: Batch, leaves: Int32Array): void {
  const { rows, numRows, beginTree, endTree } = batch
  const { treeOffsets, nodeIds, numFeatures } = forest
  let at = 0
  for (let row = 0; row < numRows; row++) {
    for (let tree = beginTree; tree < endTree; tree++) {
      const root = treeOffsets[tree]
      const leaf = leafOf(forest, root, rows, row * numFeatures)
      leaves[at++] = nodeIds === null ? leaf - root : nodeIds[leaf]
    }
  }
}
