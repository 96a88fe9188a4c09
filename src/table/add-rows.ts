/** Rows of a table, as columns, into an index: every value is checked on its way. */

import { ModelFormatError, show } from "../errors.ts"
import { epochFidelity, type HyperparameterValue } from "../space/index.ts"
import { choicesOf, discreteHyperparameters } from "./configuration-code.ts"
import type { RowIndexBuilder } from "./row-index.ts"

/** The name of the column of epochs. */
export const EPOCH = "epoch"

/** Where some rows stand. */
export interface RowsPlace {
  /** Name of the file, for messages. */
  readonly source: string
  readonly firstRow: number
  readonly numRows: number
}

function refuse(
  column: string,
  i: number,
  { source, firstRow }: RowsPlace,
  expected: string,
  value: unknown,
): never {
  const path = `${column}[${firstRow + i}]`
  throw new ModelFormatError({ source, path, what: "not a value of it", expected, actual: show(value) })
}

/** Parquet's integers of 64 bits are no JavaScript numbers. */
const plain = (value: unknown): unknown => (typeof value === "bigint" ? Number(value) : value)

/**
 * @returns the epoch of a row
 * @throws {ModelFormatError} for what is none
 */
export function epochOf(values: ArrayLike<unknown>, i: number, place: RowsPlace): number {
  const epoch = plain(values[i])
  const isEpoch =
    typeof epoch === "number" && Number.isInteger(epoch) && epoch >= 1 && epoch <= epochFidelity.upper
  return isEpoch ? epoch : refuse(EPOCH, i, place, `an integer in 1..${epochFidelity.upper}`, epoch)
}

function floatOf(column: string, values: ArrayLike<unknown>, i: number, place: RowsPlace): number {
  const value = plain(values[i])
  return typeof value === "number" && Number.isFinite(value)
    ? value
    : refuse(column, i, place, "a finite number", value)
}

/**
 * Adds rows to an index.
 *
 * @param columns the hyperparameters, a constant may be left out, and the epoch; by name, `place.numRows` entries each
 * @throws {ModelFormatError} naming column and row, for a value that the space does not have
 */
export function addRows(
  builder: RowIndexBuilder,
  columns: ReadonlyMap<string, ArrayLike<unknown>>,
  place: RowsPlace,
): void {
  const cells = new Int32Array(place.numRows)
  for (const hyperparameter of discreteHyperparameters) {
    const { name } = hyperparameter
    const choices = choicesOf(hyperparameter)
    const values = columns.get(name)
    if (values === undefined && choices.length === 1) continue
    for (let i = 0; i < place.numRows; i++) {
      const value = plain(values?.[i])
      const choice = choices.indexOf(value as HyperparameterValue)
      if (choice < 0) refuse(name, i, place, choices.map(show).join(", "), value)
      cells[i] = cells[i]! * choices.length + choice
    }
  }
  const [rates, decays] = [columns.get("LearningRate") ?? [], columns.get("WeightDecay") ?? []]
  const epochs = columns.get(EPOCH) ?? []
  for (let i = 0; i < place.numRows; i++) {
    const rate = floatOf("LearningRate", rates, i, place)
    const decay = floatOf("WeightDecay", decays, i, place)
    builder.add(cells[i]!, rate, decay, epochOf(epochs, i, place))
  }
}
