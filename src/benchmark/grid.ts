/** Grids of configurations: how they are asked for, and which cell is which. */

import { ConfigurationError, show } from "../errors.ts"
import type { GridPart } from "../predict/grid/grid-parts.ts"
import {
  type Configuration,
  type ConfigurationInput,
  epochFidelity,
  type HyperparameterName,
  type HyperparameterValue,
  type Space,
} from "../space/index.ts"
import type { GridPoint } from "../surrogate/encode-grid.ts"
import type { Epochs } from "./check.ts"
import type { MetricName } from "./metric.ts"

/** What stands for a hyperparameter in a grid: one value, several, or all that the benchmark's space has. */
export type GridValues<Value> = Value | readonly Value[] | "all"

/**
 * A grid: a configuration in which hyperparameters may have several values, and the epochs. Hyperparameters with
 * several values are the axes, in the order in which they are written; the last one is fastest.
 */
export type GridInput = {
  readonly [Name in keyof ConfigurationInput]: GridValues<Exclude<ConfigurationInput[Name], undefined>>
} & {
  /** Default: 200. */
  readonly epoch?: GridValues<number>
}

/** An axis of a grid. */
export interface GridAxisValues {
  readonly name: HyperparameterName | "epoch"
  readonly values: readonly HyperparameterValue[]
}

/** A checked grid: its axes, and each of their values as a point beside the first cell. */
export interface GridPlan {
  readonly axes: readonly GridAxisValues[]
  readonly origin: GridPoint
  readonly points: readonly (readonly GridPoint[])[]
}

/** The checks that belong to the benchmark. */
interface Checks {
  configuration(configuration: unknown, source: string): Configuration
  epoch(epoch: unknown, path: string): number
}

/**
 * Reads a grid.
 *
 * @throws {ConfigurationError} for what is no grid, an axis without values, and as `checks` say
 */
export function planGrid(input: unknown, space: Space, epochs: Epochs, checks: Checks): GridPlan {
  if (typeof input !== "object" || input === null || Array.isArray(input)) {
    throw new ConfigurationError({
      source: "grid",
      what: "no grid",
      expected: "an object of hyperparameters and epoch",
      actual: show(input),
    })
  }
  const axes: GridAxisValues[] = []
  const first: Record<string, unknown> = {}
  for (const [name, given] of Object.entries(input)) {
    const values = given === "all" ? allOf(name, space, epochs) : given
    if (!Array.isArray(values)) {
      first[name] = given
      continue
    }
    if (values.length === 0) {
      throw new ConfigurationError({
        source: "grid",
        path: name,
        what: "no values",
        expected: 'a value, an array of values or "all"',
        actual: "an empty array",
      })
    }
    first[name] = values[0]
    axes.push({ name: name as GridAxisValues["name"], values: Object.freeze([...values]) })
  }
  const { epoch: firstEpoch, ...configuration } = first
  const origin = {
    configuration: checks.configuration(configuration, "grid"),
    epoch: checks.epoch(firstEpoch, "grid.epoch"),
  }
  const points = axes.map(({ name, values }) =>
    values.map((value, i): GridPoint => {
      const where = `grid.${name}[${i}]`
      return name === "epoch"
        ? { ...origin, epoch: checks.epoch(value, where) }
        : {
            ...origin,
            configuration: checks.configuration({ ...origin.configuration, [name]: value }, where),
          }
    }),
  )
  return { axes, origin, points }
}

function allOf(name: string, space: Space, { lower, upper }: Epochs): readonly HyperparameterValue[] {
  if (name === epochFidelity.name) return Array.from({ length: upper - lower + 1 }, (_, i) => lower + i)
  const hyperparameter = space.get(name)
  if (hyperparameter.kind === "constant") return [hyperparameter.value]
  if ("values" in hyperparameter) return hyperparameter.values
  throw new ConfigurationError({
    source: "grid",
    path: name,
    what: "a range has no list of all values",
    expected: "a number or an array of numbers",
    actual: show("all"),
  })
}

/**
 * Metrics over a grid, or over a part of one: `columns[metric][i]` belongs to the cell `cellAt(i)`. The last axis
 * is fastest, as in a C-ordered array of shape `shape`.
 */
export class Grid<M extends MetricName = MetricName> {
  /** Axes of the whole grid, in the order in which they were written. */
  readonly axes: readonly GridAxisValues[]
  /** Number of values of each axis. */
  readonly shape: readonly number[]
  /** Index in the whole grid of the first cell here: 0 but for parts. */
  readonly first: number
  /** Cells here. */
  readonly numCells: number
  /** Metric → one float32 a cell, in the units of `metrics`. */
  readonly columns: { [K in M]: Float32Array }
  private readonly origin: GridPoint

  /** @internal */
  constructor(plan: GridPlan, { first, numCells }: GridPart, columns: { [K in M]: Float32Array }) {
    this.axes = plan.axes
    this.shape = plan.axes.map(({ values }) => values.length)
    this.first = first
    this.numCells = numCells
    this.columns = columns
    this.origin = plan.origin
  }

  /**
   * What a cell stands for, as `query` takes it.
   *
   * @param index of the cell in `columns`: from 0 to `numCells - 1`
   * @returns a complete frozen configuration, and the epoch
   * @throws {RangeError} for any other index
   * @example
   * ```ts
   * const grid = benchmark.grid({ ...configuration, Op1: "all", epoch: [50, 200] })
   * const { configuration: third, epoch } = grid.cellAt(2)
   * third.Op1 // 1
   * epoch // 50
   * ```
   */
  cellAt(index: number): GridPoint {
    if (!Number.isInteger(index) || index < 0 || index >= this.numCells) {
      throw new RangeError(`index: expected an integer in 0..${this.numCells - 1}, got ${show(index)}`)
    }
    const values: Record<string, HyperparameterValue> = { ...this.origin.configuration }
    let { epoch } = this.origin
    let rest = this.first + index
    for (const { name, values: list } of [...this.axes].reverse()) {
      const value = list[rest % list.length]!
      rest = Math.floor(rest / list.length)
      if (name === "epoch") epoch = value as number
      else values[name] = value
    }
    // Every value was checked when the grid was planned.
    return { configuration: Object.freeze(values) as unknown as Configuration, epoch }
  }
}
