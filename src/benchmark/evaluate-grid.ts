/** The metrics of a grid, whole or in parts. */

import type { CheckedGrid } from "../predict/grid/grid-check.ts"
import { type GridPart, gridParts } from "../predict/grid/grid-parts.ts"
import { type EncodedGrid, encodeGrid, partOf } from "../surrogate/encode-grid.ts"
import type { Surrogate, SurrogateGroup } from "../surrogate/surrogate.ts"
import { Grid, type GridPlan } from "./grid.ts"
import type { MetricName } from "./metric.ts"

/** A grid and the surrogates that are asked. */
export class GridQuery<M extends MetricName> {
  readonly plan: GridPlan
  /** In the order in which results list them. */
  readonly metrics: readonly M[]
  /** All cells as one part. */
  readonly whole: GridPart
  private readonly surrogates: ReadonlyMap<
    string,
    { readonly surrogate: Surrogate; readonly grid: EncodedGrid }
  >

  constructor(groups: readonly SurrogateGroup[], plan: GridPlan) {
    const asked = groups.flatMap(({ encoder, surrogates }) => {
      const grid = encodeGrid(encoder, plan.origin, plan.points)
      return surrogates.map(surrogate => [surrogate.metric, { surrogate, grid }] as const)
    })
    const ranges = plan.axes.map(({ values }) => [0, values.length] as const)
    this.plan = plan
    this.surrogates = new Map(asked)
    this.metrics = asked.map(([metric]) => metric as M)
    this.whole = { first: 0, numCells: ranges.reduce((product, [, end]) => product * end, 1), ranges }
  }

  /** Bytes of one cell's metrics. */
  get cellBytes(): number {
    return this.metrics.length * Float32Array.BYTES_PER_ELEMENT
  }

  /** Parts of which each takes at most so many bytes, but for a part of one cell. */
  parts(memory: number): Iterable<GridPart> {
    const maxCells = Math.max(1, Math.floor(memory / Math.max(1, this.cellBytes)))
    return gridParts(
      this.plan.axes.map(({ values }) => values.length),
      maxCells,
    )
  }

  /** A part as the surrogates of some metrics see it. */
  cells(part: GridPart, metrics: readonly M[]): CheckedGrid[] {
    return metrics.map(metric => partOf(this.entry(metric).grid, part))
  }

  private entry(metric: M): { readonly surrogate: Surrogate; readonly grid: EncodedGrid } {
    return this.surrogates.get(metric) as { surrogate: Surrogate; grid: EncodedGrid }
  }

  evaluate(part: GridPart): Grid<M> {
    const columns = Object.fromEntries(
      this.metrics.map(metric => {
        const { surrogate, grid } = this.entry(metric)
        const column = new Float32Array(part.numCells)
        surrogate.evaluateGrid(partOf(grid, part), column)
        return [metric, column]
      }),
    )
    return new Grid(this.plan, part, columns as Grid<M>["columns"])
  }
}
