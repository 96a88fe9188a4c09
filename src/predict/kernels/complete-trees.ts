/**
 * Trees as complete binary trees in one run of entries: node k of a tree has its children at 2k and 2k + 1,
 * entry 0 of each tree is unused. What an entry holds is the kernel's own; leaf values lie apart, 2^depth a
 * tree, those of leaves above the last level where a walk that keeps to the left ends.
 *
 * Trees of an output are padded to a multiple of four with one-leaf trees of -0, which change no sum:
 * s + (-0) is s, also for s = -0.
 */

import type { Segment } from "./kernel.ts"

/** Trees that a kernel walks at once: four chains of loads hide each other's latency and fit into registers. */
export const LANES = 4

/** Where the trees of one segment are. */
export interface Placed {
  /** First entry. */
  readonly nodes: number
  /** First leaf value. */
  readonly values: number
  /** Padding included. */
  readonly numTrees: number
  readonly depth: number
}

/**
 * Loops and nothing else: packs are opened in fresh processes, where calls are not inlined yet.
 *
 * @param places scratch, as long as the largest tree
 */
function placeSegment(
  { forest, trees, leafOffsets, depth }: Segment,
  placed: Placed,
  numSplits: number,
  entries: Uint16Array | Uint32Array,
  values: Float32Array,
  places: Int32Array,
): void {
  const { treeOffsets, splitNumbers, leafValues } = forest
  places[0] = 1
  for (let at = 0; at < trees.length; at++) {
    const nodesStart = placed.nodes + (at << depth)
    const valuesStart = placed.values + (at << depth) - (1 << depth)
    const begin = treeOffsets[trees[at]]
    const numNodes = treeOffsets[trees[at] + 1] - begin
    let leaf = leafOffsets[trees[at]]
    let next = 1
    for (let node = 0; node < numNodes; node++) {
      const place = places[node]
      const splitNumber = splitNumbers[begin + node]
      if (splitNumber < numSplits) {
        entries[nodesStart + place] = splitNumber
        places[next++] = 2 * place
        places[next++] = 2 * place + 1
      } else {
        // The leaf's first descendant on the last level: its level is 31 - clz32(place).
        values[valuesStart + (place << (depth - 31 + Math.clz32(place)))] = leafValues[leaf++]
      }
    }
  }
  for (let at = trees.length; at < placed.numTrees; at++) values[placed.values + (at << depth)] = -0
}

export class CompleteTrees {
  /** Entries of all trees, those before the first included. */
  readonly numEntries: number
  readonly values: Float32Array
  readonly placed: readonly Placed[]

  /** @param firstEntry entries that the kernel keeps for itself */
  constructor(segments: readonly Segment[], firstEntry: number) {
    let numEntries = firstEntry
    let numValues = 0
    this.placed = segments.map(({ trees, depth }) => {
      const numTrees = (trees.length + LANES - 1) & ~(LANES - 1)
      const place = { nodes: numEntries, values: numValues, numTrees, depth }
      numEntries += numTrees << depth
      numValues += numTrees << depth
      return place
    })
    this.numEntries = numEntries
    this.values = new Float32Array(numValues)
  }

  /**
   * Places every tree: leaf values here, split numbers in the kernel's entries.
   *
   * @param segments those of the constructor, which must not be kept: they are larger than the layout
   * @param entries of all trees, `numEntries` of them; those without a split are left as they are
   */
  place(segments: readonly Segment[], numSplits: number, entries: Uint16Array | Uint32Array): void {
    const deepest = Math.max(0, ...segments.map(segment => segment.depth))
    const places = new Int32Array(2 << deepest)
    segments.forEach((segment, i) => {
      placeSegment(segment, this.placed[i], numSplits, entries, this.values, places)
    })
  }
}
