/**
 * Complete trees that compare: for forests with so many distinct splits that answering them all first would
 * take longer than the walk. The layout is complete-kernel's, with a feature and a threshold in the place of
 * a split's number, and a step `k = 2k + (row[feature[k]] >= threshold[k])`; no preparation of a row. Blocks of
 * rows answer every split at once after all (see row-masks.ts), by numbers that are kept for them.
 *
 * A leaf above the last level continues to the left, over a threshold of NaN, which no value reaches.
 */

import type { SplitDictionary } from "../../forest/split-dictionary.ts"
import { CompleteBlocks } from "./complete-blocks.ts"
import { CompleteTrees, LANES, type Placed } from "./complete-trees.ts"
import { type Kernel, type Segment, sumRowByRow } from "./kernel.ts"
import { hasMissing } from "./walk.ts"

/** Steps over a row without missing values, four trees at a time. */
function walkDense(
  columns: Uint16Array,
  thresholds: Float32Array,
  values: Float32Array,
  placed: Placed,
  rows: Float32Array,
  start: number,
  sum: number,
): number {
  const { numTrees, depth } = placed
  const size = 1 << depth
  let o0 = placed.nodes
  let leaf0 = placed.values - size
  for (let tree = 0; tree < numTrees; tree = (tree + LANES) | 0) {
    const o1 = (o0 + size) | 0
    const o2 = (o1 + size) | 0
    const o3 = (o2 + size) | 0
    let a = 1
    let b = 1
    let c = 1
    let d = 1
    for (let level = depth; level > 0; level = (level - 1) | 0) {
      const i = (o0 + a) | 0
      const j = (o1 + b) | 0
      const k = (o2 + c) | 0
      const l = (o3 + d) | 0
      a = ((a << 1) + +(rows[(start + (columns[i] >> 1)) | 0] >= thresholds[i])) | 0
      b = ((b << 1) + +(rows[(start + (columns[j] >> 1)) | 0] >= thresholds[j])) | 0
      c = ((c << 1) + +(rows[(start + (columns[k] >> 1)) | 0] >= thresholds[k])) | 0
      d = ((d << 1) + +(rows[(start + (columns[l] >> 1)) | 0] >= thresholds[l])) | 0
    }
    sum = Math.fround(sum + values[(leaf0 + a) | 0])
    sum = Math.fround(sum + values[(leaf0 + size + b) | 0])
    sum = Math.fround(sum + values[(leaf0 + 2 * size + c) | 0])
    sum = Math.fround(sum + values[(leaf0 + 3 * size + d) | 0])
    o0 = (o3 + size) | 0
    leaf0 = (leaf0 + LANES * size) | 0
  }
  return sum
}

/** As `walkDense`, for a row with missing values: those take the side that the column's lowest bit names. */
function walkMissing(
  columns: Uint16Array,
  thresholds: Float32Array,
  values: Float32Array,
  placed: Placed,
  rows: Float32Array,
  start: number,
  sum: number,
): number {
  const { numTrees, depth } = placed
  const size = 1 << depth
  for (let tree = 0; tree < numTrees; tree++) {
    const o = placed.nodes + tree * size
    let a = 1
    for (let level = depth; level > 0; level--) {
      const column = columns[o + a]
      const threshold = thresholds[o + a]
      const value = rows[start + (column >> 1)]
      // Padding goes left whatever the value: its threshold is NaN.
      const right = Number.isNaN(value) && !Number.isNaN(threshold) ? 1 - (column & 1) : +(value >= threshold)
      a = 2 * a + right
    }
    sum = Math.fround(sum + values[placed.values + tree * size + a - size])
  }
  return sum
}

/** Complete trees without a table of answers. */
export class FloatKernel implements Kernel {
  readonly numBytes: number
  readonly trees: CompleteTrees
  readonly columns: Uint16Array
  readonly thresholds: Float32Array
  readonly dictionary: SplitDictionary
  /** null where the splits' numbers are too wide. */
  private readonly blocks: CompleteBlocks | null
  private rows: Float32Array = EMPTY
  private start = 0
  private isDense = true

  /** @param segments of forests numbered in `dictionary`, which has no category sets and at most 32,767 features */
  constructor(dictionary: SplitDictionary, segments: readonly Segment[]) {
    const trees = new CompleteTrees(segments, 0)
    const columns = new Uint16Array(trees.numEntries)
    const thresholds = new Float32Array(trees.numEntries)
    const columnOf = new Uint16Array(dictionary.numSplits + 1)
    dictionary.columns.forEach((column, i) => {
      columnOf.fill(column, dictionary.columnOffsets[i], dictionary.columnOffsets[i + 1])
    })
    const splits = new (dictionary.numSplits < 65_536 ? Uint16Array : Uint32Array)(trees.numEntries)
    splits.fill(dictionary.numSplits)
    trees.place(segments, dictionary.numSplits, splits)
    for (let entry = 0; entry < splits.length; entry++) {
      const split = splits[entry]
      columns[entry] = columnOf[split]
      thresholds[entry] = split < dictionary.numSplits ? dictionary.thresholds[split] : Number.NaN
    }
    this.trees = trees
    this.columns = columns
    this.thresholds = thresholds
    this.dictionary = dictionary
    const isNarrow = splits instanceof Uint16Array
    this.blocks = isNarrow ? new CompleteBlocks(dictionary, splits, trees) : null
    const numBytes = columns.byteLength + thresholds.byteLength + trees.values.byteLength
    this.numBytes = isNarrow ? numBytes + splits.byteLength : numBytes
  }

  answer(rows: Float32Array, start: number): void {
    this.rows = rows
    this.start = start
    this.isDense = !hasMissing(rows, start, this.dictionary.numFeatures)
  }

  sum(segment: number, base: number): number {
    const { columns, thresholds, rows, start } = this
    const { values, placed } = this.trees
    return this.isDense
      ? walkDense(columns, thresholds, values, placed[segment], rows, start, base)
      : walkMissing(columns, thresholds, values, placed[segment], rows, start, base)
  }

  sumRows(segment: number, count: number, rows: Float32Array, numRows: number, margins: Float32Array): void {
    const { numFeatures } = this.dictionary
    const done = this.blocks?.sumRows(segment, count, rows, numRows, margins) ?? 0
    sumRowByRow(this, numFeatures, segment, count, rows, done, numRows, margins)
    this.rows = EMPTY
  }
}

const EMPTY: Float32Array = /* @__PURE__ */ new Float32Array(0)
