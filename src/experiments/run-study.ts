/** Runs a study: every arm on every task with every seed, by threads, from a journal on; the same results however. */

import { Benchmark, type MetricName } from "../benchmark/index.ts"
import { sendBenchmark } from "../benchmark/workers/shared-benchmark.ts"
import { show } from "../errors.ts"
import { JobPool } from "../parallel/job-pool.ts"
import type { Job, Port } from "../parallel/port.ts"
import type { Journal } from "../training/journal.ts"
import { VERSION } from "../version.ts"
import { checkProtocol } from "./check-protocol.ts"
import type { OwnOptimisers } from "./make-optimiser.ts"
import type { Arm, Protocol } from "./protocol.ts"
import { conditionsOf, unitOf } from "./run-arm.ts"
import type { StudyBenchmark } from "./study-benchmark.ts"
import { type RunsInput, type SentStudy, studyJobs, subjectOf } from "./study-jobs.ts"
import { runKey, StudyJournal } from "./study-journal.ts"
import type { RunRecord, StudyCost, StudyProvenance, StudyResults, StudyUnits } from "./study-results.ts"

/** How far a study is. */
export interface StudyProgress {
  readonly task: string
  readonly arm: string
  /** Runs that ended, those that a journal knew included. */
  readonly done: number
  readonly total: number
}

/** How a study is run; its results do not depend on it. */
export interface StudyOptions {
  /**
   * Threads that run it; 0 is this thread. Benchmarks and optimisers of your own cannot be sent to threads: they are
   * run on this one. Default: 0.
   */
  readonly threads?: number
  /** Told whenever runs ended. */
  readonly onProgress?: (progress: StudyProgress) => void
  /** Stops between two runs, with its reason. */
  readonly signal?: AbortSignal
  /** Where runs are kept, and from where a stopped study goes on. */
  readonly journal?: Journal
  /** Seconds that count as one mean full evaluation. Default: the paper's, of each task. */
  readonly units?: StudyUnits
  /** Optimisers of your own, by the names that arms call them by. */
  readonly optimisers?: OwnOptimisers
}

/** What came of a study. */
export interface StudyOutcome {
  readonly results: StudyResults
  readonly cost: StudyCost
}

/** What the entries of the runtimes differ in. */
export interface StudyRuntime {
  /** Null where the runtime has no threads. */
  readonly start: (() => Port) | null
  /** With its version; null where it does not tell. */
  readonly name: string | null
  /** Processor seconds of this process so far; of a runtime that does not tell, seconds that went by. */
  readonly cpuSeconds: () => number
}

/** More are a slip: each holds kernels of its own. */
const MAX_THREADS = 256

/** Runs of full evaluations alone go to threads together: a message takes as long as one of them. */
const SHORT_RUNS = 5

function checkThreads(threads: unknown): void {
  if (Number.isInteger(threads) && (threads as number) >= 0 && (threads as number) <= MAX_THREADS) return
  throw new RangeError(`options.threads: expected an integer in 0..${MAX_THREADS}, got ${show(threads)}`)
}

/** Metrics that any arm needs. */
export function metricsOf(arms: readonly Arm[]): MetricName[] {
  return [...new Set<MetricName>([...arms.flatMap(({ metrics }) => metrics), "runtime"])]
}

/** Where results of benchmarks come from. */
export function provenanceOf(benchmarks: readonly StudyBenchmark[], runtime: string | null): StudyProvenance {
  return {
    packageVersion: VERSION,
    runtime,
    releases: benchmarks.map(({ task, release, sha256, card }) => ({
      ...{ task, release, sha256: sha256 ?? null, notice: card?.notice ?? null },
    })),
  }
}

/** Runs that a journal does not know, some a job for threads; on this thread one by one, so that each can be kept. */
function* jobsOf(
  protocol: Protocol,
  known: ReadonlyMap<string, RunRecord>,
  hasThreads: boolean,
): Generator<Job, void> {
  for (const task of protocol.tasks) {
    for (const { name: arm, isModelBased, rungs } of protocol.arms) {
      const missing = protocol.seeds.filter(seed => !known.has(runKey({ task, arm, seed })))
      const size = hasThreads && !isModelBased && rungs === null ? SHORT_RUNS : 1
      for (let at = 0; at < missing.length; at += size) {
        const input: RunsInput = { task, arm, seeds: missing.slice(at, at + size) }
        yield { name: "runs", input }
      }
    }
  }
}

