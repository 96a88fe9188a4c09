/**
 * A product of finitely many choices and of two ordered axes, whose cells make a plane: what is searched for
 * optima. The axes are cut wherever a threshold of some forest cuts them, so that nothing changes within a cell.
 */

import type { FlatForest } from "../../forest/flat-forest.ts"

/** How many options each choice has, and the cells along each axis. */
export interface ChoiceSpace {
  readonly numOptions: readonly number[]
  readonly numRows: number
  readonly numColumns: number
}

/** What a choice means for one forest's rows: some features, and their values under each option. */
export interface ChoiceFeatures {
  readonly features: readonly number[]
  /** numOptions × features. */
  readonly values: Float32Array
}

/** An axis as one forest sees it. */
export interface AxisFeature {
  /** -1 where the forest does not know it. */
  readonly feature: number
  /** The least value of each cell, ascending. */
  readonly cells: Float32Array
}

/** One forest over a space: with one output, scalar leaves and numeric splits on the axes. */
export interface ForestOverSpace {
  readonly forest: FlatForest
  readonly baseMargin: number
  /** Features that are the same everywhere. */
  readonly row: Float32Array
  /** In the order of `numOptions`. */
  readonly choices: readonly ChoiceFeatures[]
  readonly rows: AxisFeature
  readonly columns: AxisFeature
}

/** @returns how many combinations of options there are */
export function numCombinations(numOptions: readonly number[]): number {
  return numOptions.reduce((product, count) => product * count, 1)
}

/** Position of a combination, the last choice fastest. */
export function combinationAt(numOptions: readonly number[], options: ArrayLike<number>): number {
  return numOptions.reduce((position, count, choice) => position * count + options[choice], 0)
}

/** Thresholds that cut an axis between two values, ascending. */
export function thresholdsWithin(
  forest: FlatForest,
  feature: number,
  lower: number,
  upper: number,
): Float32Array {
  const { numNodes, splits, values } = forest
  const found = new Set<number>()
  for (let node = 0; node < numNodes; node++) {
    if (splits[node] < 0 || splits[node] >> 1 !== feature) continue
    // The left side of the least threshold must hold a value, and so must the right one of the greatest.
    if (values[node] > lower && values[node] <= upper) found.add(values[node])
  }
  return Float32Array.from(found).sort()
}
