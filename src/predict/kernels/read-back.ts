/** Trees read back out of a kernel's layout, so that the forest of a pack need not be kept beside it. */

import type { NumberedForest, SplitDictionary } from "../../forest/split-dictionary.ts"
import { CompleteKernel } from "./complete-kernel.ts"
import type { CompleteTrees } from "./complete-trees.ts"
import { DeepKernel } from "./deep-kernel.ts"
import { FloatKernel } from "./float-kernel.ts"
import type { Kernel } from "./kernel.ts"

/** Told of a tree's nodes in level order: a split's number, or numSplits and the leaf's value. */
type NodeSink = (splitNumber: number, leafValue: number) => void

/** @param splitAt the split number at an entry, numSplits where there is none */
function readComplete(
  trees: CompleteTrees,
  segment: number,
  tree: number,
  numSplits: number,
  sink: NodeSink,
  splitAt: (entry: number) => number,
): void {
  const { nodes: start, values: valuesStart, depth } = trees.placed[segment]
  const size = 1 << depth
  const nodes = start + tree * size
  const values = valuesStart + tree * size - size
  let level = [1]
  for (let left = depth; level.length > 0; left--) {
    const below: number[] = []
    for (const place of level) {
      const split = left === 0 ? numSplits : splitAt(nodes + place)
      sink(split, split < numSplits ? 0 : trees.values[values + (place << left)])
      if (split < numSplits) below.push(2 * place, 2 * place + 1)
    }
    level = below
  }
}

/** The number of a threshold in its column; numSplits for the NaN of padding. */
function numberOf(dictionary: SplitDictionary, column: number, threshold: number): number {
  const { columns, columnOffsets, thresholds, numSplits } = dictionary
  if (Number.isNaN(threshold)) return numSplits
  const at = columns.indexOf(column)
  return columnOffsets[at] + thresholds.subarray(columnOffsets[at], columnOffsets[at + 1]).indexOf(threshold)
}

function readDeep({ trees, dictionary }: DeepKernel, segment: number, tree: number, sink: NodeSink): void {
  const { tops, words, bits, topDepth, placed } = trees
  const { numSplits } = dictionary
  const { tops: firstTop, exits: firstExit } = placed[segment]
  const top = firstTop + (tree << topDepth)
  const exit = firstExit + ((tree - 1) << topDepth)
  // An entry of the top, or, from -1 down, a word. Both keep siblings side by side.
  let level = [topDepth === 0 ? -1 - words[exit + 1] : 1]
  for (let left = topDepth; level.length > 0; left--) {
    const below: number[] = []
    for (const place of level) {
      const isEntry = place > 0 && left > 0 && tops[top + place] < numSplits
      if (isEntry) {
        sink(tops[top + place], 0)
        below.push(2 * place, 2 * place + 1)
        continue
      }
      const word = place > 0 ? words[exit + (place << Math.max(0, left))] : -1 - place
      const split = words[word] >>> bits
      if (split >= numSplits) sink(numSplits, trees.leafAt(word))
      else {
        sink(split, 0)
        const child = word + (words[word] & ((1 << bits) - 1))
        below.push(-1 - child, -2 - child)
      }
    }
    level = below
  }
}

/** Reads one tree back: `tree` is its place in the segment. */
export function readTree(kernel: Kernel, segment: number, tree: number, sink: NodeSink): void {
  if (kernel instanceof DeepKernel) readDeep(kernel, segment, tree, sink)
  else if (kernel instanceof CompleteKernel) {
    const { trees, nodes, dictionary } = kernel
    readComplete(trees, segment, tree, dictionary.numSplits, sink, entry => nodes[entry])
  } else if (kernel instanceof FloatKernel) {
    const { trees, columns, thresholds, dictionary } = kernel
    readComplete(trees, segment, tree, dictionary.numSplits, sink, entry =>
      numberOf(dictionary, columns[entry], thresholds[entry]),
    )
  }
}

/**
 * Reads a forest back.
 *
 * @param segment the forest's first
 * @param outputs which output each tree adds to, and how many there are
 */
export function readForest(
  kernel: Kernel,
  segment: number,
  { treeInfo, numOutputs }: { readonly treeInfo: Int32Array; readonly numOutputs: number },
  numSplits: number,
): NumberedForest {
  const numTrees = treeInfo.length
  const treeOffsets = new Int32Array(numTrees + 1)
  const splitNumbers: number[] = []
  const leafValues: number[] = []
  const treesOf = new Int32Array(numOutputs)
  for (let tree = 0; tree < numTrees; tree++) {
    const output = treeInfo[tree]
    readTree(kernel, segment + output, treesOf[output]++, (splitNumber, leafValue) => {
      splitNumbers.push(splitNumber)
      if (splitNumber === numSplits) leafValues.push(leafValue)
    })
    treeOffsets[tree + 1] = splitNumbers.length
  }
  return {
    numTrees,
    treeOffsets,
    splitNumbers: Int32Array.from(splitNumbers),
    leafValues: Float32Array.from(leafValues),
    leafLength: 1,
  }
}
