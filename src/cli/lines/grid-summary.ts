/** What people are shown of a grid: its axes, and for each metric the ends of what it takes. */

import { metrics as allMetrics, type Grid, type MetricName } from "../../benchmark/index.ts"
import { fixed, metricText } from "../frame/numbers.ts"
import type { Screen } from "../frame/screen.ts"
import { definitions, table } from "../frame/table.ts"
import type { GridHeading } from "./grid-rows.ts"

/** The best and worst cells of a metric so far. */
interface Ends {
  best: number
  worst: number
  where: string
}

/** Longest list of values that is written out. */
const MOST_SHOWN = 8

/** Gathers the ends of every metric, block by block. */
export class GridSummary {
  private readonly heading: GridHeading
  private readonly ends: ReadonlyMap<MetricName, Ends>

  constructor(heading: GridHeading) {
    this.heading = heading
    this.ends = new Map(
      heading.metrics.map(name => [name, { best: Number.NaN, worst: Number.NaN, where: "" }]),
    )
  }

  block(grid: Grid): void {
    for (const [name, ends] of this.ends) {
      const isMore = allMetrics.find(metric => metric.name === name)?.goal === "maximize"
      const column = grid.columns[name]
      let at = -1
      for (let i = 0; i < column.length; i++) {
        const value = column[i]
        if (!(isMore ? value <= ends.best : value >= ends.best)) {
          ends.best = value
          at = i
        }
        if (!(isMore ? value >= ends.worst : value <= ends.worst)) ends.worst = value
      }
      if (at < 0) continue
      const { configuration, epoch } = grid.cellAt(at)
      const cell: Readonly<Record<string, unknown>> = { ...configuration, epoch }
      ends.where = this.heading.axes.map(axis => `${axis.name}=${cell[axis.name]}`).join(" ")
    }
  }

  async print(screen: Screen, title: string): Promise<void> {
    const { colors, columns } = screen
    const { numCells, axes, fixed: given } = this.heading
    await screen.print(colors.bold(`${title}, ${fixed(numCells, 0)} cells`))
    const pairs = axes.map(({ name, values }): [string, string] => [
      name,
      values.length <= MOST_SHOWN
        ? values.join(", ")
        : `${values.length} values, ${values[0]} to ${values[values.length - 1]}`,
    ])
    pairs.push([
      "fixed",
      Object.entries(given)
        .map(([name, value]) => `${name}=${value}`)
        .join(" "),
    ])
    for (const line of definitions(pairs, columns, colors.dim)) await screen.print(line)
    await screen.print()
    const rows = Array.from(this.ends, ([name, { best, worst, where }]) => [
      name,
      metricText(name, best),
      metricText(name, worst),
      where,
    ])
    const titles = [
      { title: "metric", align: "left" as const },
      { title: "best" },
      { title: "worst" },
      { title: "best at", align: "left" as const },
    ]
    for (const line of table(titles, rows, colors.dim)) await screen.print(line)
  }
}
