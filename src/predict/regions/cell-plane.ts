/**
 * Sums of trees over a plane of cells, as a two-dimensional difference array: a tree changes a few corners, and
 * one pass over the plane turns the corners of all trees into the sum at every cell. The sums are float64 and
 * only filter; `marginRange` says how far XGBoost's float32 sums can be from them.
 */

import type { ChoiceTrees } from "./choice-trees.ts"

/** Half the distance between 1 and the next number: what one rounding can add, relatively. */
const HALF_ULP_32: number = 2 ** -24
const HALF_ULP_64: number = 2 ** -53

/** The distinct cuts of one tree along an axis. */
class Cuts {
  /** Ascending once they are numbered. */
  readonly sorted: Int32Array
  /** Position of each cut, counted from 1; 0 for cells without one. */
  readonly numberOf: Int32Array
  length = 0

  constructor(numCells: number) {
    this.sorted = new Int32Array(numCells)
    this.numberOf = new Int32Array(numCells)
  }

  add(cut: number): void {
    const { sorted, numberOf } = this
    if (numberOf[cut] !== 0) return
    numberOf[cut] = 1
    let at = this.length++
    for (; at > 0 && sorted[at - 1] > cut; at--) sorted[at] = sorted[at - 1]
    sorted[at] = cut
  }

  number(): void {
    for (let i = 0; i < this.length; i++) this.numberOf[this.sorted[i]] = i + 1
  }

  clear(): void {
    for (let i = 0; i < this.length; i++) this.numberOf[this.sorted[i]] = 0
    this.length = 0
  }
}

/** Paints trees into difference arrays of one plane. */
export class CellPainter {
  /** Entries of a difference array: a row and a column more than the plane has cells. */
  readonly length: number
  private readonly trees: ChoiceTrees
  private readonly width: number
  /** Cuts of the tree at hand along each axis, ascending. */
  private readonly rowCuts: Cuts
  private readonly columnCuts: Cuts
  /** Greatest value in each cell that the tree's own cuts make. */
  private local = new Float64Array(256)

  constructor(trees: ChoiceTrees) {
    this.trees = trees
    this.width = trees.space.numColumns + 1
    this.rowCuts = new Cuts(trees.space.numRows)
    this.columnCuts = new Cuts(trees.space.numColumns)
    this.length = (trees.space.numRows + 1) * this.width
  }

  /** Adds a tree that asks about no choice. */
  paint(differences: Float64Array, root: number): void {
    const { numRows, numColumns } = this.trees.space
    this.paintWithin(differences, root, 0, numRows, 0, numColumns)
  }

  private paintWithin(
    differences: Float64Array,
    node: number,
    top: number,
    bottom: number,
    left: number,
    right: number,
  ): void {
    const { trees, width } = this
    const question = trees.question[node]
    if (question < 0) {
      const value = trees.value[node]
      differences[top * width + left] += value
      differences[bottom * width + left] -= value
      differences[top * width + right] -= value
      differences[bottom * width + right] += value
      return
    }
    const cut = trees.test[node]
    if (question === trees.numChoices) {
      this.paintWithin(differences, node + 1, top, cut, left, right)
      this.paintWithin(differences, trees.right[node], cut, bottom, left, right)
    } else {
      this.paintWithin(differences, node + 1, top, bottom, left, cut)
      this.paintWithin(differences, trees.right[node], top, bottom, cut, right)
    }
  }

  /** Adds, cell by cell, the greatest value that a tree can have there, whatever the open choices. */
  paintGreatest(differences: Float64Array, root: number): void {
    const { rowCuts, columnCuts, width } = this
    this.collectCuts(root)
    rowCuts.number()
    columnCuts.number()
    const numRows = rowCuts.length + 1
    const numColumns = columnCuts.length + 1
    if (numRows * numColumns > this.local.length) this.local = new Float64Array(2 * numRows * numColumns)
    const { local } = this
    local.fill(-Infinity, 0, numRows * numColumns)
    this.fillGreatest(root, 0, numRows, 0, numColumns)
    for (let row = 0; row < numRows; row++) {
      const line = (row === 0 ? 0 : rowCuts.sorted[row - 1]) * width
      const from = row * numColumns
      for (let column = 0; column < numColumns; column++) {
        const before = column === 0 ? 0 : local[from + column - 1]
        const above = row === 0 ? 0 : local[from - numColumns + column]
        const corner = row === 0 || column === 0 ? 0 : local[from - numColumns + column - 1]
        differences[line + (column === 0 ? 0 : columnCuts.sorted[column - 1])] +=
          local[from + column] - before - (above - corner)
      }
    }
    rowCuts.clear()
    columnCuts.clear()
  }

  private collectCuts(node: number): void {
    const { question, test, right, numChoices } = this.trees
    while (question[node] >= 0) {
      if (question[node] === numChoices) this.rowCuts.add(test[node])
      else if (question[node] > numChoices) this.columnCuts.add(test[node])
      this.collectCuts(node + 1)
      node = right[node]
    }
  }

