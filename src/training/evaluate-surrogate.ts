/** How well surrogates agree with a table: as a whole, by epochs, by fidelity group, and where least. */

import type { Encoder } from "../space/index.ts"
import type { Surrogate } from "../surrogate/surrogate.ts"
import { type Constants, encodeTable, fidelityColumns } from "./jahs-table.ts"
import { type Scores, scoresOf, type WorstRow, worstRows } from "./scores.ts"
import { numberRows } from "./split-table.ts"
import { checkHasRows, checkPositions, type Table } from "./table.ts"

/** How surrogates are evaluated. */
export interface EvaluateOptions {
  /** Values of hyperparameters that the table has no column for. */
  readonly constants?: Constants
  /** Rows to evaluate on. Default: all. */
  readonly rows?: Uint32Array
  /** Last epoch of each band, ascending. Default: 10, 50, 100, 150 and 200. */
  readonly epochBands?: readonly number[]
  /** Rows with the largest errors to list. Default: 5. */
  readonly numWorst?: number
}

/** Scores of a part of the rows. */
export interface PartScores extends Scores {
  /** `epoch 11 to 50`, or `N=5 W=16 Resolution=1`. */
  readonly part: string
}

/** One metric's evaluation. Rows without a label are left out. */
export interface MetricEvaluation {
  readonly metric: string
  readonly scores: Scores
  readonly byEpoch: readonly PartScores[]
  /** Empty where N, W and Resolution do not vary. */
  readonly byFidelity: readonly PartScores[]
  readonly worst: readonly WorstRow[]
}

/** Parts of a table, one number a row, and what they are called. */
interface Parts {
  readonly of: ArrayLike<number>
  readonly names: readonly string[]
}

/** Last epoch of each band where none are asked for. */
const EPOCH_BANDS: readonly number[] = [10, 50, 100, 150, 200]

/** First and last epoch of each band. */
export function epochBandsOf(lasts: readonly number[] = EPOCH_BANDS): (readonly [number, number])[] {
  return lasts.map((last, at) => [at === 0 ? 1 : lasts[at - 1] + 1, last])
}

/** What a band's part is called. */
export const bandName = ([first, last]: readonly [number, number]): string => `epoch ${first} to ${last}`

function epochParts(table: Table, bands: readonly number[]): Parts {
  return {
    of: table.numbers("epoch").map(epoch => bands.findIndex(last => epoch <= last)),
    names: epochBandsOf(bands).map(bandName),
  }
}

function fidelityParts(table: Table): Parts {
  const columns = fidelityColumns(table)
  const of = numberRows(table, columns)
  const names: string[] = []
  for (let row = 0; row < of.length; row++) {
    names[of[row]] ??= columns.map(name => `${name}=${table.numbers(name)[row]}`).join(" ")
  }
  return { of, names: names.length > 1 ? names : [] }
}

/** Scores of each part that has rows. */
function scoresByPart(
  { of, names }: Parts,
  rows: Uint32Array,
  actual: Float64Array,
  predicted: Float32Array,
): PartScores[] {
  return names.flatMap((part, number) => {
    const inside = (_: number, at: number): boolean => of[rows[at]] === number
    const own = actual.filter(inside)
    return own.length === 0 ? [] : [{ part, ...scoresOf(own, predicted.filter(inside)) }]
  })
}

/**
 * Evaluates surrogates.
 *
 * @param surrogates of any metrics that the table has columns for
 * @param table rows of configurations, epochs and metrics
 * @returns one entry a surrogate
 * @throws {ConfigurationError} for values that the design space does not have
 * @throws {NotFoundError} for a table without one of the columns
 * @throws {ShapeError} for a table without rows
 * @throws {RangeError} for `options.rows` that it does not have
 */
export function evaluateSurrogate(
  surrogates: readonly Surrogate[],
  table: Table,
  options: EvaluateOptions = {},
): MetricEvaluation[] {
  const { constants = {}, epochBands = EPOCH_BANDS, numWorst = 5 } = options
  checkHasRows(table)
  if (options.rows !== undefined) checkPositions(options.rows, table, "options.rows")
  const all = options.rows ?? Uint32Array.from({ length: table.numRows }, (_, row) => row)
  const encoded = new Map<Encoder, Float32Array>()
  const byEpoch = epochParts(table, epochBands)
  const byFidelity = fidelityParts(table)
  return surrogates.map(surrogate => {
    const { metric, encoder } = surrogate
    const rowsOfAll = encoded.get(encoder) ?? encodeTable(table, encoder, constants)
    encoded.set(encoder, rowsOfAll)
    const labels = table.numbers(metric)
    const rows = all.filter(row => !Number.isNaN(labels[row]))
    const actual = Float64Array.from(rows, row => labels[row])
    const predicted = new Float32Array(rows.length)
    surrogate.evaluateMany(takeRows(rowsOfAll, encoder.numFeatures, rows), predicted)
    return {
      metric,
      scores: scoresOf(actual, predicted),
      byEpoch: scoresByPart(byEpoch, rows, actual, predicted),
      byFidelity: scoresByPart(byFidelity, rows, actual, predicted),
      worst: worstRows(rows, actual, predicted, numWorst),
    }
  })
}

/** Some rows of a matrix, one after the other. */
export function takeRows(matrix: Float32Array, numFeatures: number, rows: Uint32Array): Float32Array {
  const taken = new Float32Array(rows.length * numFeatures)
  for (const [at, row] of rows.entries()) {
    taken.set(matrix.subarray(row * numFeatures, (row + 1) * numFeatures), at * numFeatures)
  }
  return taken
}
