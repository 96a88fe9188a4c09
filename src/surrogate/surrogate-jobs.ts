/** What workers do with surrogates. */

import type { JobTable } from "../parallel/port.ts"
import type { CheckedGrid } from "../predict/grid/grid-check.ts"
import type { SurrogateMap } from "./shared-surrogates.ts"
import type { Surrogate } from "./surrogate.ts"

/** One entry a metric, in the order of the input's metrics. */
export type JobColumns = readonly Float32Array[]

/** Encoded rows, all of one header. */
export interface RowsInput {
  readonly metrics: readonly string[]
  readonly rows: Float32Array
  readonly numRows: number
}

/** Parts of encoded grids: one a metric. */
export interface CellsInput {
  readonly metrics: readonly string[]
  readonly cells: readonly CheckedGrid[]
}

const of = (surrogates: SurrogateMap, metric: string): Surrogate => surrogates.get(metric) as Surrogate

export const surrogateJobs: {
  rows(surrogates: SurrogateMap, input: RowsInput): JobColumns
  cells(surrogates: SurrogateMap, input: CellsInput): JobColumns
} & JobTable<SurrogateMap> = /* @__PURE__ */ Object.freeze({
  rows(surrogates: SurrogateMap, { metrics, rows, numRows }: RowsInput): JobColumns {
    return metrics.map(metric => {
      const column = new Float32Array(numRows)
      of(surrogates, metric).evaluateMany(rows, column)
      return column
    })
  },
  cells(surrogates: SurrogateMap, { metrics, cells }: CellsInput): JobColumns {
    return metrics.map((metric, i) => {
      const column = new Float32Array(cells[i].numCells)
      of(surrogates, metric).evaluateGrid(cells[i], column)
      return column
    })
  },
})
