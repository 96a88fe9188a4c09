/** Sums for blocks of 32 rows: what is left over is walked row by row. */

import type { SplitDictionary } from "../../forest/split-dictionary.ts"
import { BLOCK_ROWS, RowMasks } from "./row-masks.ts"

/** Fewer rows are walked one by one: a block costs as much as some 18 rows, full or not. */
const LEAST_ROWS = 18

/** Adds the leaves of a segment's trees, in their order, to the sums of the rows that `masks` answered. */
type AddTrees = (segment: number, masks: RowMasks, sums: Float32Array) => void

export class RowBlocks {
  private readonly dictionary: SplitDictionary
  private readonly numZeros: number
  private readonly addTrees: AddTrees
  private readonly sums = new Float32Array(BLOCK_ROWS)
  /** Made with the first block: many kernels are asked for single rows only. */
  private masks: RowMasks | null = null

  /** @param numZeros numbers behind the dictionary's that leaves ask */
  constructor(dictionary: SplitDictionary, numZeros: number, addTrees: AddTrees) {
    this.dictionary = dictionary
    this.numZeros = numZeros
    this.addTrees = addTrees
  }

  /**
   * Sums whole blocks, and the rest where that pays; parameters are those of `Kernel.sumRows`.
   *
   * @returns number of rows that were summed, from the first one on
   */
  sumRows(
    segment: number,
    count: number,
    rows: Float32Array,
    numRows: number,
    margins: Float32Array,
  ): number {
    const { sums } = this
    let begin = 0
    while (numRows - begin >= LEAST_ROWS) {
      this.masks ??= new RowMasks(this.dictionary, this.numZeros)
      const inBlock = Math.min(BLOCK_ROWS, numRows - begin)
      this.masks.answer(rows, begin * this.dictionary.numFeatures, inBlock)
      for (let i = 0; i < count; i++) {
        const first = begin * count + i
        for (let row = 0; row < inBlock; row++) sums[row] = margins[first + row * count]
        this.addTrees(segment + i, this.masks, sums)
        for (let row = 0; row < inBlock; row++) margins[first + row * count] = sums[row]
      }
      begin += inBlock
    }
    return begin
  }
}
