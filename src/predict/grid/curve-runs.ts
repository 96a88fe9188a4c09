/**
 * The runs of a curve: all features but one are fixed, so that a tree, walked once with the interval of positions
 * that reaches a node, leaves a few runs of positions with one value each. One way to walk for each layout.
 */

import type { FlatForest } from "../../forest/flat-forest.ts"
import type { SplitDictionary } from "../../forest/split-dictionary.ts"
import type { KernelPlace } from "../booster/tree-source.ts"
import { goesRightAt } from "../kernels/categorical.ts"
import { CompleteKernel } from "../kernels/complete-kernel.ts"
import { DeepKernel } from "../kernels/deep-kernel.ts"
import type { Cuts } from "./cuts.ts"

/** Runs of some trees, tree after tree; the last run of a tree ends where the curve does. */
export class Runs {
  ends: Int32Array = new Int32Array(0)
  values: Float32Array = new Float32Array(0)
  count = 0
  /** Pending right children: node and end of their interval. A tree has fewer of them than positions. */
  pending: Int32Array = new Int32Array(0)

  /** Makes room for one more tree over so many positions. */
  reserve(length: number): void {
    if (this.pending.length < 2 * length) this.pending = new Int32Array(2 * length)
    const needed = this.count + length
    if (needed <= this.ends.length) return
    const ends = new Int32Array(2 * needed)
    const values = new Float32Array(2 * needed)
    ends.set(this.ends)
    values.set(this.values)
    this.ends = ends
    this.values = values
  }
}

/** Trees of one output along one curve. */
export interface RunSource {
  readonly numTrees: number
  /** Appends the runs of a tree, for which there is room. */
  append(tree: number, runs: Runs): void
}

/** Trees in flat arrays. */
export class FlatRuns implements RunSource {
  readonly numTrees: number
  private readonly forest: FlatForest
  private readonly trees: Int32Array
  private readonly feature: number
  private readonly cuts: Cuts
  private readonly row: Float32Array
  /** Whether a comparison says everything: no categories, and nothing is missing. */
  private readonly isPlain: boolean

  /**
   * @param trees indices, in the order in which they are summed
   * @param feature of numeric splits only
   * @param row values of the other features
   */
  constructor(forest: FlatForest, trees: Int32Array, feature: number, cuts: Cuts, row: Float32Array) {
    this.numTrees = trees.length
    this.forest = forest
    this.trees = trees
    this.feature = feature
    this.cuts = cuts
    this.row = row
    this.isPlain = forest.categorical === null && !row.some(Number.isNaN)
  }

  append(tree: number, runs: Runs): void {
    const { forest, feature, cuts, row, isPlain } = this
    const { splits, values, leftChildren, treeOffsets } = forest
    const { ends, values: runValues, pending } = runs
    let { count } = runs
    let node = treeOffsets[this.trees[tree]]
    let begin = 0
    let end = cuts.length
    let numPending = 0
    for (;;) {
      const split = splits[node]
      if (split < 0) {
        ends[count] = end
        runValues[count++] = values[node]
        if (numPending === 0) break
        numPending -= 2
        node = pending[numPending]
        begin = end
        end = pending[numPending + 1]
      } else if (split >> 1 !== feature) {
        const value = row[split >> 1]
        node = leftChildren[node] + (isPlain ? 1 - +(value < values[node]) : goesRightAt(forest, node, value))
      } else {
        const cut = cuts.below(values[node])
        const left = leftChildren[node]
        if (cut <= begin) node = left + 1
        else {
          node = left
          if (cut < end) {
            pending[numPending] = left + 1
            pending[numPending + 1] = end
            numPending += 2
            end = cut
          }
        }
      }
    }
    runs.count = count
  }
}

/** What a split's number stands for along a curve: 0 left, 1 right, from 2 on: the cut and 2. */
function decide(
  { columns, columnOffsets, thresholds, numSplits }: SplitDictionary,
  answers: Uint16Array,
  feature: number,
  cuts: Cuts,
): Int32Array {
  const decisions = new Int32Array(answers.subarray(0, numSplits + 1))
  for (let column = 0; column < columns.length; column++) {
    if (columns[column] >> 1 !== feature) continue
    for (let split = columnOffsets[column]; split < columnOffsets[column + 1]; split++) {
      const cut = cuts.below(thresholds[split])
      if (cut === 0) decisions[split] = 1
      else decisions[split] = cut === cuts.length ? 0 : cut + 2
    }
  }
  return decisions
}

/** Complete trees: a fixed number of steps to each leaf. */
class CompleteRuns implements RunSource {
  readonly numTrees: number
  private readonly kernel: CompleteKernel
  private readonly segment: number
  private readonly decisions: Int32Array
  private readonly length: number

