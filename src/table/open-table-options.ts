/** What a table is opened with. */

import type { ReleaseStore, TaskName } from "../benchmark/index.ts"
import type { PackSource } from "../bytes/source-of.ts"

/** Opens what was recorded, instead of surrogates. */
export interface OpenTableOptions {
  readonly task: TaskName
  readonly kind: "table"
  /** Release to open (default `measured-1`, which the package brings for fashion_mnist). */
  readonly release?: string
  /**
   * Where the table is, when it is not the package's own: a Parquet file of this package, or any that has a column
   * a hyperparameter and one called `epoch`.
   */
  readonly source?: PackSource | ReleaseStore
  /** Columns to open (default: all labels). The others are not read, nor kept in memory. */
  readonly metrics?: readonly string[]
}
