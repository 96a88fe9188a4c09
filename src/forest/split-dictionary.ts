/**
 * The distinct splits of one or several forests, numbered. A row then answers each distinct split once,
 * in a table, and a walk only looks its answers up: missing values, categories and comparisons are paid for
 * per distinct split (some hundreds), not per node on the way (thousands).
 *
 * Splits on thresholds come first, column by column: a column is a feature together with the side a
 * missing value takes, its thresholds ascending. Splits on categories follow.
 */

import type { FlatForest } from "./flat-forest.ts"

export interface SplitDictionary {
  readonly numFeatures: number
  /** All splits: thresholds, then category sets. A leaf has this as its split number. */
  readonly numSplits: number
  /** Per column: 2 × feature + defaultLeft, as in a FlatForest. */
  readonly columns: Int32Array
  /** First threshold of each column, and the number of thresholds: numColumns + 1 entries. */
  readonly columnOffsets: Int32Array
  /** Ascending and distinct within a column. */
  readonly thresholds: Float32Array
  /** Per split on categories: 2 × feature + defaultLeft. */
  readonly categoryColumns: Int32Array
  /** First member of each category set, and the number of members. */
  readonly setOffsets: Int32Array
  readonly members: Int32Array
}

/** A threshold that no value is below is none that matters: NaN sends every present value right, as -Infinity. */
function ordered(threshold: number): number {
  return Number.isNaN(threshold) ? -Infinity : threshold + 0
}

/** The category sets of some forests, without repetition. */
class CategoryDictionary {
  private readonly numbers = new Map<string, number>()
  readonly columns: number[] = []
  readonly offsets: number[] = [0]
  readonly members: number[] = []

  /** @returns the number of a node's set among the category sets */
  number(forest: FlatForest, node: number, set: number): number {
    const { setOffsets, members } = forest.categorical as NonNullable<FlatForest["categorical"]>
    const slice = members.subarray(setOffsets[set], setOffsets[set + 1])
    const key = `${forest.splits[node]}:${slice.join(",")}`
    const known = this.numbers.get(key)
    if (known !== undefined) return known
    const number = this.columns.length
    this.numbers.set(key, number)
    this.columns.push(forest.splits[node])
    for (const member of slice) this.members.push(member)
    this.offsets.push(this.members.length)
    return number
  }
}

/** A forest whose splits are numbers in a dictionary. */
export interface NumberedForest {
  readonly numTrees: number
  /** Index of each tree's root, and the number of nodes; a tree's nodes are in level order, siblings together. */
  readonly treeOffsets: Int32Array
  /** Per node: its split's number; numSplits for a leaf. */
  readonly splitNumbers: Int32Array
  /** Values of the leaves in node order, `leafLength` each. */
  readonly leafValues: Float32Array
  /** 1, or the outputs of a vector leaf. */
  readonly leafLength: number
}

/** Forests over the same features together with the dictionary they share. */
export interface NumberedForests {
  readonly dictionary: SplitDictionary
  readonly forests: readonly NumberedForest[]
}

/** Sorts and keeps one of each. */
function distinct(values: Float32Array): Float32Array {
  values.sort()
  let count = 0
  for (let i = 0; i < values.length; i++) {
    if (i === 0 || values[i] !== values[i - 1]) values[count++] = values[i]
  }
  return values.slice(0, count)
}

