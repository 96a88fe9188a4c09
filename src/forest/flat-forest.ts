/**
 * The layout in which a forest is walked: the live nodes of all trees in one run of flat arrays, each tree
 * in level order, the two children of a split side by side.
 *
 * | array           | entries      | split                                  | leaf                        |
 * |-----------------|--------------|----------------------------------------|-----------------------------|
 * | treeOffsets     | numTrees + 1 | index of each tree's root              |                             |
 * | splits          | numNodes     | 2 × feature + defaultLeft              | -1                          |
 * | values          | numNodes     | threshold: left iff value < threshold  | value, times DART's weight  |
 * | leftChildren    | numNodes     | index of the left child; right is +1   | which leaf vector, else 0   |
 * | nodeIds         | numNodes     | XGBoost's id, where it is not the index within its tree              |
 */

/** The categories that go right at each categorical split. */
export interface CategoricalSplits {
  /** Per node: which set decides, or -1 for a numeric split or a leaf. */
  readonly setOf: Int32Array
  /** First member of each set, and the number of members: numSets + 1 entries. */
  readonly setOffsets: Int32Array
  /** Members of all sets, ascending within a set. */
  readonly members: Int32Array
}

/** A validated forest: every walk from a root ends in a leaf. */
export interface FlatForest {
  readonly numTrees: number
  readonly numNodes: number
  readonly numFeatures: number
  readonly treeOffsets: Int32Array
  readonly splits: Int32Array
  readonly values: Float32Array
  readonly leftChildren: Int32Array
  /** null where the ids of every tree are its nodes' positions in level order. */
  readonly nodeIds: Int32Array | null
  /** null where every split is numeric. */
  readonly categorical: CategoricalSplits | null
  /** Values of vector leaves, numOutputs each; null where leaves are scalars. */
  readonly leafVectors: Float32Array | null
}

/** Edges on the longest path of the forest; 0 for stumps without a split. */
export function maxDepthOf(forest: FlatForest): number {
  const { splits, leftChildren, treeOffsets } = forest
  let deepest = 0
  for (let tree = 0; tree < forest.numTrees; tree++) {
    let depth = 0
    let begin = treeOffsets[tree]
    let end = begin + 1
    // In level order the children of one level are the next level, without a gap.
    for (;;) {
      let first = -1
      let last = -1
      for (let node = begin; node < end; node++) {
        if (splits[node] < 0) continue
        if (first < 0) first = leftChildren[node]
        last = leftChildren[node] + 2
      }
      if (first < 0) break
      depth++
      begin = first
      end = last
    }
    if (depth > deepest) deepest = depth
  }
  return deepest
}
