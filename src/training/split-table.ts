/**
 * Splits of a table that keep groups of rows together, and each stratum's share in every part: all epochs of a
 * configuration, and the fidelity groups (Bansal et al. 2022, appendix C).
 */

import { createRandom, type RandomSource } from "../random/generator.ts"
import type { Table } from "./table.ts"

/** How a table is split. */
export interface SplitOptions {
  /** Columns whose values, together, name a group: its rows stay in one part. */
  readonly groupBy: readonly string[]
  /** Columns whose values, together, name a stratum: each is split in the same shares. Default: none. */
  readonly stratifyBy?: readonly string[]
  /** Shares of training and validation; the rest is the test's. Default: 0.7 and 0.15. */
  readonly shares?: readonly [training: number, validation: number]
  /** Default: 0. */
  readonly seed?: number
}

/** Rows of each part, in ascending order. */
export interface TableSplit {
  readonly training: Uint32Array
  readonly validation: Uint32Array
  readonly test: Uint32Array
}

/** Numbers rows 0, 1, 2, … by their different values in some columns, in the order in which those first come. */
export function numberRows(table: Table, names: readonly string[]): Uint32Array {
  let ids = new Uint32Array(table.numRows)
  let numIds = 1
  for (const name of names) {
    const { numbers } = table.column(name)
    const codes = new Map<number, number>()
    const merged = new Map<number, number>()
    const next = new Uint32Array(table.numRows)
    for (let row = 0; row < next.length; row++) {
      const value = numbers[row]
      if (!codes.has(value)) codes.set(value, codes.size)
      // Below 2^53 as long as there are less than 94 million rows.
      const key = (codes.get(value) as number) * numIds + ids[row]
      if (!merged.has(key)) merged.set(key, merged.size)
      next[row] = merged.get(key) as number
    }
    ids = next
    numIds = Math.max(1, merged.size)
  }
  return ids
}

function shuffle(items: number[], random: RandomSource): void {
  for (let at = items.length - 1; at > 0; at--) {
    const other = random.integers(0, at + 1)
    const item = items[at]
    items[at] = items[other]
    items[other] = item
  }
}

/**
 * Splits a table.
 *
 * @param table its rows are not copied
 * @param options see `SplitOptions`
 * @returns positions of rows; the same seed gives the same ones on every engine
 * @throws {NotFoundError} for columns that the table does not have
 * @throws {RangeError} for shares below 0, or above 1 together
 * @example
 * ```ts
 * const table = tableOf({ run: [1, 1, 2, 2, 3, 3, 4, 4], epoch: [1, 2, 1, 2, 1, 2, 1, 2] })
 * const { training, test } = splitTable(table, { groupBy: ["run"], shares: [0.5, 0.25] })
 * console.log(training.length, test.length) // 4 2
 * ```
 */
export function splitTable(table: Table, options: SplitOptions): TableSplit {
  const { groupBy, stratifyBy = [], shares = [0.7, 0.15], seed = 0 } = options
  const [trainingShare, validationShare] = shares
  if (!(trainingShare >= 0 && validationShare >= 0 && trainingShare + validationShare <= 1 + 1e-12)) {
    throw new RangeError(`options.shares: expected shares of 0 or more, at most 1 together, got ${shares}`)
  }
  const groups = numberRows(table, groupBy)
  const strata = numberRows(table, stratifyBy)
  const groupsOf = new Map<number, number[]>()
  const seen = new Set<number>()
  for (let row = 0; row < table.numRows; row++) {
    if (seen.has(groups[row])) continue
    seen.add(groups[row])
    const list = groupsOf.get(strata[row])
    if (list === undefined) groupsOf.set(strata[row], [groups[row]])
    else list.push(groups[row])
  }
  const random = createRandom(seed)
  const partOf = new Uint8Array(seen.size)
  for (const list of groupsOf.values()) {
    shuffle(list, random)
    const first = Math.round(trainingShare * list.length)
    const second = Math.round((trainingShare + validationShare) * list.length)
    for (const [at, group] of list.entries()) partOf[group] = at < first ? 0 : at < second ? 1 : 2
  }
  const rows = Uint32Array.from({ length: table.numRows }, (_, row) => row)
  const [training, validation, test] = [0, 1, 2].map(part => rows.filter(row => partOf[groups[row]] === part))
  return { training, validation, test }
}
