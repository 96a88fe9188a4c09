/** Columns of documents as the arrays that they were before they were text. */

import type { MetricName, QueryColumns } from "../benchmark/index.ts"
import { type ColumnsDocument, ServiceError } from "../wire/index.ts"

/**
 * One column of an answer.
 *
 * @throws {ServiceError} where it is not there
 */
export function columnOf(columns: ColumnsDocument["columns"], name: MetricName): readonly number[] {
  const column = columns?.[name]
  if (Array.isArray(column)) return column
  throw new ServiceError("ERR_SERVICE", { path: `columns.${name}`, what: "missing in the answer" })
}

/** The columns of some metrics, as float32. */
export function float32Columns(
  columns: ColumnsDocument["columns"],
  metrics: readonly MetricName[],
): QueryColumns {
  return Object.fromEntries(
    metrics.map(name => [name, Float32Array.from(columnOf(columns, name))]),
  ) as QueryColumns
}
