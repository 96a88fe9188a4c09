/** Grids in as many requests as a service's limits make of them. */

import { Grid, type GridPlan } from "../benchmark/grid.ts"
import type { MetricName } from "../benchmark/index.ts"
import { type GridPart, gridParts } from "../predict/grid/grid-parts.ts"
import { type GridDocument, type Limits, ServiceError } from "../wire/index.ts"
import { float32Columns } from "./columns.ts"

/** About what a value takes in a body: a float64 in 17 digits with its exponent and a comma. */
const VALUE_BYTES = 26
/** What is left of a body for the rest of the question. */
const REST_BYTES = 1024

/** A grid that was checked, and which metrics of it are wanted. */
export class RemoteGrid<M extends MetricName> {
  readonly numCells: number
  /** In the order in which results list them. */
  readonly metrics: readonly M[]
  private readonly plan: GridPlan
  private readonly shape: readonly number[]

  constructor(plan: GridPlan, metrics: readonly M[]) {
    this.plan = plan
    this.metrics = metrics
    this.shape = plan.axes.map(({ values }) => values.length)
    this.numCells = this.shape.reduce((product, length) => product * length, 1)
  }

  /** Bytes of one cell's metrics. */
  get cellBytes(): number {
    return this.metrics.length * Float32Array.BYTES_PER_ELEMENT
  }

  /** Parts of which the service answers each, and which take at most so many bytes, but for a part of one cell. */
  parts({ rows, cells, bodyBytes }: Limits, memory: number): Iterable<GridPart> {
    const sent = Math.floor((bodyBytes - REST_BYTES) / VALUE_BYTES)
    const answered = Math.floor(cells / Math.max(1, this.metrics.length))
    const held = Math.floor(memory / Math.max(1, this.cellBytes))
    return gridParts(this.shape, Math.max(1, Math.min(rows, answered, sent, held)))
  }

  /** A part as the field `grid` of a request: its axes last, so that they stay in their order. */
  fieldOf({ ranges }: GridPart): object {
    const { axes, origin } = this.plan
    const names = new Set<string>(axes.map(({ name }) => name))
    const single = Object.entries({ ...origin.configuration, epoch: origin.epoch })
    const several = axes.map(({ name, values }, axis) => [name, values.slice(...ranges[axis]!)] as const)
    return Object.fromEntries([...single.filter(([name]) => !names.has(name)), ...several])
  }

  /**
   * A part with its answer.
   *
   * @throws {ServiceError} for an answer of other cells
   */
  gridOf(part: GridPart, { columns }: GridDocument): Grid<M> {
    const found = float32Columns(columns, this.metrics)
    for (const name of this.metrics) {
      if (found[name].length === part.numCells) continue
      const [expected, actual] = [`${part.numCells}`, `${found[name].length}`]
      throw new ServiceError("ERR_SERVICE", {
        path: `columns.${name}`,
        what: "wrong length",
        expected,
        actual,
      })
    }
    return new Grid(this.plan, part, found as Grid<M>["columns"])
  }

  /** Parts put together. */
  join(parts: readonly Grid<M>[]): Grid<M> {
    const columns = Object.fromEntries(
      this.metrics.map(name => {
        const column = new Float32Array(this.numCells)
        for (const part of parts) column.set(part.columns[name], part.first)
        return [name, column]
      }),
    )
    const whole = { first: 0, numCells: this.numCells, ranges: this.shape.map(end => [0, end] as const) }
    return new Grid(this.plan, whole, columns as Grid<M>["columns"])
  }
}