function collectThresholds(forests: readonly FlatForest[], numFeatures: number): Map<number, Float32Array> {
  const counts = new Int32Array(2 * numFeatures)
  const isThreshold = (forest: FlatForest, node: number): boolean =>
    forest.splits[node] >= 0 && (forest.categorical === null || forest.categorical.setOf[node] < 0)
  for (const forest of forests) {
    for (let node = 0; node < forest.numNodes; node++)
      if (isThreshold(forest, node)) counts[forest.splits[node]]++
  }
  const byColumn = new Map<number, Float32Array>()
  for (let column = 0; column < counts.length; column++) {
    if (counts[column] > 0) byColumn.set(column, new Float32Array(counts[column]))
  }
  counts.fill(0)
  for (const forest of forests) {
    for (let node = 0; node < forest.numNodes; node++) {
      if (!isThreshold(forest, node)) continue
      const column = forest.splits[node]
      ;(byColumn.get(column) as Float32Array)[counts[column]++] = ordered(forest.values[node])
    }
  }
  for (const [column, values] of byColumn) byColumn.set(column, distinct(values))
  return byColumn
}

/**
 * Counts the distinct splits of forests over the same features, as `numberSplits` would number them.
 *
 * @param forests at least one
 */
export function countSplits(forests: readonly FlatForest[]): number {
  const categories = new CategoryDictionary()
  for (const forest of forests) {
    const sets = forest.categorical?.setOf ?? []
    for (let node = 0; node < sets.length; node++)
      if (sets[node] >= 0) categories.number(forest, node, sets[node])
  }
  const thresholds = [...collectThresholds(forests, forests[0].numFeatures).values()]
  return thresholds.reduce((sum, { length }) => sum + length, categories.columns.length)
}

/**
 * Numbers the splits of forests over the same features.
 *
 * @param forests at least one
 */
export function numberSplits(forests: readonly FlatForest[]): NumberedForests {
  const { numFeatures } = forests[0]
  const byColumn = collectThresholds(forests, numFeatures)
  const columns = Int32Array.from(byColumn.keys()).sort()
  const columnOffsets = new Int32Array(columns.length + 1)
  const startOf = new Int32Array(2 * numFeatures)
  columns.forEach((column, i) => {
    startOf[column] = columnOffsets[i]
    columnOffsets[i + 1] = columnOffsets[i] + (byColumn.get(column) as Float32Array).length
  })
  const numThresholds = columnOffsets[columns.length]
  const thresholds = new Float32Array(numThresholds)
  for (const column of columns) thresholds.set(byColumn.get(column) as Float32Array, startOf[column])

  const categories = new CategoryDictionary()
  const numbered = forests.map(forest => {
    const { numTrees, numNodes, treeOffsets, splits, values, categorical } = forest
    const numbers = new Int32Array(numNodes).fill(-1)
    for (let node = 0; node < numNodes; node++) {
      const column = splits[node]
      if (column < 0) continue
      const set = categorical === null ? -1 : categorical.setOf[node]
      if (set >= 0) {
        numbers[node] = numThresholds + categories.number(forest, node, set)
        continue
      }
      const threshold = ordered(values[node])
      let low = startOf[column]
      let high = low + (byColumn.get(column) as Float32Array).length
      while (low < high) {
        const middle = (low + high) >> 1
        if (thresholds[middle] < threshold) low = middle + 1
        else high = middle
      }
      numbers[node] = low
    }
    // Vector leaves are numbered in node order when a forest is built.
    const leafValues = forest.leafVectors ?? values.filter((_, node) => splits[node] < 0)
    const numLeaves = (numNodes + numTrees) / 2
    const leafLength = forest.leafVectors === null ? 1 : leafValues.length / numLeaves
    return { numTrees, treeOffsets, splitNumbers: numbers, leafValues, leafLength }
  })
  const numSplits = numThresholds + categories.columns.length
  for (const { splitNumbers } of numbered) {
    for (let node = 0; node < splitNumbers.length; node++)
      if (splitNumbers[node] < 0) splitNumbers[node] = numSplits
  }
  const dictionary: SplitDictionary = {
    numFeatures,
    numSplits,
    columns,
    columnOffsets,
    thresholds,
    categoryColumns: Int32Array.from(categories.columns),
    setOffsets: Int32Array.from(categories.offsets),
    members: Int32Array.from(categories.members),
  }
  return { dictionary, forests: numbered }
}
