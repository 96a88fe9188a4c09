/** Workers of a benchmark within this thread. */
import type { Benchmark } from "../../src/benchmark/benchmark.ts"
import { benchmarkJobs } from "../../src/benchmark/workers/benchmark-jobs.ts"
import { type BenchmarkWorkers, openWorkersWith } from "../../src/benchmark/workers/benchmark-workers.ts"
import { JobSubject } from "../../src/benchmark/workers/job-subject.ts"
import { receiveSurrogates, type SentSurrogate } from "../../src/surrogate/shared-surrogates.ts"
import { line } from "./line.ts"

export function workersOf(benchmark: Benchmark, count: number): Promise<BenchmarkWorkers> {
  const start = () =>
    line(benchmarkJobs, (sent: readonly SentSurrogate[]) => new JobSubject(receiveSurrogates(sent)))
  return openWorkersWith(start, count, benchmark)
}
