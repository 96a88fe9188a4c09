/** A benchmark's workers on Node, Deno and Bun. */

import type { Benchmark } from "../benchmark/index.ts"
import {
  type BenchmarkWorkers,
  type OpenWorkersOptions,
  openWorkersWith,
} from "../benchmark/workers/benchmark-workers.ts"
import { workerStarter } from "./start-worker.ts"

/**
 * Opens workers for a benchmark. They share its trees, and answer with the same bits.
 *
 * @param options how many; 0 computes on this thread, in pieces between which signals are heard
 * @throws {RangeError} for a count that is no integer from 0 to 256
 * @throws what keeps a worker from starting
 * @example
 * ```ts
 * import { openBenchmark, openWorkers } from "jahs-bench-201"
 * const benchmark = await openBenchmark({ task: "cifar10" })
 * const workers = await openWorkers(benchmark, { count: 2 })
 * const columns = await workers.queryMany(configurations, { signal: AbortSignal.timeout(60_000) })
 * await workers.close()
 * ```
 */
export async function openWorkers(
  benchmark: Benchmark,
  options: OpenWorkersOptions = {},
): Promise<BenchmarkWorkers> {
  // Not needed by who only asks questions: a fresh process answers the first one without it.
  const { availableParallelism } = await import("node:os")
  const start = await workerStarter({
    web: new URL("./worker.web.js", import.meta.url),
    node: new URL("./worker.node.js", import.meta.url),
  })
  return openWorkersWith(start, availableParallelism(), benchmark, options)
}
