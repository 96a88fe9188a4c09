/** What `fetch` and `import` have in common: the import itself, its progress, and the table of what was made. */

import { type MetricName, metrics, type TaskName, tasks } from "../../benchmark/index.ts"
import { show } from "../../errors.ts"
import { didYouMean } from "../../nearest.ts"
import { releaseFolder } from "../../node/cache.ts"
import type { Downloaded } from "../../node/download.ts"
import { type ImportedRelease, importInto, isImported } from "../../node/import-release.ts"
import { officialFileNames } from "../../release/index.ts"
import { fixed } from "../frame/numbers.ts"
import type { Screen } from "../frame/screen.ts"
import { type Column, table } from "../frame/table.ts"
import { UsageError } from "../frame/usage-error.ts"
import { type GivenImport, type ImportChoice, withImportProgress } from "../input/import-progress.ts"

function known<Name extends string>(
  given: readonly string[] | undefined,
  all: readonly Name[],
  path: string,
): Name[] | undefined {
  return given?.map(name => {
    const found = all.find(candidate => candidate === name)
    if (found !== undefined) return found
    const [expected, actual] = [all.join(", "), show(name)]
    throw new UsageError({ path, what: "unknown name", expected, actual, remedy: didYouMean(name, all) })
  })
}

/** Checked before anything is downloaded or read. */
export function checkChoice({ task, metric }: ImportChoice): { tasks?: TaskName[]; metrics?: MetricName[] } {
  const chosenTasks = known(task, tasks, "--task")
  const names = metrics.map(({ name }) => name)
  const chosenMetrics = known(metric, names, "--metric")
  return {
    ...(chosenTasks ? { tasks: chosenTasks } : {}),
    ...(chosenMetrics ? { metrics: chosenMetrics } : {}),
  }
}

/**
 * What was chosen where all of it was imported before, as `task/metric`; null where an archive is needed. Asked
 * before 12 GB are downloaded.
 */
export async function importedBefore(
  release: string,
  choice: ImportChoice,
): Promise<readonly string[] | null> {
  const { tasks: chosen = tasks, metrics: names = metrics.map(({ name }) => name) } = checkChoice(choice)
  if (choice.force || !(await isImported(releaseFolder(release), chosen, names))) return null
  return chosen.flatMap(task => names.map(name => `${task}/${name}`))
}

/** Runs an import and says how far it is. */
export function runImport(screen: Screen, given: GivenImport): Promise<ImportedRelease> {
  return withImportProgress(screen, given, frame => importInto({ ...frame, ...checkChoice(given.choice) }))
}

const COLUMNS: readonly Column[] = [
  { title: "task", align: "left" },
  { title: "metric", align: "left" },
  { title: "trees" },
  { title: "nodes" },
  { title: "depth" },
  { title: "splits", unit: "distinct" },
  { title: "in", unit: "bytes" },
  { title: "out", unit: "bytes" },
]

/** An archive that was downloaded. */
export interface DownloadedArchive extends Pick<Downloaded, "bytes" | "sha256"> {
  readonly url: string
}

/**
 * Says what was imported and where it is.
 *
 * @param archive what was downloaded for it, null where it was on the disk
 */
export async function printImport(
  screen: Screen,
  release: string,
  result: ImportedRelease,
  archive: DownloadedArchive | null,
): Promise<void> {
  const { models, tasks: done, before, skipped } = result
  if (screen.json) {
    const files = done.map(({ task, path, metrics, bytes, sha256 }) => ({
      task,
      path,
      metrics,
      bytes,
      sha256,
    }))
    return screen.document({ release, archive, models, tasks: files, before, skipped })
  }
  const { dim, bold } = screen.colors
  await screen.print(bold(`release ${release}`))
  const rows = models.map(({ task, metric, trees, nodes, depth, distinctSplits, bytesIn, bytesOut }) => [
    ...[task, metric, fixed(trees, 0), fixed(nodes, 0), fixed(depth, 0), fixed(distinctSplits, 0)],
    ...[fixed(bytesIn, 0), fixed(bytesOut, 0)],
  ])
  if (rows.length > 0) for (const line of table(COLUMNS, rows, dim)) await screen.print(line)
  for (const { path, reason } of skipped) {
    if (officialFileNames.some(name => path.endsWith(`/${name}`)))
      await screen.print(`not imported: ${path}: ${reason}`)
  }
  if (before.length > 0) {
    const models = before.length === 1 ? "1 model was" : `${before.length} models were`
    await screen.print(`${models} imported before; --force imports again.`)
  }
  if (archive !== null) {
    await screen.print(`${archive.url}: ${fixed(archive.bytes, 0)} bytes, SHA-256 ${archive.sha256}`)
  }
  for (const { task, path, metrics, sha256 } of done) {
    await screen.print(
      `${path}: ${metrics.length === 1 ? "1 metric" : `${metrics.length} metrics`} of ${task}, SHA-256 ${sha256}`,
    )
  }
  const [task] = done.map(({ task }) => task)
  if (task !== undefined) {
    await screen.print(dim(`Try: jahs-bench-201 query --task ${task} --release ${release} --help`))
  }
}
