/** Runs of a table as noise is judged by: what each measured at one epoch, with its seed's number and its collection. */

import { NotFoundError } from "../../errors.ts"
import type { Configuration } from "../../space/index.ts"
import type { TableBenchmark } from "../../table/index.ts"

/** One training run at one epoch. */
export interface MeasuredRun {
  readonly configuration: Configuration
  /** What is equal for runs of the same configuration at whatever fidelity: its number. */
  readonly number: number
  /** Which run of it: 0, or further seeds. */
  readonly repeat: number
  /** Which span of measuring it is of: 1, 2, …. */
  readonly collection: number
  /** `N=1 W=4 Resolution=0.25`. */
  readonly fidelity: string
  /** Metric → what was measured; NaN where it was not. */
  readonly values: Readonly<Record<string, number>>
}

/** Columns that tell runs of a configuration apart. */
const KEYS = ["config_index", "repeat", "collection"]

/**
 * The runs of a table.
 *
 * @param epoch at which they are compared
 * @returns one entry a run, in the table's order
 * @throws {NotFoundError} for a table that does not tell repeats and collections apart
 * @throws {FidelityError} for an epoch at which a configuration was not recorded
 */
export function measuredRuns(table: TableBenchmark, epoch: number): MeasuredRun[] {
  const missing = KEYS.find(name => !table.metrics.includes(name))
  if (missing !== undefined) {
    throw new NotFoundError({
      source: table.release,
      path: missing,
      what: "no such column",
      expected: `${KEYS.join(", ")}: a table that tells repeats and collections apart, as measured-1 does`,
      actual: table.metrics.join(", "),
    })
  }
  return [...table.configurations()].flatMap(configuration => {
    const { N, W, Resolution } = configuration
    // Where there is none, the first query says which epochs there are.
    const count = Math.max(1, table.occurrences(configuration, { epoch }))
    return Array.from({ length: count }, (_, occurrence) => {
      const values = table.query<string>(configuration, { epoch, occurrence })
      const { config_index: number, repeat, collection } = values as Record<string, number>
      const fidelity = `N=${N} W=${W} Resolution=${Resolution}`
      return { configuration, number: number!, repeat: repeat!, collection: collection!, fidelity, values }
    })
  })
}

/** Groups runs by fidelity, in the order in which those first come. */
export function byFidelity(runs: readonly MeasuredRun[]): Map<string, MeasuredRun[]> {
  const groups = new Map<string, MeasuredRun[]>()
  for (const run of runs) {
    const group = groups.get(run.fidelity)
    if (group === undefined) groups.set(run.fidelity, [run])
    else group.push(run)
  }
  return groups
}
