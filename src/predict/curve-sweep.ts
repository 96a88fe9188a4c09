/**
 * Sums along one feature, all others fixed: each tree is walked once, carrying the interval of positions that
 * reaches a node, and leaves a few runs of equal values. Runs are added tree by tree, rounded to float32 each
 * time, so that every position sees the bits of a walk.
 */

import type { FlatForest } from "../forest/flat-forest.ts"
import { goesRightAt } from "./categorical.ts"

/**
 * Trees whose runs are added together. Positions that no run so far has parted are one sum: early trees part few,
 * so that refining every few trees halves the additions of a learning curve of 200 epochs.
 */
const TREES_AT_A_TIME = 64

const NONE: Float32Array = /* @__PURE__ */ new Float32Array(0)

/** Trees of one output within a range of rounds. */
export interface TreeRange {
  readonly begin: number
  readonly end: number
  /** Output that each tree of the forest adds to. */
  readonly treeInfo: Int32Array
  readonly output: number
}

/** A forest along one feature. Its scratch memory is its own: one curve at a time. */
export class CurveSweep {
  private readonly forest: FlatForest
  private readonly cuts = new Cuts()
  private feature = 0
  private row: Float32Array = NONE
  /** Number of positions. */
  private length = 0
  /** Whether a comparison says everything: no categories, and nothing is missing. */
  private isPlain = false
  /** Ends of the runs, tree after tree; a tree's last run ends where the curve does. */
  private ends: Int32Array = new Int32Array(0)
  private values: Float32Array = NONE
  private numRuns = 0
  /** Pending right children: node and end of their interval. */
  private stack: Int32Array = new Int32Array(64)
  /** Sums of the classes of positions that are not parted yet. */
  private sums: Float32Array = NONE
  private refined: Float32Array = NONE
  /** Per position from 0 to the length: classes that end there or before. */
  private classes: Int32Array = new Int32Array(0)
  private isEnd: Uint8Array = new Uint8Array(0)

  /** @param forest with scalar leaves */
  constructor(forest: FlatForest) {
    this.forest = forest
  }

  /**
   * Sets the curve that is summed next.
   *
   * @param feature of numeric splits only
   * @param positions its values, ascending, none missing, at least one
   * @param row numFeatures values: those of the other features
   */
  setCurve(feature: number, positions: Float32Array, row: Float32Array): void {
    const { length } = positions
    this.feature = feature
    this.row = row
    this.cuts.set(positions)
    this.length = length
    this.isPlain = this.forest.categorical === null && !row.some(Number.isNaN)
    if (this.isEnd.length > length) return
    this.sums = new Float32Array(length)
    this.refined = new Float32Array(length)
    this.classes = new Int32Array(length + 1)
    this.isEnd = new Uint8Array(length + 1)
  }

  /**
   * Sums trees at every position, in their order.
   *
   * @param base where every sum starts
   * @param margins one entry a position, overwritten
   */
  sum({ begin, end, treeInfo, output }: TreeRange, base: number, margins: Float32Array): void {
    const { length, classes, isEnd } = this
    classes.fill(0, 0, length)
    classes[length] = 1
    isEnd.fill(0, 0, length)
    isEnd[length] = 1
    this.sums[0] = base
    let numClasses = 1
    for (let first = begin; first < end; first += TREES_AT_A_TIME) {
      const next = Math.min(first + TREES_AT_A_TIME, end)
      this.numRuns = 0
      for (let tree = first; tree < next; tree++) if (treeInfo[tree] === output) this.findRuns(tree)
      numClasses = this.refine(numClasses)
      this.addRuns(numClasses)
    }
    const { sums } = this
    for (let position = 0; position < length; position++) margins[position] = sums[classes[position]]
  }

