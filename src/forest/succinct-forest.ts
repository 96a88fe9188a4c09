/**
 * Forests as a pack holds them, walkable in place: one bit a node in level order (1 is a split), the splits'
 * numbers and the leaves' values as byte planes. Siblings lie side by side, so a split's children are found by
 * counting the splits before it: rank over a bit vector, G. Jacobson, Space-efficient static trees and graphs
 * (FOCS 1989). A tree of n splits has n + 1 leaves, so that its place among the splits and among the leaves
 * follows from its place among the nodes.
 */

import type { NumberedForest } from "./split-dictionary.ts"

/** A forest numbered in a dictionary, in the bytes of a pack; see pack.ts for their layout. */
export interface SuccinctForest {
  readonly numTrees: number
  readonly numNodes: number
  /** Splits in the dictionary; every number is below. */
  readonly numSplits: number
  /** 1, or the outputs of a vector leaf. */
  readonly leafLength: number
  /** Index of each tree's root, and the number of nodes. */
  readonly treeOffsets: Int32Array
  /** Splits before every 32nd node. */
  readonly ranks: Int32Array
  /** The section; the four offsets below are into it. */
  readonly bytes: Uint8Array
  readonly structure: number
  readonly numbers: number
  /** Planes of the numbers: 2 or 4. */
  readonly numberBytes: number
  readonly leaves: number
}

/** Bits set in a 32-bit word: the sideways addition of Hacker's Delight, 5-1. */
function popCount(word: number): number {
  let pairs = word - ((word >>> 1) & 0x55555555)
  pairs = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333)
  return Math.imul((pairs + (pairs >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

/** Number of leaves before each tree's first, from its first node: half of the nodes before, rounded up. */
const leafOffset = (treeOffset: number, tree: number): number => (treeOffset + tree) >> 1

/** A leaf's bits become a number here. */
const word: Uint32Array = /* @__PURE__ */ new Uint32Array(1)
const float: Float32Array = /* @__PURE__ */ new Float32Array(word.buffer)

/**
 * Adds the leaves of some trees for a row, in their order, rounding to float32 each time.
 *
 * @param trees which of the forest's
 * @param columnOf per split: 2 × feature + defaultLeft
 * @param thresholds of the splits on thresholds, which come first
 * @param categoryAnswers of the splits on categories, which follow: 1 for right
 * @param start index of the row's first value in `rows`
 */
export function sumSuccinct(
  forest: SuccinctForest,
  trees: readonly number[],
  columnOf: Int32Array,
  thresholds: Float32Array,
  categoryAnswers: Int32Array,
  rows: Float32Array,
  start: number,
  sum: number,
): number {
  const { bytes, structure, numbers, numberBytes, leaves, treeOffsets, ranks, numNodes, numTrees } = forest
  const numSplits = (numNodes - numTrees) >> 1
  const numLeaves = numSplits + numTrees
  for (let i = 0; i < trees.length; i++) {
    const tree = trees[i]
    const root = treeOffsets[tree]
    const splitsBefore = (root - tree) >> 1
    let node = root
    for (;;) {
      const at = structure + ((node >> 5) << 2)
      const bits = bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24)
      const rank = ranks[node >> 5] + popCount(bits & ((1 << (node & 31)) - 1))
      if ((bits & (1 << (node & 31))) === 0) {
        const leaf = leaves + node - rank
        word[0] =
          bytes[leaf] |
          (bytes[leaf + numLeaves] << 8) |
          (bytes[leaf + 2 * numLeaves] << 16) |
          (bytes[leaf + 3 * numLeaves] << 24)
        sum = Math.fround(sum + float[0])
        break
      }
      const place = numbers + rank
      let split = bytes[place] | (bytes[place + numSplits] << 8)
      if (numberBytes === 4) {
        split |= (bytes[place + 2 * numSplits] << 16) | (bytes[place + 3 * numSplits] << 24)
      }
      const column = columnOf[split]
      const value = rows[start + (column >> 1)]
      let right: number
      if (split >= thresholds.length) right = categoryAnswers[split - thresholds.length]
      else if (Number.isNaN(value)) right = 1 - (column & 1)
      else right = value < thresholds[split] ? 0 : 1
      node = root + 2 * (rank - splitsBefore) + 1 + right
    }
  }
  return sum
}

/** Whole words out of four byte planes. */
export function joinPlanes(bytes: Uint8Array, start: number, count: number): Uint32Array {
  const words = new Uint32Array(count)
  const low = bytes.subarray(start, start + count)
  const second = bytes.subarray(start + count, start + 2 * count)
  const third = bytes.subarray(start + 2 * count, start + 3 * count)
  const high = bytes.subarray(start + 3 * count, start + 4 * count)
  for (let i = 0; i < count; i++) words[i] = low[i] | (second[i] << 8) | (third[i] << 16) | (high[i] << 24)
  return words
}

/** The forest decoded: what layouts for speed are made from. */
export function numberedForest(forest: SuccinctForest): NumberedForest {
  const { bytes, structure, numbers, numberBytes, leaves, treeOffsets, numNodes, numTrees } = forest
  const { numSplits, leafLength } = forest
  const count = (numNodes - numTrees) >> 1
  const splitNumbers = new Int32Array(numNodes)
  let place = numbers
  for (let node = 0; node < numNodes; node++) {
    if ((bytes[structure + (node >> 3)] & (1 << (node & 7))) === 0) {
      splitNumbers[node] = numSplits
      continue
    }
    let split = bytes[place] | (bytes[place + count] << 8)
    if (numberBytes === 4) split |= (bytes[place + 2 * count] << 16) | (bytes[place + 3 * count] << 24)
    splitNumbers[node] = split
    place++
  }
  const numLeaves = leafOffset(numNodes, numTrees)
  const leafValues = new Float32Array(joinPlanes(bytes, leaves, numLeaves * leafLength).buffer)
  return { numTrees, treeOffsets, splitNumbers, leafValues, leafLength }
}
