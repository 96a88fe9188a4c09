/**
 * Deep trees laid out: the first levels of each as a complete tree of split numbers (see complete-trees.ts), the
 * rest as packed words (see deep-order.ts for their order). A word is `split << bits | distance`, the distance to the left child,
 * beside which is the right one, so that a step is `node += distance + answer[split]`, without a branch.
 *
 * A leaf steps onto itself: its distance is 0, and its split one of the 64 numbers behind the dictionary's, which
 * always answer 0. Which of them says where its value is: leaves are counted within each run of 64 words.
 *
 * `tops`:  [ answers | 2^topDepth entries a tree ]
 * `words`: [ answers, the 64 zeros included | lanes | 2^topDepth exits a tree: indices of words | words ]
 * `leafValues`: leaves in the words' order; `leafBases`: leaves before each run of 64 words
 *
 * Trees of an output are padded to whole groups of lanes with trees of one leaf of -0: s + (-0) is s, also for -0.
 */

import type { NumberedForest, SplitDictionary } from "../../forest/split-dictionary.ts"
import { DeepOrder } from "./deep-order.ts"
import type { Segment } from "./kernel.ts"
import { SLICED_LEVELS } from "./slice-trees.ts"

/** Trees that advance together: one miss in the cache does not wait for the next. */
export const DEEP_LANES = 32

/** Words among which leaves are counted. */
const RUN = 64

/** Numbers behind the dictionary's that leaves ask: all of them answer 0. */
export const LEAF_SPLITS: number = RUN

/** Where the trees of one output of one forest are, once laid out. */
export interface PlacedDeep {
  /** Index in `tops` of the first tree's entry 0. */
  readonly tops: number
  /** Index in `words` of the first tree's exits. */
  readonly exits: number
  /** Padding included. */
  readonly numTrees: number
  /** Per tree: levels below its top. */
  readonly depths: Int32Array
  /** Per group of lanes: the most of its trees. */
  readonly groupDepths: Int32Array
}

const bitsOf = (value: number): number => 32 - Math.clz32(value)

/** Nodes of the largest tree: no distance is longer. */
function largestTree(segments: readonly Segment[]): number {
  let largest = 1
  for (const { forest, trees } of segments) {
    for (const tree of trees)
      largest = Math.max(largest, forest.treeOffsets[tree + 1] - forest.treeOffsets[tree])
  }
  return largest
}

/** Levels of the complete tops: as many as the trees fill on average, or exits outnumber the nodes. */
function topDepthOf(segments: readonly Segment[]): number {
  let numTrees = 0
  let numNodes = 0
  for (const { forest, trees } of segments) {
    numTrees += trees.length
    for (const tree of trees) numNodes += forest.treeOffsets[tree + 1] - forest.treeOffsets[tree]
  }
  return Math.max(0, Math.min(SLICED_LEVELS, bitsOf(Math.floor(numNodes / Math.max(1, numTrees))) - 1))
}

/** Splits in the first levels of a tree: all nodes but these become words. */
function splitsAbove(
  { splitNumbers }: NumberedForest,
  begin: number,
  end: number,
  numSplits: number,
  topDepth: number,
): number {
  let count = 0
  let level = begin
  let next = begin + 1
  for (let depth = 0; depth < topDepth && level < end; depth++) {
    const levelEnd = next
    for (; level < levelEnd; level++) if (splitNumbers[level] < numSplits) count++
    next = begin + 1 + 2 * count
  }
  return count
}

export class DeepTrees {
  readonly topDepth: number
  /** Bits of a distance. */
  readonly bits: number
  readonly tops: Uint16Array
  readonly words: Int32Array
  /** Index of the first lane in `words`. */
  readonly lanes: number
  readonly leafValues: Float32Array
  readonly leafBases: Int32Array
  readonly placed: readonly PlacedDeep[]
  private readonly numSplits: number
  /** The next word, and the next leaf. */
  private word: number
  private leaf = 0
  /** Scratch: the tree at hand; per node, its entry in the top, and the leaves before it. */
  private readonly order: DeepOrder
  private readonly entries: Int32Array
  private readonly leavesBefore: Int32Array

  /** Whether split numbers fit into tops, and with distances into words. */
  static fits({ numSplits }: SplitDictionary, segments: readonly Segment[]): boolean {
    const isNarrow = numSplits < 65_535
    return isNarrow && bitsOf(numSplits + RUN) + bitsOf(largestTree(segments)) <= 32
  }

