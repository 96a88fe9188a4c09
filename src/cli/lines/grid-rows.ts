/** A grid as a table: one row a cell, a column an axis and a metric. */

import { axisColumns } from "../../benchmark/axis-columns.ts"
import type { Benchmark, Grid, MetricName } from "../../benchmark/index.ts"
import type { HyperparameterValue } from "../../space/index.ts"

/** What a grid is about, before its cells. */
export interface GridHeading {
  readonly task: string
  readonly release: string
  readonly sha256: string
  /** Hyperparameters with one value, and the epoch where there is one. */
  readonly fixed: Readonly<Record<string, HyperparameterValue>>
  readonly axes: readonly { readonly name: string; readonly values: readonly HyperparameterValue[] }[]
  readonly metrics: readonly MetricName[]
  readonly numCells: number
}

/** @param grid the first block, or the whole */
export function headingOf(benchmark: Benchmark, grid: Grid): GridHeading {
  const { task, release, sha256 } = benchmark
  const { configuration, epoch } = grid.cellAt(0)
  const names = new Set<string>(grid.axes.map(({ name }) => name))
  const all = Object.entries({ ...configuration, epoch })
  return {
    task,
    release,
    sha256,
    fixed: Object.fromEntries(all.filter(([name]) => !names.has(name))),
    axes: grid.axes,
    metrics: Object.keys(grid.columns) as MetricName[],
    numCells: grid.shape.reduce((product, length) => product * length, 1),
  }
}

/** A block's cells as rows of values. */
export function* rowsOf(grid: Grid, metrics: readonly MetricName[]): Generator<HyperparameterValue[], void> {
  const columns: ArrayLike<HyperparameterValue>[] = [
    ...axisColumns(grid),
    ...metrics.map(name => grid.columns[name]),
  ]
  for (let i = 0; i < grid.numCells; i++) yield columns.map(column => column[i]!)
}
