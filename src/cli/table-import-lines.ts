/** What `fetch` and `import` have in common for performance tables: the import, its progress, and what it says. */

import { tasks } from "../benchmark/index.ts"
import { releaseFolder } from "../node/cache.ts"
import { areTablesImported, importTablesInto } from "../node/import-tables.ts"
import type { ImportTablesSummary } from "../release/index.ts"
import { checkChoice, type DownloadedArchive, type ImportChoice } from "./import-lines.ts"
import type { Screen } from "./screen.ts"
import { type Column, table } from "./table.ts"
import { UsageError } from "./usage-error.ts"

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
export async function runTableImport(
  screen: Screen,
  given: {
    readonly path: string
    readonly archive: string
    readonly release: string
    readonly choice: ImportChoice
    readonly signal: AbortSignal
  },
): Promise<ImportTablesSummary> {
  const { path, archive, release, choice, signal } = given
  const { tasks: chosen } = checkChoice(choice)
  let progress: ReturnType<Screen["progress"]> | null = null
  let now = "reading"
  try {
    return await importTablesInto({
      path,
      archive,
      release,
      folder: releaseFolder(release),
      version: screen.version,
      force: choice.force ?? false,
      signal,
      ...(chosen ? { tasks: chosen } : {}),
      onStart: (task, set) => {
        now = `${task}/${set}`
        progress?.label(now)
      },
      onRead: (bytes, total) => {
        progress ??= screen.progress(now, total, "bytes")
        progress.update(bytes)
      },
    })
  } finally {
    ;(progress as ReturnType<Screen["progress"]> | null)?.end()
  }
}

const COLUMNS: readonly Column[] = [
  { title: "task", align: "left" },
  { title: "table", align: "left" },
  { title: "rows" },
  { title: "configurations" },
  { title: "in", unit: "bytes" },
  { title: "out", unit: "bytes" },
]

const count = (value: number): string => value.toLocaleString("en")

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
    ...[task, set, count(numRows), count(numConfigurations)],
    ...[bytesIn === 0 ? "" : count(bytesIn), count(bytesOut)],
  ])
  if (rows.length > 0) for (const line of table(COLUMNS, rows, dim)) await screen.print(line)
  if (before.length > 0) {
    const were = before.length === 1 ? "1 table was" : `${before.length} tables were`
    await screen.print(`${were} imported before; --force imports again.`)
  }
  if (archive !== null) {
    await screen.print(`${archive.url}: ${count(archive.bytes)} bytes, SHA-256 ${archive.sha256}`)
  }
  await screen.print(`Parquet files in ${folder}`)
}
