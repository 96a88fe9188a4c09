/** A study's work as jobs for threads: some runs of one arm on one task. */

import { receiveBenchmark, type SentBenchmark } from "../benchmark/workers/shared-benchmark.ts"
import type { JobTable } from "../parallel/port.ts"
import type { Arm } from "./protocol.ts"
import { type RunConditions, runArm } from "./run-arm.ts"
import type { StudyBenchmark } from "./study-benchmark.ts"
import type { RunRecord } from "./study-results.ts"

/** What all jobs of a study are about. */
export interface StudySubject {
  readonly benchmarks: ReadonlyMap<string, StudyBenchmark>
  readonly arms: ReadonlyMap<string, Arm>
  readonly conditions: RunConditions
}

/** The same as it is sent. */
export interface SentStudy {
  readonly benchmarks: readonly SentBenchmark[]
  readonly arms: readonly Arm[]
  readonly conditions: RunConditions
}

/** Runs of one arm on one task. */
export interface RunsInput {
  readonly task: string
  readonly arm: string
  readonly seeds: readonly number[]
}

/** @returns what jobs are about, from benchmarks of any kind */
export function subjectOf(
  benchmarks: readonly StudyBenchmark[],
  arms: readonly Arm[],
  conditions: RunConditions,
): StudySubject {
  return {
    benchmarks: new Map(benchmarks.map(benchmark => [benchmark.task, benchmark])),
    arms: new Map(arms.map(arm => [arm.name, arm])),
    conditions,
  }
}

/** @returns the same in a thread */
export function receiveStudy({ benchmarks, arms, conditions }: SentStudy): StudySubject {
  return subjectOf(benchmarks.map(receiveBenchmark), arms, conditions)
}

/** What threads do. */
export const studyJobs: JobTable<StudySubject> = {
  runs({ benchmarks, arms, conditions }: StudySubject, { task, arm, seeds }: RunsInput): RunRecord[] {
    const [benchmark, found] = [benchmarks.get(task) as StudyBenchmark, arms.get(arm) as Arm]
    return seeds.map(seed => runArm(found, benchmark, seed, conditions))
  },
}
