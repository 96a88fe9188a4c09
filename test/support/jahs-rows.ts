/** Small tables of trainings, with metrics that anybody can work out. */

import { createRandom } from "../../src/random/generator.ts"
import { jahsSpace } from "../../src/space/index.ts"

/** A row as a file has it. */
export type JahsRow = Record<string, string | number | boolean>

/**
 * Trainings of random configurations, three epochs each.
 *
 * @param seed of the configurations
 * @param varied whether N, W and Resolution vary, and have columns
 */
export function jahsRows(numConfigurations: number, seed: number, varied: boolean): JahsRow[] {
  const random = createRandom(seed)
  return Array.from({ length: numConfigurations }).flatMap(() => {
    const { Optimizer: _, N, W, Resolution, ...rest } = jahsSpace.sample(random)
    const convolutions = [rest.Op1, rest.Op2, rest.Op3, rest.Op4, rest.Op5, rest.Op6].filter(
      op => op === 2 || op === 3,
    ).length
    return [10, 100, 200].map(epoch => ({
      ...rest,
      ...(varied ? { N, W, Resolution } : {}),
      epoch,
      "valid-acc": 20 + 5 * convolutions + epoch / 8 + (rest.Activation === "Mish" ? 3 : 0),
      latency: 0.1 + 0.2 * convolutions,
    }))
  })
}

/** The rows as CSV, with Python's truth values. */
export function csvOf(rows: readonly Record<string, unknown>[]): string {
  const names = Object.keys(rows[0]!)
  const field = (value: unknown): string =>
    typeof value === "boolean" ? (value ? "True" : "False") : String(value)
  return `${[names, ...rows.map(row => names.map(name => field(row[name])))].map(line => line.join(",")).join("\n")}\n`
}
