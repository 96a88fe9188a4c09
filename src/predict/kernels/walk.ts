/**
 * The walk: from a tree's root to the leaf that a row reaches. Left iff value < threshold, a missing value
 * (NaN) takes the split's default side; XGBoost's src/predictor/cpu_predictor.cc.
 */

import type { FlatForest } from "../../forest/flat-forest.ts"

/** Whether a row of `numFeatures` values from `start` has a missing one: without, the walk is shorter. */
export function hasMissing(rows: Float32Array, start: number, numFeatures: number): boolean {
  for (let i = start, end = start + numFeatures; i < end; i++) if (Number.isNaN(rows[i])) return true
  return false
}

/**
 * @param node index of the root
 * @param rows values, this row's from `start`
 * @returns index of the leaf in the forest
 */
export function walk(forest: FlatForest, node: number, rows: Float32Array, start: number): number {
  const { splits, values, leftChildren } = forest
  let split = splits[node]
  while (split >= 0) {
    const value = rows[start + (split >> 1)]
    // `+(…)` compiles to a set instruction; a conditional would be a branch that mispredicts half the time.
    const right = Number.isNaN(value) ? 1 - (split & 1) : 1 - +(value < values[node])
    node = (leftChildren[node] + right) | 0
    split = splits[node]
  }
  return node
}

/** As `walk`, for a row without missing values. */
export function walkDense(forest: FlatForest, node: number, rows: Float32Array, start: number): number {
  const { splits, values, leftChildren } = forest
  let split = splits[node]
  while (split >= 0) {
    node = (leftChildren[node] + 1 - +(rows[start + (split >> 1)] < values[node])) | 0
    split = splits[node]
  }
  return node
}
