/** Histograms: the sums of gradients and hessians of a node's rows, bin by bin, in float64. */

import type { BinBlock, BinnedTable } from "./binned-table.ts"
import { spread } from "./merged-columns.ts"

/** Gradient and hessian of each bin, side by side. */
export type Histogram = Float64Array

/** Sums of a block's columns. Row by row: sums of one column are then apart in time, and do not wait for each other. */
function addRows(
  { bins, columns }: BinBlock,
  sums: Float64Array,
  rows: Int32Array,
  begin: number,
  end: number,
  pairs: Float32Array,
): void {
  const numColumns = columns.length
  for (let at = begin; at < end; at++) {
    const row = rows[at]
    const gradient = pairs[2 * row]
    const hessian = pairs[2 * row + 1]
    const stop = (row + 1) * numColumns
    for (let entry = row * numColumns; entry < stop; entry++) {
      const bin = 2 * bins[entry]
      sums[bin] += gradient
      sums[bin + 1] += hessian
    }
  }
}

/** Fills histograms, and keeps those that are done with for the next nodes. */
export class Histograms {
  private readonly table: BinnedTable
  private readonly spare: Histogram[] = []
  /** Sums of one block after the other. */
  private readonly sums: Float64Array

  constructor(table: BinnedTable) {
    this.table = table
    this.sums = new Float64Array(2 * Math.max(0, ...table.blocks.map(({ numBins }) => numBins)))
  }

  /**
   * The histogram of a node.
   *
   * @param rows row numbers; the node's are from `begin` to `end`
   * @param pairs gradient and hessian of each row, side by side
   */
  fill(rows: Int32Array, begin: number, end: number, pairs: Float32Array): Histogram {
    const histogram = this.spare.pop()?.fill(0) ?? new Float64Array(2 * this.table.numBins)
    const { sums } = this
    for (const block of this.table.blocks) {
      sums.fill(0, 0, 2 * block.numBins)
      addRows(block, sums, rows, begin, end, pairs)
      let first = 0
      for (const column of block.columns) {
        spread(column, sums, first, histogram)
        first += column.numBins
      }
    }
    return histogram
  }

  /** Turns a node's histogram into that of one child by taking away the other's. */
  subtract(parent: Histogram, child: Histogram): Histogram {
    for (let at = 0; at < parent.length; at++) parent[at] -= child[at]
    return parent
  }

  /** Gives a histogram back. */
  release(histogram: Histogram): void {
    this.spare.push(histogram)
  }
}
