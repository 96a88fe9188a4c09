/** Which rows are in which node: row numbers, a node's side by side, in ascending order. */

import type { FeaturePlace } from "./binned-table.ts"
import type { Split } from "./split-finder.ts"

/** Whether rows of a bin go left, for all bins of the column of a split's feature. */
function fillSides(sides: Uint8Array, place: FeaturePlace, split: Split): void {
  const { column, numBins, rareBin } = place
  if (rareBin >= 0) {
    sides.fill(+(1 - rareBin <= split.bin), 0, column.numBins)
    sides[place.member] = +(rareBin <= split.bin)
    return
  }
  sides.fill(1, 0, split.bin + 1)
  sides.fill(0, split.bin + 1, numBins)
  if (place.hasMissing) sides[numBins] = +split.defaultLeft
}

/** Kept from tree to tree: its arrays are as long as the table. */
export class RowPartition {
  /** Row numbers; a node is a stretch of them. */
  readonly rows: Int32Array
  private readonly scratch: Int32Array
  private readonly sides: Uint8Array = new Uint8Array(65_536)

  constructor(numRows: number) {
    this.rows = new Int32Array(numRows)
    this.scratch = new Int32Array(numRows)
  }

  /**
   * Splits a node's stretch in two, the left child's rows first, both in ascending order.
   *
   * @returns where the right child's begin
   */
  split(begin: number, end: number, place: FeaturePlace, split: Split): number {
    const { rows, scratch, sides } = this
    fillSides(sides, place, split)
    const { bins } = place.column
    let left = begin
    let numRight = 0
    for (let at = begin; at < end; at++) {
      const row = rows[at]
      const side = sides[bins[row]]
      // Without a branch that half of the rows would mispredict: the left one is never ahead of what is read.
      rows[left] = row
      scratch[numRight] = row
      left += side
      numRight += 1 - side
    }
    rows.set(scratch.subarray(0, numRight), left)
    return left
  }
}
