/**
 * Forests of shallow trees as complete binary trees (see complete-trees.ts): a node is nothing but the number
 * of its split, and a walk is a fixed number of steps without a branch, `k = 2k + answer[split[k]]`, four
 * trees at a time. The row's answers and the nodes lie in one array: V8 reloads base and length of every
 * array in inner loops, and runs out of registers with two.
 *
 * `nodes`: [ answers of the row | split numbers of all trees ]
 *
 * A leaf above the last level continues to the left, over the split number that always answers 0.
 */

import type { SplitDictionary } from "../../forest/split-dictionary.ts"
import { answerCategories } from "./answer-categories.ts"
import { answerNarrow } from "./answer-thresholds.ts"
import { CompleteBlocks } from "./complete-blocks.ts"
import { CompleteTrees, LANES, type Placed } from "./complete-trees.ts"
import { type Kernel, type Segment, sumRowByRow } from "./kernel.ts"

function walkTrees(nodes: Uint16Array, values: Float32Array, placed: Placed, sum: number): number {
  const { numTrees, depth } = placed
  const size = 1 << depth
  let o0 = placed.nodes
  let leaf0 = placed.values - size
  for (let tree = 0; tree < numTrees; tree = (tree + LANES) | 0) {
    const o1 = (o0 + size) | 0
    const o2 = (o1 + size) | 0
    const o3 = (o2 + size) | 0
    let a = 1
    let b = 1
    let c = 1
    let d = 1
    for (let level = depth; level > 0; level = (level - 1) | 0) {
      a = ((a << 1) + nodes[nodes[(o0 + a) | 0]]) | 0
      b = ((b << 1) + nodes[nodes[(o1 + b) | 0]]) | 0
      c = ((c << 1) + nodes[nodes[(o2 + c) | 0]]) | 0
      d = ((d << 1) + nodes[nodes[(o3 + d) | 0]]) | 0
    }
    sum = Math.fround(sum + values[(leaf0 + a) | 0])
    sum = Math.fround(sum + values[(leaf0 + size + b) | 0])
    sum = Math.fround(sum + values[(leaf0 + 2 * size + c) | 0])
    sum = Math.fround(sum + values[(leaf0 + 3 * size + d) | 0])
    o0 = (o3 + size) | 0
    leaf0 = (leaf0 + LANES * size) | 0
  }
  return sum
}

/** Complete trees over one table of answers. */
export class CompleteKernel implements Kernel {
  readonly numBytes: number
  readonly dictionary: SplitDictionary
  readonly nodes: Uint16Array
  readonly trees: CompleteTrees
  private readonly ranks: Int32Array
  private readonly blocks: CompleteBlocks

  /** @param segments of forests numbered in `dictionary`, which has at most 65,534 splits */
  constructor(dictionary: SplitDictionary, segments: readonly Segment[]) {
    const { numSplits } = dictionary
    // The slot after the answers always answers 0; trees start at a multiple of 32 entries, a cache line.
    const firstEntry = (numSplits + 32) & ~31
    const trees = new CompleteTrees(segments, firstEntry)
    const nodes = new Uint16Array(trees.numEntries)
    nodes.fill(numSplits, firstEntry)
    trees.place(segments, numSplits, nodes)
    this.dictionary = dictionary
    this.trees = trees
    this.nodes = nodes
    this.ranks = new Int32Array(dictionary.columns.length)
    this.blocks = new CompleteBlocks(dictionary, nodes, trees)
    this.numBytes = nodes.byteLength + trees.values.byteLength
  }

  answer(rows: Float32Array, start: number): void {
    answerNarrow(this.dictionary, rows, start, this.nodes, this.ranks)
    if (this.dictionary.categoryColumns.length > 0) answerCategories(this.dictionary, rows, start, this.nodes)
  }

  sum(segment: number, base: number): number {
    return walkTrees(this.nodes, this.trees.values, this.trees.placed[segment], base)
  }

  sumRows(segment: number, count: number, rows: Float32Array, numRows: number, margins: Float32Array): void {
    const { numFeatures } = this.dictionary
    const done = this.blocks.sumRows(segment, count, rows, numRows, margins)
    sumRowByRow(this, numFeatures, segment, count, rows, done, numRows, margins)
  }
}
