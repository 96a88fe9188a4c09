/** Workers on Node, Deno and Bun: worker_threads where there are no Web Workers. */

import type { Worker as NodeWorker } from "node:worker_threads"
import {
  type BenchmarkWorkers,
  type OpenWorkersOptions,
  openWorkersWith,
  type StartWorker,
} from "../benchmark/benchmark-workers.ts"
import type { Benchmark } from "../benchmark/index.ts"
import type { Port } from "../parallel/port.ts"
import { webWorkerPort } from "../parallel/web-worker.ts"

function nodeWorkerPort(worker: NodeWorker): Port {
  return {
    post: (message, transfer) => worker.postMessage(message, transfer),
    listen(onMessage, onFailure) {
      worker.on("message", onMessage)
      worker.on("messageerror", onFailure)
      worker.on("error", onFailure)
      worker.on("exit", code => onFailure(new Error(`a worker ended with exit code ${code}`)))
    },
    async close() {
      await worker.terminate()
    },
  }
}

async function starter(): Promise<StartWorker> {
  // Deno and Bun have Web Workers, which are their own; Node has none.
  if (typeof Worker === "function") {
    return script =>
      webWorkerPort(new Worker(script ?? new URL("./worker.web.js", import.meta.url), { type: "module" }))
  }
  const { Worker: Thread } = await import("node:worker_threads")
  return script => nodeWorkerPort(new Thread(script ?? new URL("./worker.node.js", import.meta.url)))
}

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
  return openWorkersWith(await starter(), availableParallelism(), benchmark, options)
}