  /** @param segments for which `fits` holds; they are not kept */
  constructor({ numSplits }: SplitDictionary, segments: readonly Segment[]) {
    const topDepth = topDepthOf(segments)
    const size = 1 << topDepth
    this.numSplits = numSplits
    this.topDepth = topDepth
    const largest = largestTree(segments)
    this.bits = bitsOf(largest)
    this.order = new DeepOrder(largest)
    this.entries = new Int32Array(largest)
    this.leavesBefore = new Int32Array(largest)
    const firstTop = (numSplits + 32) & ~31
    this.lanes = (numSplits + RUN + 15) & ~15
    const firstExit = this.lanes + DEEP_LANES
    let numPadded = 0
    let numWords = 1
    let numLeaves = 1
    for (const { forest, trees } of segments) {
      numPadded += (trees.length + DEEP_LANES - 1) & ~(DEEP_LANES - 1)
      for (const tree of trees) {
        const begin = forest.treeOffsets[tree]
        const end = forest.treeOffsets[tree + 1]
        numLeaves += (end - begin + 1) / 2
        numWords += end - begin - splitsAbove(forest, begin, end, numSplits, topDepth)
      }
    }
    this.word = (firstExit + numPadded * size + RUN - 1) & ~(RUN - 1)
    this.tops = new Uint16Array(firstTop + numPadded * size).fill(numSplits, firstTop)
    this.words = new Int32Array(this.word + numWords)
    this.leafValues = new Float32Array(numLeaves)
    this.leafBases = new Int32Array(Math.ceil(this.words.length / RUN))
    const padding = this.putLeaf(-0)
    let top = firstTop
    let exit = firstExit
    this.placed = segments.map(segment => {
      const numTrees = (segment.trees.length + DEEP_LANES - 1) & ~(DEEP_LANES - 1)
      const depths = new Int32Array(numTrees)
      segment.trees.forEach((tree, i) => {
        depths[i] = this.putTree(
          segment.forest,
          tree,
          segment.leafOffsets[tree],
          top + i * size,
          exit + i * size,
        )
      })
      this.words.fill(padding, exit + segment.trees.length * size, exit + numTrees * size)
      const groupDepths = Int32Array.from({ length: numTrees / DEEP_LANES }, (_, group) =>
        Math.max(...depths.subarray(group * DEEP_LANES, (group + 1) * DEEP_LANES)),
      )
      const place = { tops: top, exits: exit, numTrees, depths, groupDepths }
      top += numTrees * size
      exit += numTrees * size
      return place
    })
  }

  get numBytes(): number {
    const { tops, words, leafValues, leafBases } = this
    return tops.byteLength + words.byteLength + leafValues.byteLength + leafBases.byteLength
  }

  /** Value of the leaf that a word is. */
  leafAt(word: number): number {
    return this.leafValues[this.leafBases[word >> 6] + (this.words[word] >>> this.bits) - this.numSplits]
  }

  private put(split: number, distance: number): number {
    if (this.word % RUN === 0) this.leafBases[this.word / RUN] = this.leaf
    this.words[this.word] = (split << this.bits) | distance
    return this.word++
  }

  private putLeaf(value: number): number {
    const base = this.word % RUN === 0 ? this.leaf : this.leafBases[this.word >> 6]
    const word = this.put(this.numSplits + this.leaf - base, 0)
    this.leafValues[this.leaf++] = value
    return word
  }

  /** @returns levels below the top */
  private putTree(
    { splitNumbers, leafValues, treeOffsets }: NumberedForest,
    tree: number,
    firstLeaf: number,
    top: number,
    exit: number,
  ): number {
    const { numSplits, topDepth, order, entries, leavesBefore } = this
    const { depths, leftChildren, places, nodes } = order
    const begin = treeOffsets[tree]
    order.take(splitNumbers, begin, treeOffsets[tree + 1], numSplits, topDepth)
    const firstWord = this.word
    entries[0] = 1
    let leaf = firstLeaf
    for (let node = 0; node < order.numNodes; node++) {
      const child = leftChildren[node]
      leavesBefore[node] = leaf
      if (child === 0) leaf++
      const left = topDepth - depths[node]
      if (left > 0 && child > 0) {
        this.tops[top + entries[node]] = splitNumbers[begin + node]
        entries[child] = 2 * entries[node]
        entries[child + 1] = 2 * entries[node] + 1
      } else if (left >= 0) {
        // Every entry of the top's last level below this node leads to it.
        const first = exit - (1 << topDepth) + (entries[node] << left)
        this.words.fill(firstWord + places[node], first, first + (1 << left))
      }
    }
    for (let at = 0; at < order.length; at++) {
      const node = nodes[at]
      const child = leftChildren[node]
      if (child === 0) this.putLeaf(leafValues[leavesBefore[node]])
      else this.put(splitNumbers[begin + node], places[child] - at)
    }
    return Math.max(0, order.maxDepth - topDepth)
  }
}
