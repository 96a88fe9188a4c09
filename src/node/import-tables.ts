/** Imports the official performance tables into the cache. Every file is written whole or not at all. */

import { existsSync } from "node:fs"
import { rm } from "node:fs/promises"
import { join } from "node:path"
import type { TaskName } from "../benchmark/index.ts"
import {
  type ImportedTable,
  type ImportTablesSummary,
  importTables,
  type TableFolder,
  tableFiles,
} from "../release/index.ts"
import { fileSource } from "./file-system-store.ts"
import type { ImportReleaseOptions } from "./import-release.ts"
import { platform } from "./platform.ts"
import { readArchive } from "./read-archive.ts"
import { writeAtomically } from "./write-atomically.ts"

/** As for surrogates; tables have all metrics. */
export interface ImportTablesIntoOptions
  extends Pick<
    ImportReleaseOptions,
    "path" | "archive" | "release" | "folder" | "version" | "tasks" | "force" | "signal" | "onRead"
  > {
  readonly onStart?: (task: TaskName, set: ImportedTable["set"]) => void
}

function tableFolder(folder: string): TableFolder {
  return {
    has: name => existsSync(join(folder, name)),
    write: (name, pieces) => writeAtomically(join(folder, name), pieces),
    open: name => fileSource(join(folder, name)),
    remove: name => rm(join(folder, name), { force: true }),
  }
}

/**
 * @param folder where the tables of a release are
 * @returns whether there is nothing left to import
 */
export function areTablesImported(folder: string, tasks: readonly TaskName[]): boolean {
  return tableFiles(tasks).every(name => existsSync(join(folder, name)))
}

/**
 * @throws {ModelFormatError} naming file and path: broken, incomplete, there twice
 * @throws {UnsupportedModelError} for a table of a form that is not read
 * @throws {NotFoundError} where nothing, or not all that was named, is there
 * @throws {StorageError} where a table could not be written
 */
export async function importTablesInto(options: ImportTablesIntoOptions): Promise<ImportTablesSummary> {
  const { path, folder, archive, release, version, tasks, force, signal, onStart } = options
  let total = 0
  const opened = await readArchive(path, bytes => options.onRead?.(bytes, total))
  total = opened.total
  return importTables(
    {
      entries: opened.entries,
      archive,
      release,
      version,
      ...(tasks ? { tasks } : {}),
      ...(force === undefined ? {} : { force }),
      ...(signal ? { signal } : {}),
      ...(onStart ? { onStart } : {}),
      platform,
    },
    tableFolder(folder),
  )
}
