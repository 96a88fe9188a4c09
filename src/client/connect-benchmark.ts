/** From the URL of a service to a benchmark on it. */

import type { TaskName } from "../benchmark/index.ts"
import { checkTask } from "../benchmark/task.ts"
import { NotFoundError, show } from "../errors.ts"
import type { ReleaseCard } from "../surrogate/card.ts"
import type { TaskEntry, TasksDocument } from "../wire/index.ts"
import { RemoteBenchmark } from "./remote-benchmark.ts"
import { Transport, type TransportOptions } from "./transport.ts"

export interface ConnectOptions extends TransportOptions {
  readonly task: TaskName
  /** Release to ask; needed where the service has several of the task. */
  readonly release?: string
  /** Configurations of one request, within the service's limits (default 1000). */
  readonly batchSize?: number
  /** Gives up connecting. */
  readonly signal?: AbortSignal
}

function choose(tasks: readonly TaskEntry[], task: TaskName, release: string | undefined): TaskEntry {
  const found = tasks.filter(entry => entry.task === task && (release ?? entry.release) === entry.release)
  if (found.length === 1) return found[0]!
  const known = tasks.map(entry => `${entry.release} of ${entry.task}`).join("; ")
  throw new NotFoundError({
    path: "options.release",
    what:
      found.length === 0 ? "the service does not have it" : "the service has several releases of the task",
    expected: known === "" ? "none: the service has no benchmark" : known,
    actual: release === undefined ? task : `${release} of ${task}`,
  })
}

/**
 * Connects to a service: the same questions as of an opened benchmark, answered by promises.
 *
 * @param url where the service is; its paths begin behind it
 * @param options the task, and how requests are sent
 * @throws {NotFoundError} where the service does not have the task or release, saying what it has
 * @throws {ServiceError} where no service answers
 * @example
 * ```ts
 * import { connectBenchmark } from "jahs-bench-201/client"
 * import { createHandler } from "jahs-bench-201/service"
 * const handler = createHandler({ benchmarks: [benchmark] })
 * const remote = await connectBenchmark("http://localhost", { task: "cifar10", fetch: handler })
 * remote.release // "distilled-2"
 * ```
 */
export async function connectBenchmark(url: string | URL, options: ConnectOptions): Promise<RemoteBenchmark> {
  const { task, release, batchSize = 1000, signal, ...rest } = options
  checkTask(task)
  if (!Number.isInteger(batchSize) || batchSize < 1) {
    throw new RangeError(`options.batchSize: expected an integer of at least 1, got ${show(batchSize)}`)
  }
  const transport = new Transport(new URL(url), rest)
  const { tasks, limits } = (await transport.get("/v1/tasks", signal)) as TasksDocument
  const entry = choose(tasks, task, release)
  const card = (await transport.get(`${entry.path}/card`, signal)) as ReleaseCard
  return new RemoteBenchmark({ transport, entry, card, limits, batchSize })
}
