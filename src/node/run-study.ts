/** Studies by several threads, on Node, Deno and Bun. */

import process from "node:process"
import {
  type Protocol,
  runStudyWith,
  type StudyBenchmark,
  type StudyOptions,
  type StudyOutcome,
} from "../experiments/index.ts"
import { workerStarter } from "./start-worker.ts"

/** @returns the runtime's name and version, for provenance */
export function runtimeName(): string {
  const { bun, deno, node } = process.versions as Record<string, string | undefined>
  if (bun !== undefined) return `bun ${bun}`
  return deno === undefined ? `node ${node}` : `deno ${deno}`
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

/**
 * Runs a study.
 *
 * @param benchmarks one a task of the protocol: of `openBenchmark`, or anything that answers as they do
 * @param protocol of `paperProtocol`, or your own
 * @param options threads, journal, progress, optimisers of your own
 * @returns results, which depend on benchmarks and protocol alone; and what they took
 * @throws {ConfigurationError} for a field of the protocol that is out of range
 * @throws {NotFoundError} for a task without a benchmark, and an unknown optimiser
 * @throws {DomainError} for fidelities that a benchmark does not have
 * @throws {ModelFormatError} for the journal of another study
 * @throws {RangeError} for `threads` out of range
 * @throws the reason of an aborted signal, and what benchmarks and optimisers throw
 * @example
 * ```ts
 * import { protocolOf, runStudy } from "jahs-bench-201/experiments"
 * const protocol = protocolOf({ tasks: ["cifar10"], arms: [{ optimiser: "random" }], seeds: 2, budget: 5 })
 * const { results } = await runStudy([benchmark], protocol)
 * results.runs.length // 2
 * ```
 */
export async function runStudy(
  benchmarks: readonly StudyBenchmark[],
  protocol: Protocol,
  options: StudyOptions = {},
): Promise<StudyOutcome> {
  const start = await workerStarter({
    web: new URL("./study-worker.web.js", import.meta.url),
    node: new URL("./study-worker.node.js", import.meta.url),
  })
  const runtime = { start: () => start(), name: runtimeName(), cpuSeconds }
  return runStudyWith(runtime, benchmarks, protocol, options)
}