  /** Whether every cell of a part is at least so great: nothing below such a node can raise one. */
  private isFilled(value: number, top: number, bottom: number, left: number, right: number): boolean {
    const { local } = this
    const numColumns = this.columnCuts.length + 1
    for (let row = top; row < bottom; row++) {
      for (let at = row * numColumns + left, end = row * numColumns + right; at < end; at++)
        if (local[at] < value) return false
    }
    return true
  }

  private fillGreatest(node: number, top: number, bottom: number, left: number, right: number): void {
    const { trees } = this
    const value = trees.value[node]
    if (this.isFilled(value, top, bottom, left, right)) return
    const question = trees.question[node]
    if (question < 0) {
      const { local } = this
      const numColumns = this.columnCuts.length + 1
      for (let row = top; row < bottom; row++) {
        for (let at = row * numColumns + left, end = row * numColumns + right; at < end; at++)
          if (local[at] < value) local[at] = value
      }
      return
    }
    const other = trees.right[node]
    if (question === trees.numChoices) {
      const cut = this.rowCuts.numberOf[trees.test[node]]
      if (cut > top) this.fillGreatest(node + 1, top, Math.min(bottom, cut), left, right)
      if (cut < bottom) this.fillGreatest(other, Math.max(top, cut), bottom, left, right)
    } else if (question > trees.numChoices) {
      const cut = this.columnCuts.numberOf[trees.test[node]]
      if (cut > left) this.fillGreatest(node + 1, top, bottom, left, Math.min(right, cut))
      if (cut < right) this.fillGreatest(other, top, bottom, Math.max(left, cut), right)
    } else {
      // The greater side first: the other one often raises nothing any more.
      const isLeftGreater = trees.value[node + 1] >= trees.value[other]
      this.fillGreatest(isLeftGreater ? node + 1 : other, top, bottom, left, right)
      this.fillGreatest(isLeftGreater ? other : node + 1, top, bottom, left, right)
    }
  }

  /**
   * Sums a difference array up.
   *
   * @param cells numRows × numColumns, receives each cell's margin
   */
  sum(differences: Float64Array, cells: Float64Array): void {
    const { numRows, numColumns } = this.trees.space
    const { width } = this
    const { baseMargin } = this.trees
    for (let row = 0; row < numRows; row++) {
      let run = row === 0 ? baseMargin : 0
      const above = (row - 1) * numColumns
      for (let column = 0; column < numColumns; column++) {
        run += differences[row * width + column]
        cells[row * numColumns + column] = row === 0 ? run : run + cells[above + column]
      }
    }
  }
}

/** Least and greatest leaf of a tree, and the most cells that its own cuts can make. */
function extentOf(trees: ChoiceTrees, root: number): { least: number; greatest: number; cuts: number } {
  const extent = { least: Infinity, greatest: -Infinity, cuts: 0 }
  const visit = (node: number): void => {
    if (trees.question[node] < 0) {
      extent.least = Math.min(extent.least, trees.value[node])
      extent.greatest = Math.max(extent.greatest, trees.value[node])
      return
    }
    if (trees.question[node] >= trees.numChoices) extent.cuts++
    visit(node + 1)
    visit(trees.right[node])
  }
  visit(root)
  return extent
}

/** What the margins of a space cannot leave, and how far off sums over planes can be. */
export interface MarginRange {
  /** No float32 margin is below it. */
  readonly least: number
  /** No float32 margin is above it. */
  readonly greatest: number
  /** How far a cell's float64 sum and its float32 sum in tree order can be apart. */
  readonly rounding: number
}

/**
 * The range of a forest's margins over its space.
 *
 * A float32 step is off by at most half a unit in the last place of its result, which is between the sums of the
 * trees' least and greatest leaves so far, rounded likewise. A float64 sum of n terms is off by at most n times
 * half a unit of the sum of their magnitudes; a tree of c cuts puts at most (c/2 + 1)² corners into the difference
 * array, each at most four leaves large.
 */
export function marginRange(trees: ChoiceTrees): MarginRange {
  const { numRows, numColumns } = trees.space
  let [low, high] = [trees.baseMargin, trees.baseMargin]
  let float32 = 0
  let magnitudes = Math.abs(trees.baseMargin)
  let corners = 1
  for (const root of trees.all.roots) {
    const { least, greatest, cuts } = extentOf(trees, root)
    low = Math.fround(low + least)
    high = Math.fround(high + greatest)
    float32 += Math.max(Math.abs(low), Math.abs(high)) * HALF_ULP_32 + 2 ** -150
    const most = (cuts / 2 + 1) ** 2
    corners += 4 * most
    magnitudes += 4 * most * Math.max(Math.abs(least), Math.abs(greatest))
  }
  const float64 = (corners + numRows + numColumns) * magnitudes * HALF_ULP_64
  return { least: low, greatest: high, rounding: (float32 + float64) * (1 + 2 ** -20) }
}
