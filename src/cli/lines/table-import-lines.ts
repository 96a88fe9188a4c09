/** What `fetch` and `import` have in common for performance tables: the import, its progress, and what it says. */

import { tasks } from "../../benchmark/index.ts"
import { releaseFolder } from "../../node/cache.ts"
import { areTablesImported, importTablesInto } from "../../node/import-tables.ts"
import type { ImportTablesSummary } from "../../release/index.ts"
import { fixed } from "../frame/numbers.ts"
import type { Screen } from "../frame/screen.ts"
import { type Column, table } from "../frame/table.ts"
import { UsageError } from "../frame/usage-error.ts"
import { type GivenImport, type ImportChoice, withImportProgress } from "../input/import-progress.ts"
import { checkChoice, type DownloadedArchive } from "./import-lines.ts"

/** Tables have all metrics in one file: a choice of them would be passed over in silence. */
export function checkTableChoice(choice: ImportChoice): void {
  checkChoice(choice)
  if (choice.metric === undefined) return
  throw new UsageError({
    path: "--metric",
    what: "tables are imported with all their metrics",
    expected: "--task alone",
    actual: choice.metric.join(","),
  })
}

/** What is there of a release, as `task/set`; null where an archive is needed. Asked before anything is downloaded. */
export function tablesBefore(release: string, choice: ImportChoice): readonly string[] | null {
  const { tasks: chosen = tasks } = checkChoice(choice)
  if (choice.force || !areTablesImported(releaseFolder(release), chosen)) return null
  return chosen.map(task => `${task}/table`)
}

/** Runs an import and says how far it is. */
export function runTableImport(screen: Screen, given: GivenImport): Promise<ImportTablesSummary> {
  const { tasks: chosen } = checkChoice(given.choice)
  return withImportProgress(screen, given, frame =>
    importTablesInto({ ...frame, ...(chosen ? { tasks: chosen } : {}) }),
  )
}

const COLUMNS: readonly Column[] = [
  { title: "task", align: "left" },
  { title: "table", align: "left" },
  { title: "rows" },
  { title: "configurations" },
  { title: "in", unit: "bytes" },
  { title: "out", unit: "bytes" },
]

/**
 * Says what was imported and where it is.
 *
 * @param archive what was downloaded for it, null where it was on the disk
 */
export async function printTableImport(
  screen: Screen,
  release: string,
  { tables, before, skipped }: ImportTablesSummary,
  archive: DownloadedArchive | null,
): Promise<void> {
  const folder = releaseFolder(release)
  if (screen.json) return screen.document({ release, archive, folder, tables, before, skipped })
  const { dim, bold } = screen.colors
  await screen.print(bold(`release ${release}, tables`))
  const rows = tables.map(({ task, set, numRows, numConfigurations, bytesIn, bytesOut }) => [
    ...[task, set, fixed(numRows, 0), fixed(numConfigurations, 0)],
    ...[bytesIn === 0 ? "" : fixed(bytesIn, 0), fixed(bytesOut, 0)],
  ])
  if (rows.length > 0) for (const line of table(COLUMNS, rows, dim)) await screen.print(line)
  if (before.length > 0) {
    const were = before.length === 1 ? "1 table was" : `${before.length} tables were`
    await screen.print(`${were} imported before; --force imports again.`)
  }
  if (archive !== null) {
    await screen.print(`${archive.url}: ${fixed(archive.bytes, 0)} bytes, SHA-256 ${archive.sha256}`)
  }
  await screen.print(`Parquet files in ${folder}`)
}
