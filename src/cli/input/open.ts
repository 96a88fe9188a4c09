/** From `--task`, `--release` and `--source` to a benchmark. */

import { stat } from "node:fs/promises"
import { pathToFileURL } from "node:url"
import {
  type Benchmark,
  type MetricName,
  type OpenOptions,
  type TaskName,
  tasks,
} from "../../benchmark/index.ts"
import { fileSystemStore } from "../../node/file-system-store.ts"
import { openBenchmark } from "../../node/open-benchmark.ts"
import { UsageError } from "../frame/usage-error.ts"
import type { BenchmarkOptions } from "./options.ts"

/** A file, a folder of files or a URL, as a source. */
export async function sourceOf(where: string): Promise<NonNullable<OpenOptions["source"]>> {
  if (/^(https?|file):/.test(where)) {
    if (URL.canParse(where)) return new URL(where)
    throw new UsageError({ path: "--source", what: "not a URL", actual: where })
  }
  const isFolder = await stat(where).then(
    found => found.isDirectory(),
    // Reading it will say what is wrong.
    () => false,
  )
  return isFolder ? fileSystemStore(where) : pathToFileURL(where)
}

/**
 * Opens the benchmark that the options name.
 *
 * @param metrics those that are needed (default: all)
 * @throws {UsageError} without a task
 * @throws as `openBenchmark`
 */
export async function open(
  { task, release, source }: BenchmarkOptions,
  metrics?: readonly MetricName[],
): Promise<Benchmark> {
  // Not commander's required option: it would be missed before a misspelt --tsak is found.
  if (task === undefined)
    throw new UsageError({ path: "--task", what: "missing", expected: tasks.join(", ") })
  return openBenchmark({
    // An unknown name is the library's to refuse.
    task: task as TaskName,
    ...(release === undefined ? {} : { release }),
    ...(metrics === undefined ? {} : { metrics }),
    ...(source === undefined ? {} : { source: await sourceOf(source) }),
  })
}

/** What every table of numbers says first: `cifar10, release distilled-2 (not the official surrogates)`. */
export function nameOf({ task, release, card }: Benchmark): string {
  return `${task}, release ${release} (${card.notice.split(";")[0]})`
}