  /** Walks a tree and appends its runs. */
  private findRuns(tree: number): void {
    const { forest, feature, row, cuts, length, isPlain } = this
    const { splits, values, leftChildren, treeOffsets } = forest
    let { stack, numRuns } = this
    // A tree parts a curve into at most as many runs as there are positions.
    if (numRuns + length > this.ends.length) this.grow(numRuns + length)
    const runEnds = this.ends
    const runValues = this.values
    let node = treeOffsets[tree]
    let begin = 0
    let end = length
    let numPending = 0
    for (;;) {
      const split = splits[node]
      if (split < 0) {
        runEnds[numRuns] = end
        runValues[numRuns++] = values[node]
        if (numPending === 0) break
        numPending -= 2
        node = stack[numPending]
        begin = end
        end = stack[numPending + 1]
      } else if (split >> 1 !== feature) {
        node =
          leftChildren[node] +
          (isPlain ? 1 - +(row[split >> 1] < values[node]) : goesRightAt(forest, node, row[split >> 1]))
      } else {
        const cut = cuts.below(values[node])
        const left = leftChildren[node]
        if (cut <= begin) node = left + 1
        else {
          node = left
          if (cut < end) {
            if (numPending === stack.length) {
              stack = new Int32Array(2 * numPending)
              stack.set(this.stack)
              this.stack = stack
            }
            stack[numPending] = left + 1
            stack[numPending + 1] = end
            numPending += 2
            end = cut
          }
        }
      }
    }
    this.numRuns = numRuns
  }

  private grow(length: number): void {
    const ends = new Int32Array(2 * length)
    const values = new Float32Array(2 * length)
    ends.set(this.ends)
    values.set(this.values)
    this.ends = ends
    this.values = values
  }

  /** Parts classes where runs end within them; both halves start with the sum so far. */
  private refine(numClasses: number): number {
    const { length, ends, numRuns, classes, isEnd, sums, refined } = this
    let isFiner = 0
    for (let run = 0; run < numRuns; run++) {
      isFiner |= 1 - isEnd[ends[run]]
      isEnd[ends[run]] = 1
    }
    if (isFiner === 0) return numClasses
    let number = 0
    for (let position = 0; position < length; position++) {
      number += isEnd[position]
      refined[number] = sums[classes[position]]
      classes[position] = number
    }
    classes[length] = ++number
    this.sums = refined
    this.refined = sums
    return number
  }

  private addRuns(numClasses: number): void {
    const { ends, values, numRuns, classes, sums } = this
    let number = 0
    for (let run = 0; run < numRuns; run++) {
      const end = classes[ends[run]]
      const value = values[run]
      // Four at a time: the sums depend on nothing but themselves, and the loop's own work is shared.
      for (; number + 4 <= end; number = (number + 4) | 0) {
        const a = Math.fround(sums[number] + value)
        const b = Math.fround(sums[number + 1] + value)
        const c = Math.fround(sums[number + 2] + value)
        const d = Math.fround(sums[number + 3] + value)
        sums[number] = a
        sums[number + 1] = b
        sums[number + 2] = c
        sums[number + 3] = d
      }
      for (; number < end; number = (number + 1) | 0) sums[number] = Math.fround(sums[number] + value)
      if (end === numClasses) number = 0
    }
  }
}

/**
 * Where thresholds cut ascending values. The span is divided into equal buckets, so that a search has few values
 * left: a binary search over 200 epochs mispredicts so often that it took half the time of a walk.
 */
class Cuts {
  private values: Float32Array = NONE
  private lowest = 0
  private scale = 0
  private numBuckets = 0
  /** Values in the buckets before each one, and behind the last their number. */
  private starts: Int32Array = new Int32Array(0)

  /** @param values ascending, at least one */
  set(values: Float32Array): void {
    const { length } = values
    this.values = values
    this.numBuckets = 2 * length
    this.lowest = values[0]
    this.scale = this.numBuckets / (values[length - 1] - values[0])
    const numStarts = this.numBuckets + 2
    if (this.starts.length < numStarts) this.starts = new Int32Array(numStarts)
    const { starts } = this
    starts.fill(0, 0, numStarts)
    for (let i = 0; i < length; i++) starts[this.bucketOf(values[i]) + 1] = i + 1
    for (let bucket = 1; bucket < numStarts; bucket++) {
      if (starts[bucket] === 0) starts[bucket] = starts[bucket - 1]
    }
  }

  /** Never falls where the value rises; spans without a length, or of infinite length, are one bucket. */
  private bucketOf(value: number): number {
    const place = (value - this.lowest) * this.scale
    return place > 0 ? (place < this.numBuckets ? place | 0 : this.numBuckets) : 0
  }

  /** Number of values below a threshold. */
  below(threshold: number): number {
    const { values, starts } = this
    const bucket = this.bucketOf(threshold)
    let low = starts[bucket]
    let high = starts[bucket + 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if (values[middle] < threshold) low = middle + 1
      else high = middle
    }
    return low
  }
}
