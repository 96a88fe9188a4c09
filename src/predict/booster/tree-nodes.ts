/** One tree of a booster, node by node: for whoever draws it, or looks for its thresholds. */

import { show } from "../../errors.ts"
import { storedOrder } from "../../forest/stored-order.ts"
import type { Booster } from "./booster.ts"

/** A tree in level order: the root is node 0, the children of a split stand side by side. */
export interface TreeNodes {
  readonly numNodes: number
  /** XGBoost's id of each node, as `predict` with `output: "leaf"` tells it. */
  readonly nodeIds: Int32Array
  /** Left child of each split; the right one is the next node. -1 for leaves. */
  readonly leftChildren: Int32Array
  /** Feature of each split; -1 for leaves. */
  readonly splitIndices: Int32Array
  /** A value goes left iff it is below its split's condition. NaN for leaves and for splits on categories. */
  readonly splitConditions: Float32Array
  /** Codes that go right, of each split on categories. */
  readonly categories: ReadonlyMap<number, Int32Array>
  /** 1 where a missing value goes left. */
  readonly defaultLeft: Uint8Array
  /** Values of each leaf: 1, or the outputs of a vector leaf. */
  readonly leafLength: number
  /** numNodes × leafLength values, as they are added up: times DART's weight. 0 for splits. */
  readonly leafValues: Float32Array
  /** Output that the tree adds to; 0 for vector leaves, which add to all. */
  readonly output: number
  /** Loss reduction of each split; null where the source has none. */
  readonly gains: Float32Array | null
  /** Sum of Hessians at each node; null where the source has none. */
  readonly covers: Float32Array | null
}

function checkTree({ numTrees }: Booster, tree: number): void {
  if (Number.isInteger(tree) && tree >= 0 && tree < numTrees) return
  const expected = numTrees === 0 ? "a booster with trees" : `0..${numTrees - 1}`
  throw new RangeError(`tree: expected ${expected}, got ${show(tree)}`)
}

/**
 * Takes a tree out of a booster, as XGBoost's `trees_to_dataframe` does.
 *
 * @param booster of any source; packs and specialised boosters have gains and covers only where they kept them
 * @param tree index of the tree, 0..numTrees-1
 * @returns copies: changing them changes no booster
 * @throws {RangeError} where there is no such tree, as in a linear booster
 * @example
 * ```ts
 * const { numNodes, splitIndices, splitConditions } = treeNodes(booster, 0)
 * console.log(numNodes, splitIndices[0], splitConditions[0]) // 57 0 -0.25
 * ```
 */
export function treeNodes(booster: Booster, tree: number): TreeNodes {
  checkTree(booster, tree)
  const { forest, info, numOutputs } = booster
  const { treeOffsets, splits, values, leftChildren, categorical, leafVectors } = forest
  const [first, end] = [treeOffsets[tree], treeOffsets[tree + 1]]
  const numNodes = end - first
  const leafLength = leafVectors === null ? 1 : numOutputs
  const leafValues = new Float32Array(numNodes * leafLength)
  const splitConditions = new Float32Array(numNodes).fill(Number.NaN)
  const categories = new Map<number, Int32Array>()
  for (let at = 0; at < numNodes; at++) {
    const node = first + at
    const set = categorical?.setOf[node] ?? -1
    if (splits[node] < 0) {
      const vector = leftChildren[node] * numOutputs
      if (leafVectors === null) leafValues[at] = values[node]
      else leafValues.set(leafVectors.subarray(vector, vector + numOutputs), at * leafLength)
    } else if (set < 0 || categorical === null) splitConditions[at] = values[node]
    else {
      const { members, setOffsets } = categorical
      categories.set(at, members.slice(setOffsets[set], setOffsets[set + 1]))
    }
  }
  const own = splits.subarray(first, end)
  const parsed = booster.model?.trees[tree]
  const order = parsed && storedOrder(parsed, numNodes)
  const statistic = (stored: Float32Array | null | undefined): Float32Array | null =>
    order && stored ? Float32Array.from(order, node => stored[node]) : null
  return {
    numNodes,
    nodeIds: forest.nodeIds?.slice(first, end) ?? Int32Array.from({ length: numNodes }, (_, at) => at),
    leftChildren: Int32Array.from(own, (split, at) => (split < 0 ? -1 : leftChildren[first + at] - first)),
    splitIndices: Int32Array.from(own, split => (split < 0 ? -1 : split >> 1)),
    splitConditions,
    categories,
    defaultLeft: Uint8Array.from(own, split => (split < 0 ? 0 : split & 1)),
    leafLength,
    leafValues,
    output: leafVectors === null ? info.treeInfo[tree] : 0,
    gains: statistic(parsed?.lossChanges),
    covers: statistic(parsed?.sumHessian),
  }
}