/** Whether threads can be given all of it. */
function canSend(
  benchmarks: readonly StudyBenchmark[],
  optimisers: OwnOptimisers,
): benchmarks is readonly Benchmark[] {
  return Object.keys(optimisers).length === 0 && benchmarks.every(benchmark => benchmark instanceof Benchmark)
}

function openPool(
  start: (() => Port) | null,
  threads: number,
  benchmarks: readonly StudyBenchmark[],
  protocol: Protocol,
  { units = {}, optimisers = {} }: StudyOptions,
): Promise<JobPool<ReturnType<typeof subjectOf>>> {
  const conditions = { ...conditionsOf(protocol), units }
  const here = subjectOf(benchmarks, protocol.arms, { ...conditions, optimisers })
  if (start === null || threads === 0 || !canSend(benchmarks, optimisers)) {
    return JobPool.open([], studyJobs, null, here)
  }
  const metrics = metricsOf(protocol.arms)
  const sent: SentStudy = {
    benchmarks: benchmarks.map(benchmark => sendBenchmark(benchmark, metrics)),
    ...{ arms: protocol.arms, conditions },
  }
  return JobPool.open(Array.from({ length: threads }, start), studyJobs, sent, here)
}

/**
 * Runs a study with a runtime's threads and clock; the entries' `runStudy` is this with theirs.
 *
 * @throws as `runStudy`
 */
export async function runStudyWith(
  runtime: StudyRuntime,
  benchmarks: readonly StudyBenchmark[],
  protocol: Protocol,
  options: StudyOptions = {},
): Promise<StudyOutcome> {
  const { threads = 0, signal, onProgress, optimisers = {} } = options
  checkThreads(threads)
  const used = checkProtocol(protocol, benchmarks, optimisers)
  const provenance = provenanceOf(used, runtime.name)
  const units = Object.fromEntries(protocol.tasks.map(task => [task, unitOf(task, options.units)]))
  const begin = runtime.cpuSeconds()
  const journal = await StudyJournal.open(
    options.journal,
    { provenance, protocol, units },
    runtime.cpuSeconds,
  )
  const runs = new Map(journal.runs)
  const total = protocol.tasks.length * protocol.arms.length * protocol.seeds.length
  const pool = await openPool(runtime.start, threads, used, protocol, options)
  try {
    const jobs = jobsOf(protocol, journal.runs, pool.size > 0)
    for await (const { job, result } of pool.asTheyEnd(() => jobs.next().value ?? null, signal)) {
      const ended = result as RunRecord[]
      for (const run of ended) runs.set(runKey(run), run)
      await journal.add(ended)
      const { task, arm } = job.input as RunsInput
      onProgress?.({ task, arm, done: runs.size, total })
    }
  } finally {
    await journal.flush()
    await pool.close()
  }
  const ordered = protocol.tasks.flatMap(task =>
    protocol.arms.flatMap(({ name: arm }) =>
      protocol.seeds.map(seed => runs.get(runKey({ task, arm, seed })) as RunRecord),
    ),
  )
  return {
    results: { provenance, protocol, units, runs: ordered },
    cost: {
      cpuSeconds: journal.cpuSeconds + (runtime.cpuSeconds() - begin),
      simulatedSeconds: ordered.reduce((sum, { totalSeconds }) => sum + totalSeconds, 0),
    },
  }
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
 */
export function runStudy(
  benchmarks: readonly StudyBenchmark[],
  protocol: Protocol,
  options: StudyOptions = {},
): Promise<StudyOutcome> {
  const runtime = { start: null, name: null, cpuSeconds: () => performance.now() / 1000 }
  return runStudyWith(runtime, benchmarks, protocol, options)
}
