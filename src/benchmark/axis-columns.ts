/** The cells of a grid as rows of a table: what stands in the columns of its axes. */

import type { HyperparameterValue } from "../space/index.ts"
import type { Grid } from "./grid.ts"

/** The values of each axis at the cells of a block. */
export function axisColumns(grid: Grid): HyperparameterValue[][] {
  let stride = 1
  const columns: HyperparameterValue[][] = []
  for (const { values } of [...grid.axes].reverse()) {
    const step = stride
    columns.unshift(
      Array.from(
        { length: grid.numCells },
        (_, i) => values[Math.floor((grid.first + i) / step) % values.length]!,
      ),
    )
    stride *= values.length
  }
  return columns
}
