/** A file of rows as a table: rows come and go in batches, columns stay as typed arrays. */

import type { RowRecord } from "../../predict/booster/encode-rows.ts"
import { settingOf } from "../../space/setting-text.ts"
import type { Constants } from "../../training/jahs-table.ts"
import { type Table, TableBuilder } from "../../training/table.ts"
import type { Screen } from "../frame/screen.ts"
import { UsageError } from "../frame/usage-error.ts"
import { assignmentsOf } from "./configurations.ts"
import { openRows, rowFormatOf } from "./row-files.ts"

/**
 * Reads a table.
 *
 * @param path of a CSV, Parquet or JSON file; its ending tells
 * @throws {UsageError} for a file without rows, or with rows that are no records
 * @throws as `openRows`
 */
export async function readTable(screen: Screen, path: string): Promise<Table> {
  const file = await openRows(path, { format: rowFormatOf(path), header: true }, screen.stdin)
  const progress = screen.progress(`reading ${file.source}`, file.total, file.unit)
  const builder = new TableBuilder()
  try {
    for await (const { rows, done } of file.batches) {
      for (const row of rows) {
        if (typeof row !== "object" || row === null || Array.isArray(row)) {
          throw new UsageError({ source: file.source, what: "rows without names", expected: "objects" })
        }
        builder.add(row as RowRecord)
      }
      progress.update(done)
    }
  } finally {
    progress.end()
  }
  const table = builder.finish()
  if (table.numRows > 0) return table
  throw new UsageError({ source: file.source, what: "no rows", expected: "one at least" })
}

/** Reads `N=5,W=16,Resolution=1`. */
export function constantsOf(text: string | undefined): Constants {
  return text === undefined ? {} : (assignmentsOf(text.split(","), settingOf) as Constants)
}