  constructor(kernel: CompleteKernel, segment: number, decisions: Int32Array, length: number) {
    this.numTrees = kernel.trees.placed[segment].numTrees
    this.kernel = kernel
    this.segment = segment
    this.decisions = decisions
    this.length = length
  }

  append(tree: number, runs: Runs): void {
    const { kernel, segment, decisions, length } = this
    const { nodes, trees } = kernel
    const { values } = trees
    const { nodes: firstNode, values: firstValue, depth } = trees.placed[segment]
    const size = 1 << depth
    const start = firstNode + tree * size
    const leaves = firstValue + tree * size - size
    const { ends, values: runValues, pending } = runs
    let { count } = runs
    let place = 1
    let begin = 0
    let end = length
    let numPending = 0
    for (;;) {
      while (place < size) {
        const decision = decisions[nodes[start + place]]
        place <<= 1
        if (decision < 2) place += decision
        else if (decision - 2 <= begin) place++
        else if (decision - 2 < end) {
          pending[numPending] = place + 1
          pending[numPending + 1] = end
          numPending += 2
          end = decision - 2
        }
      }
      ends[count] = end
      runValues[count++] = values[leaves + place]
      if (numPending === 0) break
      numPending -= 2
      place = pending[numPending]
      begin = end
      end = pending[numPending + 1]
    }
    runs.count = count
  }
}

/** Deep trees: entries of their complete tops first, then words. */
class DeepRuns implements RunSource {
  readonly numTrees: number
  private readonly kernel: DeepKernel
  private readonly segment: number
  private readonly decisions: Int32Array
  private readonly length: number

  constructor(kernel: DeepKernel, segment: number, decisions: Int32Array, length: number) {
    this.numTrees = kernel.trees.placed[segment].numTrees
    this.kernel = kernel
    this.segment = segment
    this.decisions = decisions
    this.length = length
  }

  append(tree: number, runs: Runs): void {
    const { decisions, length } = this
    const { trees, dictionary } = this.kernel
    const { tops, words, bits, topDepth } = trees
    const size = 1 << topDepth
    const top = trees.placed[this.segment].tops + tree * size
    const exit = trees.placed[this.segment].exits + (tree - 1) * size
    const mask = (1 << bits) - 1
    const { numSplits } = dictionary
    const { ends, values: runValues, pending } = runs
    let { count } = runs
    // An entry of the top below zero, a word above: entry 1 is the root.
    let node = -1
    let begin = 0
    let end = length
    let numPending = 0
    for (;;) {
      let split: number
      let left: number
      // To the right of it is the next word, but the entry before it.
      let step: number
      if (node < 0 && node > -size) {
        split = tops[top - node]
        left = 2 * node
        step = -1
      } else {
        if (node < 0) node = words[exit - node]
        const word = words[node]
        split = word >>> bits
        left = node + (word & mask)
        step = 1
        if (split >= numSplits) {
          ends[count] = end
          runValues[count++] = trees.leafAt(node)
          if (numPending === 0) break
          numPending -= 2
          node = pending[numPending]
          begin = end
          end = pending[numPending + 1]
          continue
        }
      }
      const decision = decisions[split]
      node = left
      if (decision < 2) node += step * decision
      else if (decision - 2 <= begin) node += step
      else if (decision - 2 < end) {
        pending[numPending] = left + step
        pending[numPending + 1] = end
        numPending += 2
        end = decision - 2
      }
    }
    runs.count = count
  }
}

/**
 * The trees of each output in a kernel's layout, along a curve.
 *
 * @param feature any
 * @param row values of the other features
 * @returns null where the kernel keeps no numbers of splits, or the feature has splits on categories
 */
export function kernelRuns(
  { kernel, segment }: KernelPlace,
  numOutputs: number,
  feature: number,
  cuts: Cuts,
  row: Float32Array,
): RunSource[] | null {
  const isDeep = kernel instanceof DeepKernel
  if (!isDeep && !(kernel instanceof CompleteKernel)) return null
  const { dictionary } = kernel
  if (dictionary.categoryColumns.some(column => column >> 1 === feature)) return null
  kernel.answer(row, 0)
  const answers = isDeep ? kernel.trees.tops : kernel.nodes
  const decisions = decide(dictionary, answers, feature, cuts)
  return Array.from({ length: numOutputs }, (_, output) =>
    isDeep
      ? new DeepRuns(kernel, segment + output, decisions, cuts.length)
      : new CompleteRuns(kernel, segment + output, decisions, cuts.length),
  )
}
