/** Studies by hand: results in which every number is written down. */
import type { TaskName } from "../../../../src/benchmark/index.ts"
import { armOf } from "../../../../src/experiments/arm-of.ts"
import type { Arm, Protocol } from "../../../../src/experiments/protocol.ts"
import type { RunRecord, StudyResults } from "../../../../src/experiments/study-results.ts"

/** Evaluations of a run: when each ended, and its values by metric. */
export interface WrittenRun {
  readonly task: TaskName
  readonly arm: Arm
  readonly seed: number
  readonly time: readonly number[]
  readonly values: readonly (readonly number[])[]
  readonly epoch?: readonly number[]
}

export function writtenRun({ task, arm, seed, time, values, epoch }: WrittenRun): RunRecord {
  const seconds = Float64Array.from(time, (end, i) => end - (time[i - 1] ?? 0))
  return {
    ...{ task, arm: arm.name, seed, seconds, runtime: seconds },
    numEvaluations: time.length,
    totalSeconds: seconds.reduce((sum, duration) => sum + duration, 0),
    id: Int32Array.from(time.keys()),
    time: Float64Array.from(time),
    values: values.map(column => Float64Array.from(column)),
    epoch: Int32Array.from(epoch ?? time.map(() => 200)),
    configurations: {},
    constants: {},
  }
}

export const joint: Arm = armOf({ optimiser: "random" })
export const hpoOnly: Arm = armOf({ optimiser: "random", space: "hpo-only" })
export const nasOnly: Arm = armOf({ optimiser: "random", space: "nas-only" })

/** A study of such runs; a mean full evaluation takes 10 seconds. */
export function writtenStudy(runs: readonly WrittenRun[], changes: Partial<Protocol> = {}): StudyResults {
  const tasks = [...new Set(runs.map(({ task }) => task))]
  return {
    provenance: { packageVersion: "0.0.0", runtime: null, releases: [] },
    protocol: {
      ...{ name: "written", release: "distilled-1", tasks, budget: 10, workers: 1 },
      arms: [...new Set(runs.map(({ arm }) => arm))],
      seeds: [...new Set(runs.map(({ seed }) => seed))],
      ...{ isSynchronous: false, extrapolate: false, records: "all" as const },
      ...changes,
    },
    units: Object.fromEntries(tasks.map(task => [task, 10])),
    runs: runs.map(writtenRun),
  }
}
