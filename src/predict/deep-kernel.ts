/**
 * Forests of deep trees as packed words: split number and distance to the left child, the right child beside
 * it, so that a step is `node += distance + answer[split]`, without a branch; leaves step onto themselves.
 * Thirty-two trees advance together: one miss in the cache does not wait for the next. Their state lies in
 * the same array as answers and nodes, because more than four of them do not fit into registers.
 *
 * `nodes`: [ answers of a block of rows | 32 lanes | words of all trees, level order ]
 * `values`: one per word, a leaf's value at its place
 *
 * A leaf has the split number that always answers 0 and distance 0. Trees are padded to a multiple of 32
 * with one leaf of -0: s + (-0) is s, also for -0.
 */

import type { SplitDictionary } from "../forest/split-dictionary.ts"
import { answerCategories } from "./answer-categories.ts"
import type { Kernel, Segment } from "./kernel.ts"

const LANES = 32
/** Rows whose answers are kept at once: a group's words then serve all of them from the nearest cache. */
const ROWS = 32

/** Where the trees of one output of one forest are, once laid out. */
interface Placed {
  /** Index in `nodes` of each tree's root, padded to a multiple of 32. */
  readonly roots: Int32Array
  /** Steps of each group of 32 trees. */
  readonly depths: Int32Array
}

/** What one kernel's words have in common. */
interface Words {
  readonly nodes: Int32Array
  readonly values: Float32Array
  /** Index of the first word in `nodes`, of value 0 in `values`. */
  readonly first: number
  readonly lanes: number
  /** Bits of a distance. */
  readonly bits: number
}

function walkGroup(
  words: Words,
  roots: Int32Array,
  tree: number,
  depth: number,
  answers: number,
  sum: number,
): number {
  const { nodes, values, first, lanes, bits } = words
  const mask = (1 << bits) - 1
  const end = (lanes + LANES) | 0
  for (let lane = 0; lane < LANES; lane = (lane + 1) | 0) nodes[(lanes + lane) | 0] = roots[(tree + lane) | 0]
  for (let level = depth; level > 0; level = (level - 1) | 0) {
    for (let lane = lanes; lane < end; lane = (lane + 4) | 0) {
      const a = nodes[lane]
      const b = nodes[(lane + 1) | 0]
      const c = nodes[(lane + 2) | 0]
      const d = nodes[(lane + 3) | 0]
      const wordA = nodes[a]
      const wordB = nodes[b]
      const wordC = nodes[c]
      const wordD = nodes[d]
      nodes[lane] = (a + (wordA & mask) + nodes[(answers + (wordA >>> bits)) | 0]) | 0
      nodes[(lane + 1) | 0] = (b + (wordB & mask) + nodes[(answers + (wordB >>> bits)) | 0]) | 0
      nodes[(lane + 2) | 0] = (c + (wordC & mask) + nodes[(answers + (wordC >>> bits)) | 0]) | 0
      nodes[(lane + 3) | 0] = (d + (wordD & mask) + nodes[(answers + (wordD >>> bits)) | 0]) | 0
    }
  }
  for (let lane = 0; lane < LANES; lane = (lane + 1) | 0) {
    sum = Math.fround(sum + values[(nodes[(lanes + lane) | 0] - first) | 0])
  }
  return sum
}

/** As complete-kernel's, word for word: with both element types through one function every access is polymorphic. */
function answerThresholds(
  dictionary: SplitDictionary,
  rows: Float32Array,
  start: number,
  answers: Int32Array,
  offset: number,
  ranks: Int32Array,
): void {
  const { columns, columnOffsets, thresholds } = dictionary
  for (let column = 0; column < columns.length; column++) {
    const value = rows[start + (columns[column] >> 1)]
    const first = columnOffsets[column]
    const count = columnOffsets[column + 1] - first
    if (count === 1) {
      answers[offset + first] = Number.isNaN(value)
        ? 1 - (columns[column] & 1)
        : +(value >= thresholds[first])
      continue
    }
    let rank: number
    if (Number.isNaN(value)) rank = columns[column] & 1 ? 0 : count
    else {
      let low = first
      let left = count
      while (left > 1) {
        const half = left >> 1
        low = (low + (-+(thresholds[low + half - 1] <= value) & half)) | 0
        left = (left - half) | 0
      }
      rank = low - first + +(thresholds[low] <= value)
    }
    const before = ranks[column]
    if (rank > before) answers.fill(1, offset + first + before, offset + first + rank)
    else if (rank < before) answers.fill(0, offset + first + rank, offset + first + before)
    ranks[column] = rank
  }
}

const bitsOf = (value: number): number => 32 - Math.clz32(value)

