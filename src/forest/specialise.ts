/** A forest on a part of its feature space: branches that no row of the part reaches are left out. */

import type { CategoricalSplits, FlatForest } from "./flat-forest.ts"

/** What is known of the features. */
export interface FeatureBox {
  /** Per feature: 1 where `lower` and `upper` say what it can be, 0 where it may be anything, or missing. */
  readonly isKnown: Uint8Array
  /** Inclusive bounds of a known feature that is never missing; both NaN where it always is. */
  readonly lower: Float32Array
  readonly upper: Float32Array
  /** 1 where a value of a categorical split goes right: asked only where both bounds are one. */
  goesRight(node: number, value: number): number
}

/** The side that every row of the box takes at a split, or -1 where rows part. */
function sideOf(forest: FlatForest, box: FeatureBox, node: number): number {
  const feature = forest.splits[node] >> 1
  if (box.isKnown[feature] === 0) return -1
  const lower = box.lower[feature]
  const upper = box.upper[feature]
  if (Object.is(lower, upper) || lower === upper) return box.goesRight(node, lower)
  if (forest.categorical !== null && forest.categorical.setOf[node] >= 0) return -1
  const threshold = forest.values[node]
  if (upper < threshold) return 0
  // Not `>=`: a threshold that is NaN has no value below it.
  return lower < threshold ? -1 : 1
}

/** The first node from `node` down at which rows of the box part, or a leaf. */
function settle(forest: FlatForest, box: FeatureBox, node: number): number {
  while (forest.splits[node] >= 0) {
    const side = sideOf(forest, box, node)
    if (side < 0) break
    node = forest.leftChildren[node] + side
  }
  return node
}

/**
 * Leaves out what rows of the box do not reach.
 *
 * @param keepIds whether nodes keep the ids they had, so that leaf ids stay; otherwise ids are positions again
 * @returns a forest in the same layout: the same trees, in their order, some of them a single leaf
 */
export function specialiseForest(forest: FlatForest, box: FeatureBox, keepIds: boolean): FlatForest {
  const { numTrees, numFeatures, treeOffsets, leafVectors, categorical } = forest
  /** Nodes that stay, in level order of their new trees, and the first child of each. */
  const kept = new Int32Array(forest.numNodes)
  const lefts = new Int32Array(forest.numNodes)
  const offsets = new Int32Array(numTrees + 1)
  let count = 0
  for (let tree = 0; tree < numTrees; tree++) {
    offsets[tree] = count
    let next = count
    kept[next++] = settle(forest, box, treeOffsets[tree])
    for (; count < next; count++) {
      const node = kept[count]
      if (forest.splits[node] < 0) continue
      lefts[count] = next
      kept[next++] = settle(forest, box, forest.leftChildren[node])
      kept[next++] = settle(forest, box, forest.leftChildren[node] + 1)
    }
  }
  offsets[numTrees] = count
  const nodes = kept.subarray(0, count)
  const splits = Int32Array.from(nodes, node => forest.splits[node])
  const leaves = nodes.filter(node => forest.splits[node] < 0)
  const leafLength = leafVectors === null ? 0 : leafVectors.length / ((forest.numNodes + forest.numTrees) / 2)
  let leaf = 0
  return {
    numTrees,
    numNodes: count,
    numFeatures,
    treeOffsets: offsets,
    splits,
    values: Float32Array.from(nodes, node => forest.values[node]),
    // Vector leaves are numbered in node order.
    leftChildren: Int32Array.from(nodes, (_, i) => {
      if (splits[i] >= 0) return lefts[i]
      return leafVectors === null ? 0 : leaf++
    }),
    nodeIds: keepIds ? idsOf(forest, nodes, offsets) : null,
    categorical: categorical && setsOf(categorical, nodes),
    leafVectors:
      leafVectors &&
      Float32Array.from(
        { length: leaves.length * leafLength },
        (_, i) =>
          leafVectors[
            forest.leftChildren[leaves[Math.floor(i / leafLength)]] * leafLength + (i % leafLength)
          ],
      ),
  }
}

/** Ids of the nodes that stay; null where they are positions after all. */
function idsOf(forest: FlatForest, nodes: Int32Array, offsets: Int32Array): Int32Array | null {
  const ids = new Int32Array(nodes.length)
  let isPosition = true
  for (let tree = 0; tree < forest.numTrees; tree++) {
    for (let i = offsets[tree]; i < offsets[tree + 1]; i++) {
      ids[i] = forest.nodeIds === null ? nodes[i] - forest.treeOffsets[tree] : forest.nodeIds[nodes[i]]
      isPosition &&= ids[i] === i - offsets[tree]
    }
  }
  return isPosition ? null : ids
}

/** Category sets of the nodes that stay; null where none has one. */
function setsOf(
  { setOf, setOffsets, members }: CategoricalSplits,
  nodes: Int32Array,
): CategoricalSplits | null {
  const sets = Int32Array.from(nodes, node => setOf[node])
  return sets.some(set => set >= 0) ? { setOf: sets, setOffsets, members } : null
}
