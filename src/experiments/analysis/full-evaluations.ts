/** What runs evaluate, and what that takes on the simulated clock. */

import type { TaskName } from "../../benchmark/index.ts"
import { mean } from "../../numeric/moments.ts"
import { quantile } from "../../numeric/ranks.ts"
import type { Arm } from "../protocol.ts"
import type { RunRecord, StudyResults } from "../study-results.ts"
import { runsOf } from "./selection.ts"

/** Evaluations and their time. */
export interface EvaluationCost {
  readonly numEvaluations: number
  /** Simulated seconds of one, on average. */
  readonly meanSeconds: number
}

/** The mean over all evaluations of an arm on a task that ended within the budget. */
export function evaluationCost(results: StudyResults, task: TaskName, arm: Arm): EvaluationCost {
  let numEvaluations = 0
  let seconds = 0
  for (const run of runsOf(results, task, arm)) {
    numEvaluations += run.numEvaluations
    seconds += run.totalSeconds
  }
  return { numEvaluations, meanSeconds: seconds / numEvaluations }
}

/** How an arm spends its budget on a task, on average over its runs. */
export interface Spending {
  readonly numEvaluations: number
  /** Evaluations at the highest epoch of all. */
  readonly numFull: number
  /** When the last incumbent was found, as a share of a run's time: the median. */
  readonly lastImprovement: number
}

/** When a run got better for the last time, as a share of the time of its last recorded evaluation. */
function lastImprovement({ time, values: [accuracies] }: RunRecord): number {
  let best = Number.NEGATIVE_INFINITY
  let at = 0
  for (const [i, accuracy] of accuracies.entries()) {
    if (accuracy <= best) continue
    best = accuracy
    at = i
  }
  return time[at] / time[time.length - 1]
}

/**
 * How an arm of validation accuracy spends its budget.
 *
 * @param results in which all evaluations are recorded
 */
export function spendingOf(results: StudyResults, task: TaskName, arm: Arm): Spending {
  const runs = runsOf(results, task, arm)
  const fullEpoch = runs.reduce((most, { epoch }) => epoch.reduce((a, b) => Math.max(a, b), most), 0)
  return {
    numEvaluations: mean(runs.map(run => run.numEvaluations)),
    numFull: mean(runs.map(({ epoch }) => epoch.filter(at => at === fullEpoch).length)),
    lastImprovement: quantile(runs.map(lastImprovement), 0.5),
  }
}
