/** Feature importance: the statistics of the splits, summed by feature as XGBoost's `get_score` does. */

import { show, UnsupportedModelError } from "../errors.ts"
import type { ParsedModel, ParsedTree } from "../formats/parsed-model.ts"
import type { Booster } from "../predict/booster/booster.ts"
import { modelOf } from "./path-tree.ts"

/** `weight` counts a feature's splits; gain and cover are their mean, `total_…` their sum. */
export type ImportanceType = "weight" | "gain" | "cover" | "total_gain" | "total_cover"

const TYPES: readonly ImportanceType[] = ["weight", "gain", "cover", "total_gain", "total_cover"]

/** The statistic of each node that a type sums; null for the count of splits. */
function statisticOf(model: ParsedModel, index: number, type: ImportanceType): Float32Array | null {
  if (type === "weight") return null
  const tree = model.trees[index]
  const isGain = type === "gain" || type === "total_gain"
  const statistic = isGain ? tree.lossChanges : tree.sumHessian
  if (statistic !== null) return statistic
  throw new UnsupportedModelError({
    source: model.source,
    path: `trees[${index}].${isGain ? "loss_changes" : "sum_hessian"}`,
    what: `the model has no statistics for importance ${show(type)}`,
    expected: isGain ? "the gain of every split" : "the cover of every split",
    actual: "none",
    remedy: '"weight" needs none',
  })
}

interface Tally {
  count: number
  sum: number
}

/** Adds a tree's splits in XGBoost's order, right branches first: float32 sums depend on it. */
function addTree(tree: ParsedTree, statistic: Float32Array | null, tallies: Map<number, Tally>): void {
  const { leftChildren, rightChildren, splitIndices } = tree
  const stack = [0]
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (leftChildren[node] === -1) continue
    const tally = tallies.get(splitIndices[node]) ?? { count: 0, sum: 0 }
    tallies.set(splitIndices[node], tally)
    tally.count++
    tally.sum = Math.fround(tally.sum + (statistic === null ? 1 : statistic[node]))
    stack.push(leftChildren[node], rightChildren[node])
  }
}

function linearImportance(
  model: ParsedModel,
  weights: Float32Array,
  numOutputs: number,
): (number | number[])[] {
  return Array.from({ length: model.numFeatures }, (_, feature) => {
    const first = feature * numOutputs
    return numOutputs === 1 ? weights[first] : Array.from(weights.subarray(first, first + numOutputs))
  })
}

/**
 * How much a booster's splits use each feature, as XGBoost's `Booster.get_score`.
 *
 * @param type `"gain"` (default) and `"cover"` are means over a feature's splits, `"total_gain"` and
 *   `"total_cover"` sums, `"weight"` the number of splits. Linear boosters only have `"weight"`: the
 *   features' weights, one per output where there are several
 * @returns importance by feature name (`f0`, `f1`, … where the model has no names), in the order of the
 *   features, without those that no split uses
 * @throws {TypeError} for another type
 * @throws {UnsupportedModelError} where the model lacks the statistic
 * @example
 * ```ts
 * const [[feature, gain]] = [...importance(booster)].sort((a, b) => b[1] - a[1])
 * ```
 */
export function importance(
  booster: Booster,
  type?: "gain" | "cover" | "total_gain" | "total_cover",
): Map<string, number>
export function importance(booster: Booster, type: ImportanceType): Map<string, number | number[]>
export function importance(booster: Booster, type: ImportanceType = "gain"): Map<string, number | number[]> {
  if (!TYPES.includes(type)) {
    throw new TypeError(`type: expected one of ${TYPES.map(show).join(", ")}, got ${show(type)}`)
  }
  const model = modelOf(booster)
  const nameOf = (feature: number): string => model.featureNames?.[feature] ?? `f${feature}`
  const scores = new Map<string, number | number[]>()
  if (model.linearWeights !== null) {
    if (type !== "weight") {
      throw new UnsupportedModelError({
        source: model.source,
        path: "type",
        what: "a linear booster has no splits",
        expected: '"weight"',
        actual: show(type),
      })
    }
    const weights = linearImportance(model, model.linearWeights, booster.numOutputs)
    for (const [feature, weight] of weights.entries()) scores.set(nameOf(feature), weight)
    return scores
  }
  const tallies = new Map<number, Tally>()
  for (const [index, tree] of model.trees.entries()) addTree(tree, statisticOf(model, index, type), tallies)
  const isMean = type === "gain" || type === "cover"
  for (const [feature, { count, sum }] of [...tallies].sort(([a], [b]) => a - b)) {
    scores.set(nameOf(feature), isMean ? Math.fround(sum / count) : sum)
  }
  return scores
}
