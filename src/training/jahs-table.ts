/** Tables whose rows are configurations of the design space at an epoch: encoded rows, and what they cover. */

import { ConfigurationError, show } from "../errors.ts"
import { describeAllowed, problemOf } from "../space/hyperparameter.ts"
import {
  type Configuration,
  type Domain,
  type Encoder,
  epochFidelity,
  type Hyperparameter,
  type HyperparameterValue,
  jahsSpace,
} from "../space/index.ts"
import { settingOf } from "../space/setting-text.ts"
import type { Column, Table } from "./table.ts"

/** Hyperparameters that a table has no column for, as they were the same in all of its rows. */
export type Constants = Readonly<Partial<Configuration>>

/** What a hyperparameter is in every row: a constant, or a function of the row. */
type Reader = (row: number) => HyperparameterValue

function check(hyperparameter: Hyperparameter, value: unknown, where: string): HyperparameterValue {
  const what = problemOf(hyperparameter, value)
  if (what === null) return value as HyperparameterValue
  const expected = describeAllowed(hyperparameter)
  throw new ConfigurationError({
    source: where,
    path: hyperparameter.name,
    what,
    expected,
    actual: show(value),
  })
}

function columnReader(hyperparameter: Hyperparameter, { numbers, texts }: Column): Reader {
  const { name } = hyperparameter
  // Python writes True and False.
  const meanings = texts?.map(text =>
    settingOf(name, /^(true|false)$/i.test(text) ? text.toLowerCase() : text),
  )
  return row => {
    const value = meanings === undefined ? numbers[row] : meanings[numbers[row]]
    return check(hyperparameter, value, `table, row ${row}`)
  }
}

function readerOf(hyperparameter: Hyperparameter, table: Table, constants: Constants): Reader {
  const { name } = hyperparameter
  if (table.has(name)) return columnReader(hyperparameter, table.column(name))
  const given = constants[name as keyof Configuration]
  const constant = given ?? (hyperparameter.kind === "constant" ? hyperparameter.value : undefined)
  if (constant === undefined) {
    throw new ConfigurationError({
      source: "table",
      path: name,
      what: "no such column",
      expected: "one for each hyperparameter",
      remedy: `or its value for all rows, { constants: { ${name}: … } }`,
    })
  }
  const value = check(hyperparameter, constant, "options.constants")
  return () => value
}

/** Columns of a table that make a configuration. */
export function configurationColumns(table: Table): string[] {
  return jahsSpace.names.filter(name => table.has(name))
}

/** Columns of a table that make a fidelity group. */
export function fidelityColumns(table: Table): string[] {
  return ["N", "W", "Resolution"].filter(name => table.has(name))
}

/**
 * A row's configuration, with every hyperparameter of the space.
 *
 * @throws {ConfigurationError} for values that the design space does not have
 */
export function configurationAt(table: Table, constants: Constants, row: number): Configuration {
  const entries = jahsSpace.hyperparameters.map(hyperparameter => {
    return [hyperparameter.name, readerOf(hyperparameter, table, constants)(row)] as const
  })
  return Object.fromEntries(entries) as unknown as Configuration
}

/**
 * Encodes all rows.
 *
 * @param encoder whatever columns it writes
 * @returns numRows × numFeatures values, row by row
 * @throws {ConfigurationError} naming row and hyperparameter, for values that the design space does not have
 * @throws {NotFoundError} for a table without epochs
 */
export function encodeTable(table: Table, encoder: Encoder, constants: Constants): Float32Array {
  const readers = jahsSpace.hyperparameters.map(
    hyperparameter => [hyperparameter.name, readerOf(hyperparameter, table, constants)] as const,
  )
  const readEpoch = columnReader(epochFidelity, table.column(epochFidelity.name))
  const rows = new Float32Array(table.numRows * encoder.numFeatures)
  // One object for all rows: a hundred thousand of them would cost more than their encoding.
  const values: Record<string, HyperparameterValue> = {}
  for (let row = 0; row < table.numRows; row++) {
    for (const [name, read] of readers) values[name] = read(row)
    encoder.encode(
      values as unknown as Configuration,
      readEpoch(row) as number,
      rows,
      row * encoder.numFeatures,
    )
  }
  return rows
}

/**
 * The part of the design space that a table covers, as a card says it.
 *
 * @throws {ConfigurationError} for values that the design space does not have
 */
export function domainOf(table: Table, constants: Constants): Domain {
  const domain: Record<string, HyperparameterValue[]> = {}
  for (const hyperparameter of [...jahsSpace.hyperparameters, epochFidelity]) {
    if (hyperparameter.kind === "constant") continue
    const read = readerOf(hyperparameter, table, constants)
    const seen = new Set<HyperparameterValue>()
    for (let row = 0; row < table.numRows; row++) seen.add(read(row))
    if ("values" in hyperparameter) {
      const values = (hyperparameter.values as readonly HyperparameterValue[]).filter(value =>
        seen.has(value),
      )
      if (values.length < hyperparameter.values.length) domain[hyperparameter.name] = values
    } else {
      let [lower, upper] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
      for (const value of seen) {
        lower = Math.min(lower, value as number)
        upper = Math.max(upper, value as number)
      }
      domain[hyperparameter.name] = [lower, upper]
    }
  }
  return domain
}
