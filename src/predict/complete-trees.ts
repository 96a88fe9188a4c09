/**
 * Trees as complete binary trees in one run of entries: node k of a tree has its children at 2k and 2k + 1,
 * entry 0 of each tree is unused. What an entry holds is the kernel's own; leaf values lie apart, 2^depth a
 * tree, those of leaves above the last level where a walk that keeps to the left ends.
 *
 * Trees of an output are padded to a multiple of four with one-leaf trees of -0, which change no sum:
 * s + (-0) is s, also for s = -0.
 */

import type { NodeSink, Segment } from "./kernel.ts"

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

export class CompleteTrees {
  /** Entries of all trees, those before the first included. */
  readonly numEntries: number
  readonly values: Float32Array
  readonly placed: readonly Placed[]
  private readonly segments: readonly Segment[]

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
    this.segments = segments
  }

  /**
   * Places every tree: leaf values here, splits by the kernel.
   *
   * @param split told of each split's entry and number
   */
  place(numSplits: number, split: (entry: number, splitNumber: number) => void): void {
    const deepest = Math.max(0, ...this.segments.map(segment => segment.depth))
    const places = new Int32Array(2 << deepest)
    this.segments.forEach(({ forest, trees, leafOffsets, depth }, i) => {
      const { nodes, values, numTrees } = this.placed[i]
      trees.forEach((tree, at) => {
        const nodesStart = nodes + (at << depth)
        const valuesStart = values + (at << depth) - (1 << depth)
        const begin = forest.treeOffsets[tree]
        const numNodes = forest.treeOffsets[tree + 1] - begin
        let leaf = leafOffsets[tree]
        let next = 1
        places[0] = 1
        for (let node = 0; node < numNodes; node++) {
          const place = places[node]
          const splitNumber = forest.splitNumbers[begin + node]
          if (splitNumber < numSplits) {
            split(nodesStart + place, splitNumber)
            places[next++] = 2 * place
            places[next++] = 2 * place + 1
          } else {
            const level = 31 - Math.clz32(place)
            this.values[valuesStart + (place << (depth - level))] = forest.leafValues[leaf++]
          }
        }
      })
      for (let at = trees.length; at < numTrees; at++) this.values[values + (at << depth)] = -0
    })
  }

  /**
   * Reads a tree back, in level order.
   *
   * @param splitAt the split number at an entry, numSplits where there is none
   */
  read(
    segment: number,
    tree: number,
    numSplits: number,
    sink: NodeSink,
    splitAt: (entry: number) => number,
  ): void {
    const { nodes: start, values: valuesStart, depth } = this.placed[segment]
    const size = 1 << depth
    const nodes = start + tree * size
    const values = valuesStart + tree * size - size
    let level = [1]
    for (let left = depth; level.length > 0; left--) {
      const below: number[] = []
      for (const place of level) {
        const split = left === 0 ? numSplits : splitAt(nodes + place)
        sink(split, split < numSplits ? 0 : this.values[values + (place << left)])
        if (split < numSplits) below.push(2 * place, 2 * place + 1)
      }
      level = below
    }
  }
}
