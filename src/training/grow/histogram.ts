/** Histograms: the sums of gradients and hessians of a node's rows, bin by bin, in float64. */

import type { BinBlock, BinnedTable } from "./binned-table.ts"

/** Gradient and hessian of each bin, side by side. */
export type Histogram = Float64Array

/** Adds rows to a block's part. Row by row: sums of one column are then apart in time, and do not wait for each other. */
function addBlock(
  block: BinBlock,
  histogram: Histogram,
  rows: Int32Array,
  begin: number,
  end: number,
  pairs: Float32Array,
): void {
  const { bins, numColumns } = block
  const first = 2 * block.firstBin
  for (let at = begin; at < end; at++) {
    const row = rows[at]
    const gradient = pairs[2 * row]
    const hessian = pairs[2 * row + 1]
    const stop = (row + 1) * numColumns
    for (let entry = row * numColumns; entry < stop; entry++) {
      const bin = first + 2 * bins[entry]
      histogram[bin] += gradient
      histogram[bin + 1] += hessian
    }
  }
}

/** Fills histograms, and keeps those that are done with for the next nodes. */
export class Histograms {
  private readonly table: BinnedTable
  private readonly spare: Histogram[] = []

  constructor(table: BinnedTable) {
    this.table = table
  }

  /**
   * The histogram of a node.
   *
   * @param rows row numbers; the node's are from `begin` to `end`
   * @param pairs gradient and hessian of each row, side by side
   */
  fill(rows: Int32Array, begin: number, end: number, pairs: Float32Array): Histogram {
    const histogram = this.spare.pop()?.fill(0) ?? new Float64Array(2 * this.table.numBins)
    for (const block of this.table.blocks) addBlock(block, histogram, rows, begin, end, pairs)
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
