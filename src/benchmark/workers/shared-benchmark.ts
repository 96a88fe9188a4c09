/** A benchmark as plain data that threads can share, and back. */

import type { ReleaseCard } from "../../surrogate/card.ts"
import { receiveSurrogates, type SentSurrogate, sendSurrogates } from "../../surrogate/shared-surrogates.ts"
import { Benchmark } from "../benchmark.ts"
import type { MetricName } from "../metric.ts"
import type { RepairName } from "../repair.ts"
import type { TaskName } from "../task.ts"

/** A benchmark as it is sent. */
export interface SentBenchmark {
  readonly task: TaskName
  readonly card: ReleaseCard
  readonly sha256: string
  readonly repairs: readonly RepairName[]
  readonly surrogates: readonly SentSurrogate[]
}

/**
 * Copies a benchmark's trees into shared memory, where there is such.
 *
 * @param metrics those that will be asked
 */
export function sendBenchmark(benchmark: Benchmark, metrics: readonly MetricName[]): SentBenchmark {
  const { task, card, sha256, repairs } = benchmark
  const surrogates = benchmark.select(metrics).flatMap(group => group.surrogates)
  return { task, card, sha256, repairs, surrogates: sendSurrogates(surrogates) }
}

/** Makes a benchmark again, whose trees are where they were sent. */
export function receiveBenchmark({ task, card, sha256, repairs, surrogates }: SentBenchmark): Benchmark {
  const received = [...receiveSurrogates(surrogates).values()]
  const metrics = received.map(({ metric }) => metric)
  // The surrogates were repaired before they were sent.
  return new Benchmark(task, { task, card, metrics, surrogates: received, sha256 }, repairs)
}
