/** Plain tables of numbers with a label column. */

import type { Table } from "../../training/table.ts"
import { UsageError } from "../frame/usage-error.ts"

/** Rows for a model, and what it should predict. */
export interface LabelledRows {
  readonly rows: Float32Array
  readonly numFeatures: number
  readonly featureNames: readonly string[]
  readonly labels: Float32Array
}

/**
 * Takes a table apart.
 *
 * @param label column of the labels
 * @param features columns of the features, in order (default: all others)
 * @throws {NotFoundError} for columns that the table does not have
 * @throws {UsageError} for columns with texts, and missing labels
 */
export function labelledRows(table: Table, label: string, features?: readonly string[]): LabelledRows {
  const numbers = (name: string): Float64Array => {
    const { texts } = table.column(name)
    if (texts === null) return table.numbers(name)
    throw new UsageError({ path: name, what: "a column of texts", expected: "numbers", actual: texts[0] })
  }
  const labels = Float32Array.from(numbers(label))
  const missing = labels.findIndex(Number.isNaN)
  if (missing >= 0)
    throw new UsageError({ path: label, what: `no label in row ${missing}`, expected: "a number" })
  const featureNames = features ?? table.names.filter(name => name !== label)
  const numFeatures = featureNames.length
  const rows = new Float32Array(table.numRows * numFeatures)
  for (const [feature, name] of featureNames.entries()) {
    const column = numbers(name)
    for (let row = 0; row < table.numRows; row++) rows[row * numFeatures + feature] = column[row]
  }
  return { rows, numFeatures, featureNames, labels }
}
