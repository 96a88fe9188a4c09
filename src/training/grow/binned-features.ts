/** Features in bins, each by itself: cut points, the bin of every row, and whether a split of it can matter. */

import type { TrainingTable } from "../training-data.ts"
import { binOf, type CutPoints, cutPoints } from "./cut-points.ts"
import { weightedValues } from "./weighted-values.ts"

/** A feature in bins. */
export interface BinnedFeature extends CutPoints {
  readonly feature: number
  /** Bins of values; missing values have one more. */
  readonly numBins: number
  readonly hasMissing: boolean
  /** Bin of each row; `numBins` where its value is missing. */
  readonly bins: Uint16Array
}

/** The present values of a column, and their weights. */
function presentOf(
  column: Float32Array,
  weights: Float32Array | null,
): { readonly values: Float32Array; readonly weights: Float32Array | null } {
  const values = new Float32Array(column.length)
  const valueWeights = weights && new Float32Array(column.length)
  let numPresent = 0
  for (let row = 0; row < column.length; row++) {
    if (Number.isNaN(column[row])) continue
    if (weights !== null && valueWeights !== null) valueWeights[numPresent] = weights[row]
    values[numPresent++] = column[row]
  }
  return {
    values: values.subarray(0, numPresent),
    weights: valueWeights?.subarray(0, numPresent) ?? null,
  }
}

/** @returns null for a feature that no split can use: one that is missing everywhere, or has one value */
function binFeature(
  feature: number,
  column: Float32Array,
  weights: Float32Array | null,
  maxBins: number,
): BinnedFeature | null {
  const present = presentOf(column, weights)
  const hasMissing = present.values.length < column.length
  if (present.values.length === 0) return null
  const { cuts, below } = cutPoints(weightedValues(present.values, present.weights), maxBins)
  if (cuts.length === 1 && !hasMissing) return null
  const bins = new Uint16Array(column.length)
  for (let row = 0; row < column.length; row++) {
    bins[row] = Number.isNaN(column[row]) ? cuts.length : binOf(cuts, column[row])
  }
  return { feature, cuts, below, numBins: cuts.length, hasMissing, bins }
}

/**
 * Puts every feature of a table in bins.
 *
 * @param maxBins bins per feature at most
 * @returns the features that a split can use, in their order
 */
export function binFeatures(table: TrainingTable, maxBins: number): BinnedFeature[] {
  const { rows, numRows, numFeatures, weights } = table
  const column = new Float32Array(numRows)
  const binned: BinnedFeature[] = []
  for (let feature = 0; feature < numFeatures; feature++) {
    for (let row = 0, at = feature; row < numRows; row++, at += numFeatures) column[row] = rows[at]
    const bins = binFeature(feature, column, weights, maxBins)
    if (bins !== null) binned.push(bins)
  }
  return binned
}
