/**
 * The walk through categorical splits: the stored set goes right, everything else left. A category is a
 * value truncated to an integer; negative ones and those from 2^24 on are in no set, a missing value takes
 * the split's default side. XGBoost's src/common/categorical.h.
 */

import type { CategoricalSplits, FlatForest } from "../../forest/flat-forest.ts"

/** 2^24: from here on float32 does not tell integers apart. */
const CATEGORY_LIMIT = 16_777_216

/**
 * @param members categories, ascending from `begin` to `end`
 * @param value not NaN
 * @returns 1 where the value is one of them and so goes right, else 0
 */
export function isMember(members: Int32Array, begin: number, end: number, value: number): number {
  if (value < 0 || value >= CATEGORY_LIMIT) return 0
  const category = Math.trunc(value)
  let low = begin
  let high = end
  while (low < high) {
    const middle = (low + high) >> 1
    if (members[middle] < category) low = middle + 1
    else high = middle
  }
  return +(low < end && members[low] === category)
}

/** 1 where a present value is in a set of a forest, and so goes right; else 0. */
export function goesRight(categorical: CategoricalSplits, set: number, value: number): number {
  return isMember(categorical.members, categorical.setOffsets[set], categorical.setOffsets[set + 1], value)
}

/** 1 where any value, also a missing one, goes right at a node, else 0. */
export function goesRightAt(forest: FlatForest, node: number, value: number): number {
  const { splits, values, categorical } = forest
  if (Number.isNaN(value)) return 1 - (splits[node] & 1)
  const set = categorical === null ? -1 : categorical.setOf[node]
  return categorical === null || set < 0 ? 1 - +(value < values[node]) : goesRight(categorical, set, value)
}

/** As `walk`, for a forest with categorical splits. */
export function walkCategorical(
  forest: FlatForest,
  categorical: CategoricalSplits,
  node: number,
  rows: Float32Array,
  start: number,
): number {
  const { splits, values, leftChildren } = forest
  const { setOf } = categorical
  let split = splits[node]
  while (split >= 0) {
    const value = rows[start + (split >> 1)]
    const set = setOf[node]
    let right: number
    if (Number.isNaN(value)) right = 1 - (split & 1)
    else if (set < 0) right = 1 - +(value < values[node])
    else right = goesRight(categorical, set, value)
    node = (leftChildren[node] + right) | 0
    split = splits[node]
  }
  return node
}
