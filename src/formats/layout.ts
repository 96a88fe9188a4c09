/**
 * What `save_model` documents of different XGBoost versions have and have not. Checked byte for byte on files
 * of 1.5.2, 1.7.4, 2.1.4 and 3.4.1; for the versions between them, on XGBoost's release notes and sources.
 */

import type { ParsedModel } from "./parsed-model.ts"

/** The layout of a version's documents. */
export interface Layout {
  readonly version: readonly [number, number, number]
  /** `default_left` of JSON text holds booleans. */
  readonly hasBooleanFlags: boolean
  readonly hasNumTarget: boolean
  readonly hasBoostFromAverage: boolean
  readonly hasNumParallelTree: boolean
  /** `gbtree_model_param.size_leaf_vector`. */
  readonly hasModelLeafSize: boolean
  /** A tree's `size_leaf_vector` where leaves are scalars. */
  readonly scalarLeafSize: "0" | "1"
  readonly hasIterationIndptr: boolean
  readonly hasCategories: boolean
  /** `base_score` is an array in a string. */
  readonly hasBaseScores: boolean
  /** DART is gbtree with `weight_drop` in its model, not a booster around gbtree. */
  readonly hasDartInModel: boolean
}

function layoutSince(version: readonly [number, number, number]): Layout {
  const since = (major: number, minor: number): boolean =>
    version[0] > major || (version[0] === major && version[1] >= minor)
  return {
    version,
    hasBooleanFlags: !since(1, 6),
    hasNumTarget: since(1, 6),
    hasBoostFromAverage: since(1, 7),
    hasNumParallelTree: since(1, 6),
    hasModelLeafSize: !since(2, 0),
    scalarLeafSize: since(2, 0) ? "1" : "0",
    hasIterationIndptr: since(2, 0),
    hasCategories: since(3, 1),
    hasBaseScores: since(3, 1),
    hasDartInModel: since(3, 4),
  }
}

/** @returns the layout of XGBoost 1.7, with the model's own version where that is a 1.7 */
export function layout17(model: ParsedModel): Layout {
  const [major, minor, patch = 4] = model.version ?? []
  return layoutSince([1, 7, major === 1 && minor === 7 ? patch : 4])
}

/**
 * The layout of the version that wrote a model.
 *
 * @returns null for dumps, which name none, and for versions before 1.5, whose documents were still forming
 */
export function sourceLayout(model: ParsedModel): Layout | null {
  if (model.version === null) return null
  const [major, minor, patch = 0] = model.version
  return major < 1 || (major === 1 && minor < 5) ? null : layoutSince([major, minor, patch])
}
