/**
 * The answers of 32 rows to every distinct split at once: one word a split, bit r for row r, 1 for right. A tree
 * is then descended by all rows together with a few bitwise operations a node (see slice-trees.ts).
 *
 * `table`: [ a word a split | words that are always 0: every row goes left | scratch of the descent ]
 */

import type { SplitDictionary } from "../../forest/split-dictionary.ts"
import { isMember } from "./categorical.ts"
import { SLICE_SCRATCH } from "./slice-trees.ts"

/** Rows that share a word. */
export const BLOCK_ROWS = 32

/** Words that a kernel may keep behind the scratch of a descent: a tree's places, and a word a row. */
const KEPT = 8 + BLOCK_ROWS

/** More thresholds than this are searched, not compared one by one. */
const FEW = 4

/** A column of one or few thresholds: every row is compared with every one. */
function compareColumn(
  table: Int32Array,
  thresholds: Float32Array,
  first: number,
  end: number,
  missing: number,
  rows: Float32Array,
  start: number,
  stride: number,
  numRows: number,
): void {
  for (let split = first; split < end; split = (split + 1) | 0) {
    const threshold = thresholds[split]
    let mask = 0
    for (let row = 0, at = start; row < numRows; row = (row + 1) | 0, at = (at + stride) | 0) {
      const value = rows[at]
      // A missing value compares false: with a default to the right it is set below.
      mask |= +(value >= threshold) << row
    }
    table[split] = mask
  }
  if (missing === 0) return
  for (let row = 0, at = start; row < numRows; row = (row + 1) | 0, at = (at + stride) | 0) {
    if (!Number.isNaN(rows[at])) continue
    for (let split = first; split < end; split++) table[split] |= 1 << row
  }
}

/**
 * Number of thresholds that a value reaches, four rows at a time: the steps of a search wait for each other,
 * those of four searches do not. Each row's bit is set at its last threshold; `spreadColumn` does the rest.
 */
function searchColumn(
  table: Int32Array,
  thresholds: Float32Array,
  first: number,
  end: number,
  missing: number,
  rows: Float32Array,
  start: number,
  stride: number,
  numRows: number,
): void {
  const last = (numRows - 1) | 0
  const missingRank = missing === 0 ? first : end
  for (let row = 0; row < numRows; row = (row + 4) | 0) {
    // Behind the last row it is repeated: nobody reads those bits.
    const v0 = rows[(start + row * stride) | 0]
    const v1 = rows[(start + Math.min(row + 1, last) * stride) | 0]
    const v2 = rows[(start + Math.min(row + 2, last) * stride) | 0]
    const v3 = rows[(start + Math.min(row + 3, last) * stride) | 0]
    let a = first
    let b = first
    let c = first
    let d = first
    let left = (end - first) | 0
    while (left > 1) {
      const half = left >> 1
      const probe = (half - 1) | 0
      a = (a + (-+(thresholds[(a + probe) | 0] <= v0) & half)) | 0
      b = (b + (-+(thresholds[(b + probe) | 0] <= v1) & half)) | 0
      c = (c + (-+(thresholds[(c + probe) | 0] <= v2) & half)) | 0
      d = (d + (-+(thresholds[(d + probe) | 0] <= v3) & half)) | 0
      left = (left - half) | 0
    }
    a = Number.isNaN(v0) ? missingRank : (a + +(thresholds[a] <= v0)) | 0
    b = Number.isNaN(v1) ? missingRank : (b + +(thresholds[b] <= v1)) | 0
    c = Number.isNaN(v2) ? missingRank : (c + +(thresholds[c] <= v2)) | 0
    d = Number.isNaN(v3) ? missingRank : (d + +(thresholds[d] <= v3)) | 0
    if (a > first) table[(a - 1) | 0] |= 1 << row
    if (b > first) table[(b - 1) | 0] |= 2 << row
    if (c > first) table[(c - 1) | 0] |= 4 << row
    if (d > first) table[(d - 1) | 0] |= 8 << row
  }
}

/** A row that reaches a threshold reaches all lower ones. */
function spreadColumn(table: Int32Array, first: number, end: number): void {
  let mask = 0
  for (let split = (end - 1) | 0; split >= first; split = (split - 1) | 0) {
    mask |= table[split]
    table[split] = mask
  }
}

/** A dictionary's splits, answered for a block of rows. */
export class RowMasks {
  /** Where the descent's scratch begins. */
  readonly scratch: number
  readonly table: Int32Array
  private readonly dictionary: SplitDictionary

  /** @param numZeros words after the splits' that stay 0: what leaves ask */
  constructor(dictionary: SplitDictionary, numZeros: number) {
    this.dictionary = dictionary
    this.scratch = dictionary.numSplits + numZeros
    this.table = new Int32Array(this.scratch + SLICE_SCRATCH + KEPT)
  }

  /**
   * Answers every split for up to 32 rows.
   *
   * @param rows of the dictionary's features
   * @param start index of the first row's first value
   */
  answer(rows: Float32Array, start: number, numRows: number): void {
    const { table } = this
    const { columns, columnOffsets, thresholds, numFeatures } = this.dictionary
    for (let column = 0; column < columns.length; column++) {
      const first = columnOffsets[column]
      const end = columnOffsets[column + 1]
      const at = start + (columns[column] >> 1)
      const missing = 1 - (columns[column] & 1)
      if (end - first <= FEW) {
        compareColumn(table, thresholds, first, end, missing, rows, at, numFeatures, numRows)
        continue
      }
      table.fill(0, first, end)
      searchColumn(table, thresholds, first, end, missing, rows, at, numFeatures, numRows)
      spreadColumn(table, first, end)
    }
    if (this.dictionary.categoryColumns.length > 0) this.answerCategories(rows, start, numRows)
  }

  private answerCategories(rows: Float32Array, start: number, numRows: number): void {
    const { thresholds, categoryColumns, setOffsets, members, numFeatures } = this.dictionary
    categoryColumns.forEach((column, i) => {
      let mask = 0
      for (let row = 0; row < numRows; row++) {
        const value = rows[start + row * numFeatures + (column >> 1)]
        const isRight = Number.isNaN(value)
          ? 1 - (column & 1)
          : isMember(members, setOffsets[i], setOffsets[i + 1], value)
        mask |= isRight << row
      }
      this.table[thresholds.length + i] = mask
    })
  }
}
