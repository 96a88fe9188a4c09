/**
 * Deep trees over a table of answers (see deep-trees.ts for the layout). A single row goes down the complete
 * tops four trees at a time, then thirty-two trees advance together, their state in the same array as answers and
 * words: more than four of them do not fit into registers. Each pass is a function of its own: with all of them
 * in one loop V8 11 spills every register, which takes 1.7 times as long.
 *
 * Blocks of rows go down the tops by slices (see slice-trees.ts), then on row by row within one tree, whose words
 * stay in the nearest cache.
 */

import type { SplitDictionary } from "../../forest/split-dictionary.ts"
import { answerCategories } from "./answer-categories.ts"
import { answerBoth } from "./answer-thresholds.ts"
import { DEEP_LANES, DeepTrees, LEAF_SPLITS, type PlacedDeep } from "./deep-trees.ts"
import { type Kernel, type Segment, sumRowByRow } from "./kernel.ts"
import { RowBlocks } from "./row-blocks.ts"
import { BLOCK_ROWS, type RowMasks } from "./row-masks.ts"
import { SLICE_SCRATCH, sliceTree } from "./slice-trees.ts"

/** The complete tops of a group of trees, four at a time; where each leads to becomes a lane's state. */
function descendTops(
  tops: Uint16Array,
  words: Int32Array,
  top: number,
  exit: number,
  depth: number,
  lanes: number,
  end: number,
): void {
  const size = 1 << depth
  let o0 = top
  // Entries are counted from 2^depth on the level that is reached.
  let e0 = (exit - size) | 0
  for (let lane = lanes; lane < end; lane = (lane + 4) | 0) {
    const o1 = (o0 + size) | 0
    const o2 = (o1 + size) | 0
    const o3 = (o2 + size) | 0
    let a = 1
    let b = 1
    let c = 1
    let d = 1
    for (let level = depth; level > 0; level = (level - 1) | 0) {
      a = ((a << 1) + tops[tops[(o0 + a) | 0]]) | 0
      b = ((b << 1) + tops[tops[(o1 + b) | 0]]) | 0
      c = ((c << 1) + tops[tops[(o2 + c) | 0]]) | 0
      d = ((d << 1) + tops[tops[(o3 + d) | 0]]) | 0
    }
    words[lane] = words[(e0 + a) | 0]
    words[(lane + 1) | 0] = words[(e0 + size + b) | 0]
    words[(lane + 2) | 0] = words[(e0 + 2 * size + c) | 0]
    words[(lane + 3) | 0] = words[(e0 + 3 * size + d) | 0]
    o0 = (o3 + size) | 0
    e0 = (e0 + 4 * size) | 0
  }
}

/** From there to the leaves. */
function advanceLanes(words: Int32Array, bits: number, depth: number, lanes: number, end: number): void {
  const mask = (1 << bits) - 1
  for (let level = depth; level > 0; level = (level - 1) | 0) {
    for (let lane = lanes; lane < end; lane = (lane + 4) | 0) {
      const a = words[lane]
      const b = words[(lane + 1) | 0]
      const c = words[(lane + 2) | 0]
      const d = words[(lane + 3) | 0]
      const wordA = words[a]
      const wordB = words[b]
      const wordC = words[c]
      const wordD = words[d]
      words[lane] = (a + (wordA & mask) + words[wordA >>> bits]) | 0
      words[(lane + 1) | 0] = (b + (wordB & mask) + words[wordB >>> bits]) | 0
      words[(lane + 2) | 0] = (c + (wordC & mask) + words[wordC >>> bits]) | 0
      words[(lane + 3) | 0] = (d + (wordD & mask) + words[wordD >>> bits]) | 0
    }
  }
}

/** @param numSplits what leaves count from */
function addLanes(
  { words, leafValues, leafBases, bits }: DeepTrees,
  numSplits: number,
  lanes: number,
  end: number,
  sum: number,
): number {
  for (let lane = lanes; lane < end; lane = (lane + 1) | 0) {
    const word = words[lane]
    const leaf = (leafBases[word >> 6] + (words[word] >>> bits) - numSplits) | 0
    sum = Math.fround(sum + leafValues[leaf])
  }
  return sum
}

/**
 * A block of rows from a tree's exits to its leaves.
 *
 * @param places where the rows' places among the exits are in the table, as `sliceTree` leaves them
 * @param ends where their leaves' words go, one a row
 */
