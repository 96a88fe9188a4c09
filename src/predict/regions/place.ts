/** Places of a space: what a search finds. */

import { combinationAt } from "./choice-space.ts"
import type { ChoiceTrees, Rectangle } from "./choice-trees.ts"

/** A combination and cells in which no leaf changes. */
export interface Place {
  readonly options: Int8Array
  readonly cells: Rectangle
}

function intersection(a: Rectangle, b: Rectangle): Rectangle {
  return {
    top: Math.max(a.top, b.top),
    bottom: Math.min(a.bottom, b.bottom),
    left: Math.max(a.left, b.left),
    right: Math.min(a.right, b.right),
  }
}

/** Evaluates one cell in all forests. */
export function evaluateAll(
  forests: readonly ChoiceTrees[],
  options: Int8Array,
  row: number,
  column: number,
): { readonly margins: readonly number[]; readonly cells: Rectangle } {
  const found = forests.map(trees => trees.evaluate(options, row, column))
  return {
    margins: found.map(({ margin }) => margin),
    cells: found.map(({ cells }) => cells).reduce(intersection),
  }
}

/** Fills a rectangle of cells. */
export function fillCells(cells: Float64Array, numColumns: number, within: Rectangle, value: number): void {
  for (let row = within.top; row < within.bottom; row++) {
    cells.fill(value, row * numColumns + within.left, row * numColumns + within.right)
  }
}

/** Less than 0 where the first place comes before the second. */
export function comparePlaces(numOptions: readonly number[], a: Place, b: Place): number {
  return (
    combinationAt(numOptions, a.options) - combinationAt(numOptions, b.options) ||
    a.cells.top - b.cells.top ||
    a.cells.left - b.cells.left
  )
}
