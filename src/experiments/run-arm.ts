/** One run: an arm on a task with a seed, on the simulated clock. A pure function of its arguments. */

import {
  type Evaluate,
  type EventLog,
  evaluateMetrics,
  MEAN_FULL_EVALUATION,
  type RunLimits,
  SimulatedClock,
  studySpace,
} from "../search/index.ts"
import { type Hyperparameter, jahsSpace } from "../space/index.ts"
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
  /** Seconds that count as one mean full evaluation. Default: the paper's, of each task. */
  readonly units?: StudyUnits
  readonly optimisers?: OwnOptimisers
}

/** Of a protocol, what runs need. */
export function conditionsOf(protocol: Protocol): RunConditions {
  const { budget, workers, isSynchronous, extrapolate, records } = protocol
  return { budget, workers, isSynchronous, extrapolate, records }
}

/** Seconds of a mean full evaluation. */
export function unitOf(task: StudyBenchmark["task"], units: StudyUnits = {}): number {
  return units[task] ?? MEAN_FULL_EVALUATION[task]
}

/** A run under way. */
export interface ArmRun {
  /** What is searched; the fixed part are constants. */
  readonly hyperparameters: readonly Hyperparameter[]
  readonly evaluate: Evaluate<readonly number[]>
  readonly clock: SimulatedClock<readonly number[]>
  readonly limits: RunLimits
  /** @returns the evaluations that have ended */
  record(): RunRecord
}

/**
 * Begins a run, for who wants to see its events: `clock.step(limits)` does the next one.
 *
 * @param seed of the optimiser, and of the part of the space that is fixed
 * @param log of the same run, as `clock.toJSON()` has it: what it tells is done again, without evaluating it
 * @throws {NotFoundError} for an unknown optimiser
 * @throws {ModelFormatError} at the first event of the log that comes out differently
 * @example
 * ```ts
 * import { beginRun, protocolOf } from "jahs-bench-201/experiments"
 * const protocol = protocolOf({ arms: [{ optimiser: "random" }], budget: 5 })
 * const { clock, limits } = beginRun(protocol.arms[0], benchmark, 0, protocol)
 * while (clock.step(limits) !== null);
 * const again = beginRun(protocol.arms[0], benchmark, 0, protocol, clock.toJSON())
 * again.clock.time === clock.time // true
 * ```
 */
export function beginRun(
  arm: Arm,
  benchmark: StudyBenchmark,
  seed: number,
  conditions: RunConditions,
  log?: EventLog<readonly number[]>,
): ArmRun {
  const { budget, workers, isSynchronous, extrapolate, records, units, optimisers } = conditions
  const { name, metrics, cost, numTrials, rungs } = arm
  const { task } = benchmark
  const hyperparameters = studySpace(extrapolate ? jahsSpace : benchmark.space, { kind: arm.space, seed })
  const optimiser = makeOptimiser(arm, task, hyperparameters, seed, optimisers)
  const evaluate = evaluateMetrics(benchmark, metrics, { extrapolate })
  const clock =
    log === undefined
      ? new SimulatedClock(optimiser, evaluate, { workers, isSynchronous, cost })
      : SimulatedClock.replay(log, optimiser, evaluate)
  const until = budget * unitOf(task, units)
  const fidelities = new Set((rungs ?? []).flatMap(rung => Object.keys(rung)))
  const heading = { task, arm: name, seed, metrics, hyperparameters, fidelities, records }
  return {
    ...{ hyperparameters, evaluate, clock },
    limits: { until, ...(numTrials === null ? {} : { numTrials }) },
    record: () => runRecordOf(clock.toJSON().events, heading),
  }
}

/**
 * Runs an arm on a benchmark.
 *
 * @param seed of the optimiser, and of the part of the space that is fixed
 * @returns the same record for the same arguments, on every engine
 * @throws what the optimiser and the benchmark throw
 * @example
 * ```ts
 * import { protocolOf, runArm } from "jahs-bench-201/experiments"
 * const protocol = protocolOf({ arms: [{ optimiser: "random" }], budget: 5 })
 * const { values } = runArm(protocol.arms[0], benchmark, 0, protocol)
 * values[0].length // 5
 * ```
 */
export function runArm(
  arm: Arm,
  benchmark: StudyBenchmark,
  seed: number,
  conditions: RunConditions,
): RunRecord {
  const { clock, limits, record } = beginRun(arm, benchmark, seed, conditions)
  clock.run(limits)
  return record()
}
