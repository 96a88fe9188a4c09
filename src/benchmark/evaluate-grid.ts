/** The metrics of a grid, whole or in parts. */

import { type GridPart, gridParts } from "../predict/grid-parts.ts"
import { type EncodedGrid, encodeGrid, partOf } from "../surrogate/encode-grid.ts"
import type { SurrogateGroup } from "../surrogate/surrogate.ts"
import { Grid, type GridPlan } from "./grid.ts"
import type { MetricName } from "./metric.ts"

/** A grid and the surrogates that are asked. */
export class GridQuery<M extends MetricName> {
  readonly plan: GridPlan
  /** Bytes of one cell's metrics. */
  readonly cellBytes: number
  private readonly groups: readonly { readonly group: SurrogateGroup; readonly encoded: EncodedGrid }[]

  constructor(groups: readonly SurrogateGroup[], plan: GridPlan) {
    this.plan = plan
    this.groups = groups.map(group => ({
      group,
      encoded: encodeGrid(group.encoder, plan.origin, plan.points),
    }))
    const numMetrics = groups.reduce((sum, { surrogates }) => sum + surrogates.length, 0)
    this.cellBytes = numMetrics * Float32Array.BYTES_PER_ELEMENT
  }

  get numCells(): number {
    return this.plan.axes.reduce((product, { values }) => product * values.length, 1)
  }

  /** Parts of which each takes at most so many bytes, but for a part of one cell. */
  parts(memory: number): Iterable<GridPart> {
    const maxCells = Math.max(1, Math.floor(memory / Math.max(1, this.cellBytes)))
    return gridParts(
      this.plan.axes.map(({ values }) => values.length),
      maxCells,
    )
  }

  evaluate(part: GridPart): Grid<M> {
    const columns: Record<string, Float32Array> = {}
    for (const { group, encoded } of this.groups) {
      const cells = partOf(encoded, part)
      for (const surrogate of group.surrogates) {
        const column = new Float32Array(part.numCells)
        surrogate.evaluateGrid(cells, column)
        columns[surrogate.metric] = column
      }
    }
    return new Grid(this.plan, part, columns as Grid<M>["columns"])
  }
}
