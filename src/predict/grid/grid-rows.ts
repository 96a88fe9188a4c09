/** The cells of a grid as rows, for boosters that no sweep serves: linear ones, vector leaves, a few cells. */

import type { Booster } from "../booster/booster.ts"
import type { CheckedGrid } from "./grid-check.ts"
import type { GridOptions } from "./grid-request.ts"

/** Rows that are written at a time where no box saves any. */
const ROWS_AT_A_TIME = 1024

/** Predicts the rows of the cells, some at a time. */
export function predictRows(
  booster: Booster,
  { axes, base, numCells, columns }: CheckedGrid,
  options: GridOptions,
  out: Float32Array,
): void {
  const { numFeatures, numOutputs } = booster
  const { output = "prediction", iterationRange, baseMargin } = options
  const rows = new Float32Array(Math.min(numCells, ROWS_AT_A_TIME) * numFeatures)
  for (let first = 0; first < numCells; first += ROWS_AT_A_TIME) {
    const numRows = Math.min(ROWS_AT_A_TIME, numCells - first)
    for (let row = 0; row < numRows; row++) {
      rows.set(base, row * numFeatures)
      let rest = first + row
      for (let a = axes.length - 1; a >= 0; a--) {
        const { features, values, length } = axes[a]
        const at = (rest % length) * features.length
        rest = Math.floor(rest / length)
        for (let i = 0; i < features.length; i++) rows[row * numFeatures + features[i]] = values[at + i]
      }
    }
    booster.predict(rows.subarray(0, numRows * numFeatures), {
      numRows,
      output,
      ...(iterationRange && { iterationRange }),
      ...(baseMargin && {
        baseMargin: baseMargin.subarray(first * numOutputs, (first + numRows) * numOutputs),
      }),
      out: out.subarray(first * columns, (first + numRows) * columns),
    })
  }
}
