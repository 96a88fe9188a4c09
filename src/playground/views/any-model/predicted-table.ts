/** What the rows of a CSV file became. */

import type { FileProblem } from "./facts.ts"

/** Rows that are shown, and can be looked into. */
export const SHOWN_ROWS = 200

export interface PredictedTable {
  readonly numRows: number
  /** A row after the other; null where the objective is not known. */
  readonly predictions: Float32Array | null
  readonly margins: Float32Array
  /** The first `SHOWN_ROWS` rows as the model got them. */
  readonly firstRows: Float32Array
  /** Columns that the model does not know. */
  readonly ignored: readonly string[]
  /** Features that the file does not have: missing in every row. */
  readonly absent: readonly string[]
  /** Whether the first line has names. */
  readonly hasHead: boolean
}

/** The table, or what is wrong with it. */
export type TableAnswer =
  | { readonly kind: "predicted"; readonly table: PredictedTable }
  | { readonly kind: "refused"; readonly problem: FileProblem }
