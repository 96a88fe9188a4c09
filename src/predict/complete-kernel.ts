/**
 * Forests of shallow trees as complete binary trees: node k has its children at 2k and 2k + 1, so a node is
 * nothing but the number of its split, and a walk is a fixed number of steps without a branch,
 * `k = 2k + answer[split[k]]`, four trees at a time. The row's answers and the nodes lie in one array: V8
 * reloads base and length of every array in inner loops, and runs out of registers with two.
 *
 * `nodes`: [ answers of the row | per tree 2^depth split numbers, the first unused ]
 * `values`: per tree 2^depth leaf values
 *
 * A leaf above the last level continues to the left, over the split number that always answers 0. Trees
 * are padded to a multiple of four with one-leaf trees of -0, which change no sum: s + (-0) is s, also for -0.
 */

import type { NumberedForest, SplitDictionary } from "../forest/split-dictionary.ts"
import { answerCategories } from "./answer-categories.ts"
import type { Kernel, NodeSink, Segment } from "./kernel.ts"

const LANES = 4

/** What a core's second cache holds, on the machines of today. */
const CACHE_BYTES = 1 << 20

/** Where the trees of one output of one forest are, once laid out. */
interface Placed {
  readonly nodes: number
  readonly values: number
  readonly numTrees: number
  readonly depth: number
}

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

/** As deep-kernel's, word for word: with both element types through one function every access is polymorphic. */
function answerThresholds(
  dictionary: SplitDictionary,
  rows: Float32Array,
  start: number,
  answers: Uint16Array,
  ranks: Int32Array,
): void {
  const { columns, columnOffsets, thresholds } = dictionary
  for (let column = 0; column < columns.length; column++) {
    const value = rows[start + (columns[column] >> 1)]
    const first = columnOffsets[column]
    const count = columnOffsets[column + 1] - first
    if (count === 1) {
      answers[first] = Number.isNaN(value) ? 1 - (columns[column] & 1) : +(value >= thresholds[first])
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
    if (rank > before) answers.fill(1, first + before, first + rank)
    else if (rank < before) answers.fill(0, first + rank, first + before)
    ranks[column] = rank
  }
}

/** Copies one tree into its complete form. */
function placeTree(
  forest: NumberedForest,
  tree: number,
  leafIndex: number,
  depth: number,
  nodes: Uint16Array,
  nodesStart: number,
  values: Float32Array,
  valuesStart: number,
  numSplits: number,
  places: Int32Array,
): number {
  const begin = forest.treeOffsets[tree]
  const numNodes = forest.treeOffsets[tree + 1] - begin
  const size = 1 << depth
  let next = 1
  places[0] = 1
  for (let node = 0; node < numNodes; node++) {
    const place = places[node]
    const split = forest.splitNumbers[begin + node]
    if (split < numSplits) {
      nodes[nodesStart + place] = split
      places[next++] = 2 * place
      places[next++] = 2 * place + 1
    } else {
      // The walk goes on to the left until the last level.
      const level = 31 - Math.clz32(place)
      values[valuesStart + (place << (depth - level)) - size] = forest.leafValues[leafIndex++]
    }
  }
  return leafIndex
}

/** Complete trees over one table of answers. */
export class CompleteKernel implements Kernel {
  readonly numBytes: number
  private readonly dictionary: SplitDictionary
  private readonly nodes: Uint16Array
  private readonly values: Float32Array
  private readonly placed: readonly Placed[]
  private readonly ranks: Int32Array

  /** @param segments what `segmentsOf` made of forests numbered in `dictionary`, which has at most 65,534 splits */
  constructor(dictionary: SplitDictionary, segments: readonly Segment[]) {
    const { numSplits } = dictionary
    // The slot after the answers always answers 0; nodes start at a multiple of 32 entries, a cache line.
    let numEntries = (numSplits + 32) & ~31
    let numValues = 0
    const placed = segments.map(({ trees, depth }) => {
      const numTrees = (trees.length + LANES - 1) & ~(LANES - 1)
      const place = { nodes: numEntries, values: numValues, numTrees, depth }
      numEntries += numTrees << depth
      numValues += numTrees << depth
      return place
    })
    const nodes = new Uint16Array(numEntries)
    const values = new Float32Array(numValues)
    nodes.fill(numSplits, (numSplits + 32) & ~31)
    const places = new Int32Array(2 << Math.max(0, ...segments.map(segment => segment.depth)))
    segments.forEach(({ forest, trees, leafOffsets, depth }, i) => {
      const place = placed[i]
      trees.forEach((tree, at) => {
        const nodesStart = place.nodes + (at << depth)
        const valuesStart = place.values + (at << depth)
        const leaf = leafOffsets[tree]
        placeTree(forest, tree, leaf, depth, nodes, nodesStart, values, valuesStart, numSplits, places)
      })
      for (let at = trees.length; at < place.numTrees; at++) values[place.values + (at << depth)] = -0
    })
    this.dictionary = dictionary
    this.nodes = nodes
    this.values = values
    this.placed = placed
    this.ranks = new Int32Array(dictionary.columns.length)
    this.numBytes = nodes.byteLength + values.byteLength
  }

  answer(rows: Float32Array, start: number): void {
    answerThresholds(this.dictionary, rows, start, this.nodes, this.ranks)
    if (this.dictionary.categoryColumns.length > 0) answerCategories(this.dictionary, rows, start, this.nodes)
  }

  sum(segment: number, base: number): number {
    return walkTrees(this.nodes, this.values, this.placed[segment], base)
  }

  sumRows(segment: number, count: number, rows: Float32Array, numRows: number, margins: Float32Array): void {
    const { numFeatures } = this.dictionary
    // Beyond the cache, answering a row again (0.4 µs) costs less than fetching every forest for every row.
    const isSmall = this.numBytes <= CACHE_BYTES
    const together = isSmall ? count : 1
    for (let begin = 0; begin < count; begin += together) {
      for (let row = 0; row < numRows; row++) {
        this.answer(rows, row * numFeatures)
        const first = row * count
        for (let i = begin; i < begin + together; i++) {
          margins[first + i] = this.sum(segment + i, margins[first + i])
        }
      }
    }
  }

  readTree(segment: number, tree: number, sink: NodeSink): void {
    const { numSplits } = this.dictionary
    const { nodes: start, values: valuesStart, depth } = this.placed[segment]
    const size = 1 << depth
    const nodes = start + tree * size
    const values = valuesStart + tree * size - size
    let level = [1]
    for (let left = depth; level.length > 0; left--) {
      const below: number[] = []
      for (const place of level) {
        const split = left === 0 ? numSplits : this.nodes[nodes + place]
        sink(split, split < numSplits ? 0 : this.values[values + (place << left)])
        if (split < numSplits) below.push(2 * place, 2 * place + 1)
      }
      level = below
    }
  }
}
