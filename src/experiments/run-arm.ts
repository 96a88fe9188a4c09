/** One run: an arm on a task with a seed, on the simulated clock. A pure function of its arguments. */

import { evaluateMetrics, MEAN_FULL_EVALUATION, SimulatedClock, studySpace } from "../search/index.ts"
import { jahsSpace } from "../space/index.ts"
import { makeOptimiser, type OwnOptimisers } from "./make-optimiser.ts"
import type { Arm, Protocol } from "./protocol.ts"
import { runRecordOf } from "./run-columns.ts"
import type { StudyBenchmark } from "./study-benchmark.ts"
import type { RunRecord, StudyUnits } from "./study-results.ts"

/** Of a protocol, what every run needs. */
export type RunConditions = Pick<
  Protocol,
  "budget" | "workers" | "isSynchronous" | "extrapolate" | "records"
> & {
  /** Default: the paper's, of each task. */
  readonly units?: StudyUnits
  readonly optimisers?: OwnOptimisers
}

/** Seconds of a mean full evaluation. */
export function unitOf(task: StudyBenchmark["task"], units: StudyUnits = {}): number {
  return units[task] ?? MEAN_FULL_EVALUATION[task]
}

/**
 * Runs an arm on a benchmark.
 *
 * @param seed of the optimiser, and of the part of the space that is fixed
 * @returns the same record for the same arguments, on every engine
 * @throws what the optimiser and the benchmark throw
 */
export function runArm(
  arm: Arm,
  benchmark: StudyBenchmark,
  seed: number,
  conditions: RunConditions,
): RunRecord {
  const { budget, workers, isSynchronous, extrapolate, records, units, optimisers } = conditions
  const { task } = benchmark
  const hyperparameters = studySpace(extrapolate ? jahsSpace : benchmark.space, { kind: arm.space, seed })
  const optimiser = makeOptimiser(arm, task, hyperparameters, seed, optimisers)
  const clock = new SimulatedClock(optimiser, evaluateMetrics(benchmark, arm.metrics, { extrapolate }), {
    ...{ workers, isSynchronous, cost: arm.cost },
  })
  const until = budget * unitOf(task, units)
  clock.run({ until, ...(arm.numTrials === null ? {} : { numTrials: arm.numTrials }) })
  return runRecordOf(clock.toJSON().events, {
    ...{ task, arm: arm.name, seed, metrics: arm.metrics, hyperparameters, records },
    fidelities: new Set((arm.rungs ?? []).flatMap(rung => Object.keys(rung))),
  })
}
