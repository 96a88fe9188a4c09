/** Opening a benchmark: from a task's name, through a store or a given source, to a `Benchmark`. */

import { byteSourceOf, type PackSource, type Runtime } from "../bytes/source-of.ts"
import { ModelFormatError, NotFoundError, show } from "../errors.ts"
import { openReleasePack } from "../surrogate/release-pack.ts"
import { Benchmark } from "./benchmark.ts"
import { metrics as allMetrics, type MetricName } from "./metric.ts"
import type { ReleaseStore } from "./release-store.ts"
import { checkRepairs, type RepairName, repairPack } from "./repair.ts"
import { checkTask, DEFAULT_RELEASE, type TaskName } from "./task.ts"

export interface OpenOptions {
  readonly task: TaskName
  /** What answers: surrogates (default); `OpenTableOptions` has recorded tables, `OpenLiveOptions` training runs. */
  readonly kind?: "surrogate"
  /** Release to open (default `distilled-2`, which the package brings). */
  readonly release?: string
  /** Where the pack is, when it is not the package's own. */
  readonly source?: PackSource | ReleaseStore
  /** Metrics to open (default: all). The bytes of the others are not read, nor kept in memory. */
  readonly metrics?: readonly MetricName[]
  /**
   * Makes answers keep laws that are certain, in place of the release's own bits: true for all three, or their
   * names. `runtime` becomes the nearest curve that never falls with the epoch, `size_MB` and `FLOPS` their means
   * over the epochs. `benchmark.release` and `benchmark.repairs` say so. A repaired metric takes as long as its
   * whole curve. Default: false.
   */
  readonly repair?: boolean | readonly RepairName[]
}

/** What the entries of the runtimes differ in. */
export interface BenchmarkRuntime extends Runtime {
  readonly store: ReleaseStore
}

/** Whether a source is a store, which is asked for the file. */
export function isStore(source: PackSource | ReleaseStore): source is ReleaseStore {
  return (
    typeof source === "object" && source !== null && "open" in source && typeof source.open === "function"
  )
}

function checkMetrics(metrics: readonly MetricName[] | undefined): readonly MetricName[] | undefined {
  if (metrics === undefined) return undefined
  if (!Array.isArray(metrics)) throw new TypeError(`options.metrics: expected an array, got ${show(metrics)}`)
  const known = allMetrics.map(metric => metric.name)
  const unknown = metrics.find(name => !known.includes(name))
  if (unknown === undefined) return metrics
  const expected = known.join(", ")
  throw new NotFoundError({
    path: "options.metrics",
    what: "unknown metric",
    expected,
    actual: show(unknown),
  })
}

/**
 * Opens a task's benchmark with a runtime's store; the entries' `openBenchmark` is this with theirs.
 *
 * @throws {NotFoundError} for unknown tasks and releases, and packs that are not where they should be
 * @throws {ModelFormatError} for a damaged pack, or one of another task or release
 * @throws {UnsupportedModelError} for the repair of a pack that lacks epochs
 */
export async function openBenchmarkWith(runtime: BenchmarkRuntime, options: OpenOptions): Promise<Benchmark> {
  if (typeof options !== "object" || options === null) {
    throw new TypeError(`options: expected { task }, got ${show(options)}`)
  }
  const task = checkTask(options.task)
  const release = options.release ?? DEFAULT_RELEASE
  const given = options.source ?? runtime.store
  const source = isStore(given) ? await given.open({ task, release }) : given
  const name = source instanceof URL ? source.href : `${task}.bin`
  const metrics = checkMetrics(options.metrics)
  const repairs = checkRepairs(options.repair)
  const pack = await openReleasePack(byteSourceOf(source, name, metrics === undefined, runtime), metrics)
  if (pack.task !== task) {
    throw new ModelFormatError({
      source: name,
      path: "task",
      what: "pack of another task",
      expected: task,
      actual: pack.task,
    })
  }
  if (options.release !== undefined && pack.card.release !== release) {
    throw new ModelFormatError({
      source: name,
      path: "card.release",
      what: "pack of another release",
      expected: release,
      actual: pack.card.release,
    })
  }
  return new Benchmark(task, repairPack(pack, repairs), repairs)
}
