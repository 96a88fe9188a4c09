/** Where arms of two objectives stand: hypervolume over time by three reference points. */

import type { TaskName } from "../../benchmark/index.ts"
import type { Arm } from "../protocol.ts"
import type { StudyResults } from "../study-results.ts"
import {
  hypervolumeOfRun,
  type LossPoint,
  ownReference,
  paretoFront,
  pointsOf,
  type ReferencePoint,
} from "./fronts.ts"
import { highestLatency } from "./published.ts"
import { runsOf, unitOf } from "./selection.ts"
import type { Steps } from "./steps.ts"

/** Up to which point hypervolumes are measured: the same for all, or each arm's own worst, as officially. */
export type ReferenceName = "fixed" | "raw" | "own"

/** An arm on a task, by one reference. */
export interface FrontStanding {
  readonly arm: Arm
  readonly task: TaskName
  readonly reference: ReferencePoint
  /** Hypervolume over time, one a seed; high is good. */
  readonly trajectories: readonly Steps[]
}

/** Seconds of latency that the fixed reference has. */
export const FIXED_LATENCY = 10

/** All arms on all tasks by a reference: by task, then by arm. */
export function frontStandings(
  results: StudyResults,
  arms: readonly Arm[],
  name: ReferenceName,
): readonly FrontStanding[] {
  return results.protocol.tasks.flatMap(task =>
    arms.map(arm => {
      const runs = runsOf(results, task, arm)
      const fixed = { accuracy: 0, other: name === "raw" ? highestLatency[task] : FIXED_LATENCY }
      const reference = name === "own" ? ownReference(runs) : fixed
      const unit = unitOf(results, task)
      return { arm, task, reference, trajectories: runs.map(run => hypervolumeOfRun(run, reference, unit)) }
    }),
  )
}

/** What all runs of an arm on a task have found together. */
export function frontOfArm(results: StudyResults, task: TaskName, arm: Arm): LossPoint[] {
  return paretoFront(runsOf(results, task, arm).flatMap(pointsOf))
}
