/** What comes of a study: a record of each run, and where all of it comes from. */

import type { TaskName } from "../benchmark/index.ts"
import type { HyperparameterValue } from "../space/index.ts"
import type { Protocol } from "./protocol.ts"

/**
 * One run: one arm on one task with one seed. Columns have an entry an evaluation that is recorded, in the order in
 * which evaluations ended; those that end after the budget are not among them.
 */
export interface RunRecord {
  readonly task: TaskName
  /** Name of the arm. */
  readonly arm: string
  readonly seed: number
  /** Evaluations that ended, recorded or not. */
  readonly numEvaluations: number
  /** Simulated seconds of all of them together. */
  readonly totalSeconds: number
  /** Of trials: 0, 1, 2, … in the order of asking. */
  readonly id: Int32Array
  /** When it ended, in simulated seconds since the run began. */
  readonly time: Float64Array
  /** Simulated seconds that the worker took. */
  readonly seconds: Float64Array
  /** Simulated seconds of training from scratch to the same fidelity. */
  readonly runtime: Float64Array
  /** A column a metric of the arm, in its order. */
  readonly values: readonly Float64Array[]
  readonly epoch: Int32Array
  /** What was evaluated, N, W and Resolution as asked: a column a hyperparameter that varies in the run. */
  readonly configurations: Readonly<Record<string, readonly HyperparameterValue[]>>
  /** The hyperparameters that do not. */
  readonly constants: Readonly<Record<string, HyperparameterValue>>
}

/** The surrogates that a task was evaluated by. */
export interface ReleaseProvenance {
  readonly task: TaskName
  /** As the benchmark calls it. */
  readonly release: string
  /** Of the release's file; null for a benchmark that is none of this package's. */
  readonly sha256: string | null
  /** The release's own words on what it must not be taken for; null where it has none. */
  readonly notice: string | null
}

/** Where results come from. Nothing in it differs between two runs of a study on one machine. */
export interface StudyProvenance {
  readonly packageVersion: string
  /** A name with version, for example `"node 20.19.5"`; null where nobody said. */
  readonly runtime: string | null
  /** One a task, in the protocol's order. */
  readonly releases: readonly ReleaseProvenance[]
}

/** Seconds that count as one mean full evaluation, by task. */
export type StudyUnits = Readonly<Partial<Record<TaskName, number>>>

/** The results of a study. The same protocol on the same releases gives the same bytes, whoever ran it how. */
export interface StudyResults {
  readonly provenance: StudyProvenance
  readonly protocol: Protocol
  readonly units: StudyUnits
  /** By task, then by arm, then by seed, each in the protocol's order. */
  readonly runs: readonly RunRecord[]
}

/** What a study took on the machine that ran it; kept apart from its results, which do not depend on it. */
export interface StudyCost {
  /** Of all threads, those of interrupted sessions included. */
  readonly cpuSeconds: number
  /** Simulated seconds of all runs: what the same evaluations would have taken in earnest. */
  readonly simulatedSeconds: number
}
