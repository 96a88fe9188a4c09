/** A numbered forest back to the flat arrays of the plain walk. */

import type { CategoricalSplits, FlatForest } from "./flat-forest.ts"
import type { NodeIds } from "./pack.ts"
import type { NumberedForest, SplitDictionary } from "./split-dictionary.ts"

/** Per split number: 2 × feature + defaultLeft. */
export function columnsOf(dictionary: SplitDictionary): Int32Array {
  const { columns, columnOffsets, categoryColumns, thresholds } = dictionary
  const columnOf = new Int32Array(dictionary.numSplits)
  for (let column = 0; column < columns.length; column++) {
    columnOf.fill(columns[column], columnOffsets[column], columnOffsets[column + 1])
  }
  columnOf.set(categoryColumns, thresholds.length)
  return columnOf
}

/**
 * @param nodeIds XGBoost's ids, where they are not positions in level order
 */
export function flattenForest(
  forest: NumberedForest,
  dictionary: SplitDictionary,
  nodeIds: NodeIds | null,
): FlatForest {
  const { numTrees, treeOffsets, splitNumbers, leafValues, leafLength } = forest
  const { numSplits, numFeatures, thresholds, setOffsets, members } = dictionary
  const numNodes = splitNumbers.length
  const columnOf = columnsOf(dictionary)
  const splits = new Int32Array(numNodes)
  const values = new Float32Array(numNodes)
  const leftChildren = new Int32Array(numNodes)
  const hasCategories = dictionary.categoryColumns.length > 0
  const setOf = new Int32Array(hasCategories ? numNodes : 0).fill(-1)
  let leaf = 0
  for (let tree = 0; tree < numTrees; tree++) {
    let next = treeOffsets[tree] + 1
    for (let node = treeOffsets[tree]; node < treeOffsets[tree + 1]; node++) {
      const split = splitNumbers[node]
      if (split === numSplits) {
        splits[node] = -1
        if (leafLength === 1) values[node] = leafValues[leaf]
        else leftChildren[node] = leaf
        leaf++
        continue
      }
      splits[node] = columnOf[split]
      if (split < thresholds.length) values[node] = thresholds[split]
      else setOf[node] = split - thresholds.length
      leftChildren[node] = next
      next += 2
    }
  }
  const categorical: CategoricalSplits | null = hasCategories ? { setOf, setOffsets, members } : null
  const leafVectors = leafLength === 1 ? null : leafValues
  return {
    numTrees,
    numNodes,
    numFeatures,
    treeOffsets,
    splits,
    values,
    leftChildren,
    nodeIds: nodeIds && new Int32Array(nodeIds),
    categorical,
    leafVectors,
  }
}
