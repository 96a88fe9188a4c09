/**
 * What a kernel is: forests laid out for speed, over one table of answers that all of them share. A row is
 * answered once (each distinct split: left or right) and then walked through every forest.
 */

import type { NumberedForest } from "../../forest/split-dictionary.ts"

/** The trees of one output of one forest: what one sum runs over. */
export interface Segment {
  readonly forest: NumberedForest
  /** Index in the forest of each tree, ascending: sums run in this order. */
  readonly trees: readonly number[]
  /** Per tree of the forest: its first leaf's place in `leafValues`. */
  readonly leafOffsets: Int32Array
  /** Edges on the longest path of these trees. */
  readonly depth: number
}

/** `sumRows` from row `begin` on, one row after the other. */
export function sumRowByRow(
  kernel: Kernel,
  numFeatures: number,
  segment: number,
  count: number,
  rows: Float32Array,
  begin: number,
  numRows: number,
  margins: Float32Array,
): void {
  for (let row = begin; row < numRows; row++) {
    kernel.answer(rows, row * numFeatures)
    for (let at = row * count, i = 0; i < count; i++, at++) margins[at] = kernel.sum(segment + i, margins[at])
  }
}

/** Evaluates segments. Its scratch memory is its own: one row at a time, one thread. */
export interface Kernel {
  /** Bytes of the layout. */
  readonly numBytes: number
  /** Answers the splits for a row of the dictionary's features. */
  answer(rows: Float32Array, start: number): void
  /** Adds a segment's leaves for the row answered last, in tree order, rounding to float32 each time. */
  sum(segment: number, base: number): number
  /**
   * Answers and sums rows, for `count` segments from `segment` on.
   *
   * @param margins numRows × count base margins, changed to the sums
   */
  sumRows(segment: number, count: number, rows: Float32Array, numRows: number, margins: Float32Array): void
}
