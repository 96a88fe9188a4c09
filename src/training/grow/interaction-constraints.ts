/** Which features may be split at a node, by the features above it, after XGBoost's src/tree/constraints.cc. */

/** Features on the path to a node, and what it may be split by; null: anything. */
export interface PathFeatures {
  readonly used: readonly number[]
  readonly allowed: ReadonlySet<number> | null
}

/** The root may be split by any feature, even by one that is in no set. */
export const ROOT_PATH: PathFeatures = { used: [], allowed: null }

/** The path to the children of a node that a feature splits: what was used, and sets that hold all of that. */
export function pathBelow(
  { used }: PathFeatures,
  feature: number,
  sets: readonly (readonly number[])[],
): PathFeatures {
  const path = used.includes(feature) ? used : [...used, feature]
  const whole = sets.filter(set => path.every(above => set.includes(above)))
  return { used: path, allowed: new Set([...path, ...whole.flat()]) }
}
