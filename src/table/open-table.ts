/** Opening a table: from a task's name, through a store or a given source, to a `TableBenchmark`. */

import { type BenchmarkRuntime, isStore } from "../benchmark/open-benchmark.ts"
import { checkTask } from "../benchmark/task.ts"
import { memoryAccess, type RandomAccess, randomAccess } from "../bytes/random-access.ts"
import { byteSourceOf, type PackSource } from "../bytes/source-of.ts"
import { ModelFormatError, show } from "../errors.ts"
import type { OpenTableOptions } from "./open-table-options.ts"
import { readRecordedTable } from "./recorded-table.ts"
import { TableBenchmark } from "./table-benchmark.ts"
import { DEFAULT_TABLE } from "./table-releases.ts"

function checkChoice(metrics: unknown): asserts metrics is readonly string[] | undefined {
  if (metrics === undefined || Array.isArray(metrics)) return
  throw new TypeError(`options.metrics: expected an array, got ${show(metrics)}`)
}

/** A source as a file that is read from its end, and what releases it. */
interface OpenedSource {
  access(): Promise<RandomAccess>
  close(): Promise<void>
}

function openSource(source: PackSource, name: string, runtime: BenchmarkRuntime): OpenedSource {
  const bytes = source instanceof ArrayBuffer ? new Uint8Array(source) : source
  if (bytes instanceof Uint8Array)
    return { access: async () => memoryAccess(bytes, name), close: async () => {} }
  const stream = byteSourceOf(bytes, name, true, runtime)
  return { access: () => randomAccess(stream), close: async () => stream.close?.() }
}

/**
 * Opens a task's table with a runtime's store; the entries' `openBenchmark` is this with theirs.
 *
 * @throws {NotFoundError} for unknown tasks, releases and metrics, and tables that are not where they should be
 * @throws {ModelFormatError} for a damaged table, or one of another task or release
 */
export async function openTableWith(
  runtime: BenchmarkRuntime,
  options: OpenTableOptions,
): Promise<TableBenchmark> {
  const task = checkTask(options.task)
  checkChoice(options.metrics)
  const release = options.release ?? DEFAULT_TABLE
  const given = options.source ?? runtime.store
  const source = isStore(given) ? await given.open({ task, release, kind: "table" }) : given
  const name = source instanceof URL ? source.href : `${task}.parquet`
  const opened = openSource(source, name, runtime)
  try {
    const table = await readRecordedTable(await opened.access(), options.metrics)
    const differ = (path: string, expected: string, actual: string): never => {
      throw new ModelFormatError({ source: name, path, what: `table of another ${path}`, expected, actual })
    }
    if (table.card !== null && table.card.task !== task) differ("task", task, table.card.task)
    if (table.card !== null && options.release !== undefined && table.card.release !== release) {
      differ("release", release, table.card.release)
    }
    return new TableBenchmark(task, name, table)
  } finally {
    await opened.close()
  }
}
