/** A table in bins, as histograms and partitions read it: blocks of columns, row by row. */

import type { TrainingTable } from "../training-data.ts"
import { type BinnedFeature, binFeatures } from "./binned-features.ts"
import { type BinColumn, columnsOf, rareBinOf } from "./bundles.ts"

/** Neighbouring columns, whose part of a histogram stays in the cache. */
export interface BinBlock {
  /** numRows × numColumns bins, row by row, counted from the block's first. */
  readonly bins: Uint16Array
  readonly numColumns: number
  /** The block's first bin in a histogram. */
  readonly firstBin: number
}

/** Where the bins of a feature are. */
export interface FeaturePlace {
  readonly feature: number
  readonly cuts: Float32Array
  readonly below: number
  readonly numBins: number
  readonly hasMissing: boolean
  readonly block: BinBlock
  /** The column within the block. */
  readonly column: number
  /** First bin of the column, counted from the block's first. */
  readonly columnBin: number
  /** Bins of the column. */
  readonly columnBins: number
  /** The feature's first bin in a histogram; in a bundle, the one bin that is its own. */
  readonly firstBin: number
  /** The bin of its two that a bundle has for it; -1 outside of bundles. */
  readonly rareBin: number
}

/** A table in bins. */
export interface BinnedTable {
  readonly numRows: number
  readonly numBins: number
  readonly blocks: readonly BinBlock[]
  /** Places of the features that a split can use, in the order of the features. */
  readonly places: readonly FeaturePlace[]
}

/** Bins of a block at most, 64 KiB of a histogram: more would leave the second-level cache of small machines. */
const BLOCK_BINS = 4096

/** Columns that go together. */
function blocksOf(columns: readonly BinColumn[]): BinColumn[][] {
  const groups: BinColumn[][] = []
  let room = 0
  for (const column of columns) {
    if (column.numBins > room) {
      groups.push([])
      room = BLOCK_BINS
    }
    groups[groups.length - 1].push(column)
    room -= column.numBins
  }
  return groups
}

function interleave(columns: readonly BinColumn[], numRows: number, firstBin: number): BinBlock {
  const numColumns = columns.length
  const bins = new Uint16Array(numRows * numColumns)
  let columnBin = 0
  for (const [at, column] of columns.entries()) {
    for (let row = 0, to = at; row < numRows; row++, to += numColumns) bins[to] = columnBin + column.bins[row]
    columnBin += column.numBins
  }
  return { bins, numColumns, firstBin }
}

function placeOf(
  feature: BinnedFeature,
  { isBundle, numBins: columnBins, features }: BinColumn,
  block: BinBlock,
  column: number,
  columnBin: number,
): FeaturePlace {
  const first = block.firstBin + columnBin
  return {
    feature: feature.feature,
    cuts: feature.cuts,
    below: feature.below,
    numBins: feature.numBins,
    hasMissing: feature.hasMissing,
    block,
    column,
    columnBin,
    columnBins,
    firstBin: isBundle ? first + features.indexOf(feature) + 1 : first,
    rareBin: isBundle ? rareBinOf(feature) : -1,
  }
}

/**
 * Puts a table in bins.
 *
 * @param maxBins bins per feature at most
 */
export function binTable(table: TrainingTable, maxBins: number): BinnedTable {
  const { numRows } = table
  const blocks: BinBlock[] = []
  const places: FeaturePlace[] = []
  let numBins = 0
  for (const columns of blocksOf(columnsOf(binFeatures(table, maxBins)))) {
    const block = interleave(columns, numRows, numBins)
    blocks.push(block)
    let columnBin = 0
    for (const [at, column] of columns.entries()) {
      for (const feature of column.features) places.push(placeOf(feature, column, block, at, columnBin))
      columnBin += column.numBins
    }
    numBins += columnBin
  }
  places.sort((a, b) => a.feature - b.feature)
  return { numRows, numBins, blocks, places }
}