/** Longest distance from a node to its left child: in level order the width of a level, roughly. */
function longestDistance(numSplits: number, segments: readonly Segment[]): number {
  let longest = 0
  for (const { forest, trees } of segments) {
    for (const tree of trees) {
      const begin = forest.treeOffsets[tree]
      const end = forest.treeOffsets[tree + 1]
      let child = begin + 1
      for (let node = begin; node < end; node++) {
        if (forest.splitNumbers[node] >= numSplits) continue
        if (child - node > longest) longest = child - node
        child += 2
      }
    }
  }
  return longest
}

/** Deep trees over one table of answers per row of a block. */
export class DeepKernel implements Kernel {
  readonly numBytes: number
  readonly dictionary: SplitDictionary
  readonly words: Words
  readonly placed: readonly Placed[]
  private readonly tableSize: number
  /** Per row of a block. */
  private readonly ranks: Int32Array[]

  /** Whether split numbers and distances fit into words of 32 bits. */
  static fits({ numSplits }: SplitDictionary, segments: readonly Segment[]): boolean {
    return bitsOf(numSplits) + bitsOf(longestDistance(numSplits, segments)) <= 32
  }

  /** @param segments what `segmentsOf` made of forests numbered in `dictionary`, for which `fits` holds */
  constructor(dictionary: SplitDictionary, segments: readonly Segment[]) {
    const { numSplits } = dictionary
    const bits = bitsOf(longestDistance(numSplits, segments))
    const tableSize = (numSplits + 16) & ~15
    const lanes = tableSize * ROWS
    const first = lanes + LANES
    let numWords = 1
    for (const { forest, trees } of segments) {
      for (const tree of trees) numWords += forest.treeOffsets[tree + 1] - forest.treeOffsets[tree]
    }
    const nodes = new Int32Array(first + numWords)
    const values = new Float32Array(numWords)
    const leafWord = numSplits << bits
    // The last word is the leaf that pads groups.
    const padding = first + numWords - 1
    nodes[padding] = leafWord
    values[numWords - 1] = -0
    let at = first
    this.placed = segments.map(({ forest, trees, leafOffsets, depth }) => {
      const roots = new Int32Array((trees.length + LANES - 1) & ~(LANES - 1)).fill(padding)
      const depths = new Int32Array(roots.length / LANES)
      trees.forEach((tree, index) => {
        roots[index] = at
        let leaf = leafOffsets[tree]
        let child = at + 1
        let level = 0
        let levelEnd = at + 1
        const begin = forest.treeOffsets[tree]
        const end = forest.treeOffsets[tree + 1]
        for (let node = begin; node < end; node++, at++) {
          if (at === levelEnd) {
            level++
            levelEnd = child
          }
          const split = forest.splitNumbers[node]
          if (split < numSplits) {
            nodes[at] = (split << bits) | (child - at)
            child += 2
          } else {
            nodes[at] = leafWord
            values[at - first] = forest.leafValues[leaf++]
          }
        }
        const group = Math.floor(index / LANES)
        depths[group] = Math.max(depths[group], Math.min(level, depth))
      })
      return { roots, depths }
    })
    this.dictionary = dictionary
    this.words = { nodes, values, first, lanes, bits }
    this.tableSize = tableSize
    this.ranks = Array.from({ length: ROWS }, () => new Int32Array(dictionary.columns.length))
    this.numBytes = nodes.byteLength + values.byteLength
  }

  private answerAt(rows: Float32Array, start: number, slot: number): void {
    const offset = slot * this.tableSize
    answerThresholds(this.dictionary, rows, start, this.words.nodes, offset, this.ranks[slot])
    if (this.dictionary.categoryColumns.length > 0) {
      answerCategories(this.dictionary, rows, start, this.words.nodes, offset)
    }
  }

  answer(rows: Float32Array, start: number): void {
    this.answerAt(rows, start, 0)
  }

  sum(segment: number, base: number): number {
    const { roots, depths } = this.placed[segment]
    let sum = base
    for (let group = 0; group < depths.length; group++) {
      sum = walkGroup(this.words, roots, group * LANES, depths[group], 0, sum)
    }
    return sum
  }

  sumRows(segment: number, count: number, rows: Float32Array, numRows: number, margins: Float32Array): void {
    const { words, tableSize } = this
    const { numFeatures } = this.dictionary
    for (let begin = 0; begin < numRows; begin += ROWS) {
      const numSlots = Math.min(ROWS, numRows - begin)
      for (let slot = 0; slot < numSlots; slot++) this.answerAt(rows, (begin + slot) * numFeatures, slot)
      for (let i = 0; i < count; i++) {
        const { roots, depths } = this.placed[segment + i]
        for (let group = 0; group < depths.length; group++) {
          for (let slot = 0; slot < numSlots; slot++) {
            const at = (begin + slot) * count + i
            margins[at] = walkGroup(words, roots, group * LANES, depths[group], slot * tableSize, margins[at])
          }
        }
      }
    }
  }
}
