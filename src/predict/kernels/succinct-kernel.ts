/**
 * The trees of a pack walked where they lie, bit by bit: ten times slower than a layout, and there as soon as
 * the pack is open. A fresh process that asks one question does not wait for a layout.
 */

import type { SplitDictionary } from "../../forest/split-dictionary.ts"
import { type SuccinctForest, sumSuccinct } from "../../forest/succinct-forest.ts"
import { answerCategories } from "./answer-categories.ts"
import { type Kernel, sumRowByRow } from "./kernel.ts"

/** The trees of one output of one forest. */
export interface SuccinctSegment {
  readonly forest: SuccinctForest
  /** Index in the forest of each tree, ascending. */
  readonly trees: readonly number[]
}

export class SuccinctKernel implements Kernel {
  readonly numBytes: number
  private readonly dictionary: SplitDictionary
  private readonly segments: readonly SuccinctSegment[]
  private readonly columnOf: Int32Array
  private readonly categoryAnswers: Int32Array
  private rows: Float32Array = EMPTY
  private start = 0

  /**
   * @param columnOf per split: 2 × feature + defaultLeft
   * @param segments of forests with one value a leaf
   */
  constructor(dictionary: SplitDictionary, columnOf: Int32Array, segments: readonly SuccinctSegment[]) {
    const forests = new Set(segments.map(({ forest }) => forest))
    this.dictionary = dictionary
    this.columnOf = columnOf
    this.segments = segments
    // `answerCategories` writes behind the thresholds; only what it writes is read.
    this.categoryAnswers = new Int32Array(dictionary.categoryColumns.length)
    this.numBytes = [...forests].reduce((sum, { bytes, ranks }) => sum + bytes.length + ranks.byteLength, 0)
  }

  answer(rows: Float32Array, start: number): void {
    const { dictionary, categoryAnswers } = this
    this.rows = rows
    this.start = start
    if (categoryAnswers.length > 0) {
      answerCategories(dictionary, rows, start, categoryAnswers, -dictionary.thresholds.length)
    }
  }

  sum(segment: number, base: number): number {
    const { columnOf, categoryAnswers, rows, start } = this
    const { forest, trees } = this.segments[segment]
    const { thresholds } = this.dictionary
    return sumSuccinct(forest, trees, columnOf, thresholds, categoryAnswers, rows, start, base)
  }

  sumRows(segment: number, count: number, rows: Float32Array, numRows: number, margins: Float32Array): void {
    const { numFeatures } = this.dictionary
    sumRowByRow(this, numFeatures, segment, count, rows, 0, numRows, margins)
    this.rows = EMPTY
  }
}

const EMPTY: Float32Array = /* @__PURE__ */ new Float32Array(0)
