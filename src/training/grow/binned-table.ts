/** A table in bins, as histograms and partitions read it: blocks of columns, row by row. */

import type { TrainingTable } from "../training-data.ts"
import { type BinnedFeature, binFeatures } from "./binned-features.ts"
import { type BinColumn, columnsOf, rareBinOf } from "./bundles.ts"
import { type MergedColumn, mergeColumns, mergedBins } from "./merged-columns.ts"

/** Neighbouring merged columns, whose sums stay in the cache. */
export interface BinBlock {
  /** numRows × columns bins, row by row, counted from the block's first. */
  readonly bins: Uint16Array
  readonly columns: readonly MergedColumn[]
  readonly numBins: number
}

/** Where the bins of a feature are. */
export interface FeaturePlace {
  readonly feature: number
  readonly cuts: Float32Array
  readonly below: number
  readonly numBins: number
  readonly hasMissing: boolean
  /** The column, once more by itself: where one column is read, a block's rows would fill the cache in vain. */
  readonly column: BinColumn
  /** The feature's first bin in a histogram; in a bundle, the one bin that is its own. */
  readonly firstBin: number
  /** The bin of its two that a bundle has for it; -1 outside of bundles. */
  readonly rareBin: number
  /** The bin of the bundle that is its own; 0 outside of bundles. */
  readonly member: number
}

/** A table in bins. */
export interface BinnedTable {
  readonly numRows: number
  readonly numBins: number
  readonly blocks: readonly BinBlock[]
  /** Places of the features that a split can use, in the order of the features. */
  readonly places: readonly FeaturePlace[]
}

/** Bins of a block at most, 64 KiB of sums: more would leave the second-level cache of small machines. */
const BLOCK_BINS = 4096

/** Columns that go together. */
function blocksOf(columns: readonly MergedColumn[]): MergedColumn[][] {
  const groups: MergedColumn[][] = []
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

function interleave(columns: readonly MergedColumn[], numRows: number): BinBlock {
  const numColumns = columns.length
  const bins = new Uint16Array(numRows * numColumns)
  let first = 0
  for (const [at, column] of columns.entries()) {
    const own = mergedBins(column, numRows)
    for (let row = 0, to = at; row < numRows; row++, to += numColumns) bins[to] = first + own[row]
    first += column.numBins
  }
  return { bins, columns, numBins: first }
}

function placeOf(feature: BinnedFeature, column: BinColumn, first: number): FeaturePlace {
  const { isBundle, features } = column
  const member = isBundle ? features.indexOf(feature) + 1 : 0
  return {
    feature: feature.feature,
    cuts: feature.cuts,
    below: feature.below,
    numBins: feature.numBins,
    hasMissing: feature.hasMissing,
    column,
    firstBin: first + member,
    member,
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
  const columns = columnsOf(binFeatures(table, maxBins))
  const blocks = blocksOf(mergeColumns(columns)).map(group => interleave(group, numRows))
  const places: FeaturePlace[] = []
  let numBins = 0
  for (const column of columns) {
    for (const feature of column.features) places.push(placeOf(feature, column, numBins))
    numBins += column.numBins
  }
  places.sort((a, b) => a.feature - b.feature)
  return { numRows, numBins, blocks, places }
}
