/** A metric over two axes, as a grid of cells. */

import type { Benchmark, GridInput, HyperparameterValue, MetricName } from "../../../entries/index.web.ts"
import type { PackId } from "../../engine/pack-id.ts"
import type { Point } from "../../state/point.ts"
import type { Axis } from "./axis.ts"

export interface HeatInput {
  readonly pack: PackId
  readonly point: Point
  readonly metric: MetricName
  readonly x: Axis
  readonly y: Axis
}

/** A heat map's numbers: `values[row * columns.length + column]`, in the metric's unit. */
export interface Heat {
  readonly metric: MetricName
  readonly x: Axis
  readonly y: Axis
  readonly columns: readonly HyperparameterValue[]
  readonly rows: readonly HyperparameterValue[]
  readonly values: Float32Array
}

/** Cells along a float: as many as can be told apart in a picture of some hundred pixels. */
const FLOAT_CELLS = 60
const EPOCH_CELLS = 50
const DIGITS = 4

/** The values at the middle of an axis' cells. */
function cellsOf(axis: Axis): readonly HyperparameterValue[] {
  if (axis.kind === "discrete") return axis.values
  const { lower, upper } = axis
  if (axis.kind === "epoch") {
    const step = Math.ceil((upper - lower + 1) / EPOCH_CELLS)
    return Array.from({ length: EPOCH_CELLS }, (_, i) => Math.min(upper, lower + (i + 1) * step - 1))
  }
  return Array.from({ length: FLOAT_CELLS }, (_, i) => {
    const share = (i + 0.5) / FLOAT_CELLS
    const value = axis.isLog ? lower * (upper / lower) ** share : lower + share * (upper - lower)
    return Number(value.toPrecision(DIGITS))
  })
}

/** The metric at every cell of two axes, everything else being the point's. */
export function heat(benchmark: Benchmark, { point, metric, x, y }: HeatInput): Heat {
  const [columns, rows] = [cellsOf(x), cellsOf(y)]
  // The grid's axes are in the order in which they are written: what varies is written last, columns fastest.
  const {
    [y.name]: _,
    [x.name]: __,
    ...fixed
  } = { ...point.configuration, epoch: point.epoch } as Record<string, unknown>
  const input = { ...fixed, [y.name]: rows, [x.name]: columns }
  const grid = benchmark.grid(input as unknown as GridInput, { metrics: [metric] })
  return { metric, x, y, columns, rows, values: grid.columns[metric] }
}
