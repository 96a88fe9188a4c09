/** What runs of validation accuracy have reached, over time in mean full evaluations. */

import type { TaskName } from "../../benchmark/index.ts"
import type { Arm } from "../protocol.ts"
import type { RunRecord, StudyResults } from "../study-results.ts"
import { runsOf, unitOf } from "./selection.ts"
import type { Steps } from "./steps.ts"

/**
 * The incumbents of a run: after each evaluation the lowest validation error so far (100 less the accuracy, in
 * percent), at any fidelity.
 *
 * @param run whose first column is valid-acc
 * @param unit seconds that count as 1
 * @throws {RangeError} for a run in which no evaluation ended
 */
export function incumbentsOfRun({ time, values, task, arm, seed }: RunRecord, unit: number): Steps {
  if (time.length === 0) {
    throw new RangeError(
      `${arm} on ${task}, seed ${seed}: expected one evaluation within the budget, got none`,
    )
  }
  let best = Number.POSITIVE_INFINITY
  const value = values[0].map(accuracy => {
    best = Math.min(best, 100 - accuracy)
    return best
  })
  return { time: time.map(seconds => seconds / unit), value }
}

/**
 * The incumbents of all runs of an arm on a task.
 *
 * @returns in the order of the protocol's seeds
 */
export function incumbentsOfArm(results: StudyResults, task: TaskName, arm: Arm): readonly Steps[] {
  const unit = unitOf(results, task)
  return runsOf(results, task, arm).map(run => incumbentsOfRun(run, unit))
}
