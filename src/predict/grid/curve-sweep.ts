/**
 * Sums along one feature, all others fixed: the runs of each tree (see curve-runs.ts) are added tree by tree, rounded
 * to float32 each time, so that every position sees the bits of a walk.
 */

import { type RunSource, Runs } from "./curve-runs.ts"

/**
 * Trees whose runs are added together. Positions that no run so far has parted are one sum: early trees part few,
 * so that refining every few trees halves the additions of a learning curve of 200 epochs.
 */
const TREES_AT_A_TIME = 64

const NONE: Float32Array = /* @__PURE__ */ new Float32Array(0)

/** Sums curves, one at a time: its scratch memory is its own. */
export class CurveSweep {
  private readonly runs = new Runs()
  /** Number of positions. */
  private length = 0
  /** Sums of the classes of positions that are not parted yet. */
  private sums: Float32Array = NONE
  private refined: Float32Array = NONE
  /** Per position from 0 to the length: classes that end there or before. */
  private classes: Int32Array = new Int32Array(0)
  private isEnd: Uint8Array = new Uint8Array(0)

  /**
   * Sums trees at every position, in their order.
   *
   * @param length number of positions, at least 1
   * @param base where every sum starts
   * @param margins one entry a position, overwritten
   */
  sum(source: RunSource, length: number, base: number, margins: Float32Array): void {
    this.setLength(length)
    const { runs, classes, isEnd } = this
    const { numTrees } = source
    classes.fill(0, 0, length)
    classes[length] = 1
    isEnd.fill(0, 0, length)
    isEnd[length] = 1
    this.sums[0] = base
    let numClasses = 1
    for (let first = 0; first < numTrees; first += TREES_AT_A_TIME) {
      const end = Math.min(first + TREES_AT_A_TIME, numTrees)
      runs.count = 0
      for (let tree = first; tree < end; tree++) {
        runs.reserve(length)
        source.append(tree, runs)
      }
      numClasses = this.refine(numClasses)
      this.addRuns(numClasses)
    }
    const { sums } = this
    for (let position = 0; position < length; position++) margins[position] = sums[classes[position]]
  }

  private setLength(length: number): void {
    this.length = length
    if (this.isEnd.length > length) return
    this.sums = new Float32Array(length)
    this.refined = new Float32Array(length)
    this.classes = new Int32Array(length + 1)
    this.isEnd = new Uint8Array(length + 1)
  }

  /** Parts classes where runs end within them; both halves start with the sum so far. */
  private refine(numClasses: number): number {
    const { length, runs, classes, isEnd, sums, refined } = this
    const { ends, count: numRuns } = runs
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
    const { runs, classes, sums } = this
    const { ends, values, count: numRuns } = runs
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