function walkRows(
  words: Int32Array,
  table: Int32Array,
  places: number,
  exit: number,
  bits: number,
  depth: number,
  ends: number,
): void {
  const mask = (1 << bits) - 1
  for (let row = 0; row < 8; row = (row + 1) | 0) {
    const four = table[(places + row) | 0]
    let a = words[(exit + (four & 255)) | 0]
    let b = words[(exit + ((four >>> 8) & 255)) | 0]
    let c = words[(exit + ((four >>> 16) & 255)) | 0]
    let d = words[(exit + (four >>> 24)) | 0]
    for (let level = depth; level > 0; level = (level - 1) | 0) {
      const wordA = words[a]
      const wordB = words[b]
      const wordC = words[c]
      const wordD = words[d]
      a = (a + (wordA & mask) + ((table[wordA >>> bits] >>> row) & 1)) | 0
      b = (b + (wordB & mask) + ((table[wordB >>> bits] >>> (row + 8)) & 1)) | 0
      c = (c + (wordC & mask) + ((table[wordC >>> bits] >>> (row + 16)) & 1)) | 0
      d = (d + (wordD & mask) + ((table[wordD >>> bits] >>> (row + 24)) & 1)) | 0
    }
    table[(ends + row) | 0] = a
    table[(ends + row + 8) | 0] = b
    table[(ends + row + 16) | 0] = c
    table[(ends + row + 24) | 0] = d
  }
}

function addRows(
  { words, leafValues, leafBases, bits }: DeepTrees,
  numSplits: number,
  table: Int32Array,
  ends: number,
  sums: Float32Array,
): void {
  for (let row = 0; row < BLOCK_ROWS; row = (row + 1) | 0) {
    const word = table[(ends + row) | 0]
    const leaf = (leafBases[word >> 6] + (words[word] >>> bits) - numSplits) | 0
    sums[row] = Math.fround(sums[row] + leafValues[leaf])
  }
}

function sumBlock(
  trees: DeepTrees,
  numSplits: number,
  { tops: top, exits, depths, numTrees }: PlacedDeep,
  { table, scratch }: RowMasks,
  sums: Float32Array,
): void {
  const { tops, words, bits, topDepth } = trees
  const places = scratch + SLICE_SCRATCH
  const ends = places + 8
  for (let tree = 0; tree < numTrees; tree++) {
    sliceTree(tops, top + (tree << topDepth), topDepth, table, scratch, places)
    walkRows(words, table, places, exits + (tree << topDepth), bits, depths[tree], ends)
    addRows(trees, numSplits, table, ends, sums)
  }
}

/** Deep trees over one table of answers. */
export class DeepKernel implements Kernel {
  readonly dictionary: SplitDictionary
  readonly trees: DeepTrees
  private readonly blocks: RowBlocks
  private readonly ranks: Int32Array

  /** @param segments of forests numbered in `dictionary`, for which `DeepTrees.fits` */
  constructor(dictionary: SplitDictionary, segments: readonly Segment[]) {
    const trees = new DeepTrees(dictionary, segments)
    this.dictionary = dictionary
    this.trees = trees
    this.blocks = new RowBlocks(dictionary, LEAF_SPLITS, (segment, masks, sums) => {
      sumBlock(trees, dictionary.numSplits, trees.placed[segment], masks, sums)
    })
    this.ranks = new Int32Array(dictionary.columns.length)
  }

  get numBytes(): number {
    return this.trees.numBytes
  }

  answer(rows: Float32Array, start: number): void {
    const { dictionary } = this
    const { tops, words } = this.trees
    answerBoth(dictionary, rows, start, tops, words, this.ranks)
    if (dictionary.categoryColumns.length === 0) return
    answerCategories(dictionary, rows, start, tops)
    answerCategories(dictionary, rows, start, words)
  }

  sum(segment: number, base: number): number {
    const { trees } = this
    const { numSplits } = this.dictionary
    const { tops, words, lanes, bits, topDepth } = trees
    const { tops: top, exits, groupDepths } = trees.placed[segment]
    const end = lanes + DEEP_LANES
    const step = DEEP_LANES << topDepth
    let sum = base
    for (let group = 0; group < groupDepths.length; group++) {
      descendTops(tops, words, top + group * step, exits + group * step, topDepth, lanes, end)
      advanceLanes(words, bits, groupDepths[group], lanes, end)
      sum = addLanes(trees, numSplits, lanes, end, sum)
    }
    return sum
  }

  sumRows(segment: number, count: number, rows: Float32Array, numRows: number, margins: Float32Array): void {
    const { numFeatures } = this.dictionary
    const done = this.blocks.sumRows(segment, count, rows, numRows, margins)
    sumRowByRow(this, numFeatures, segment, count, rows, done, numRows, margins)
  }
}
