/** Where arms of one objective stand at the end of the budget. */

import type { TaskName } from "../../benchmark/index.ts"
import { mean, standardError } from "../../numeric/moments.ts"
import { quantile } from "../../numeric/ranks.ts"
import type { Arm } from "../protocol.ts"
import type { StudyResults } from "../study-results.ts"
import { incumbentsOfArm } from "./incumbents.ts"
import { lastOf, type Steps } from "./steps.ts"

/** The best loss there is, of each task: `benchmark.optimum` has it, with proof. */
export type BestLosses = Readonly<Partial<Record<TaskName, number>>>

/** An arm on a task. */
export interface Standing {
  readonly arm: Arm
  readonly task: TaskName
  /** One a seed. */
  readonly trajectories: readonly Steps[]
  /** Loss at the end of the budget, one a seed. */
  readonly finals: readonly number[]
  readonly mean: number
  readonly standardError: number
  readonly median: number
  /** Simple regret, the loss beyond the best there is, one a seed; null where that is not known. */
  readonly regrets: readonly number[] | null
}

/**
 * All arms on all tasks.
 *
 * @returns by task, then by arm
 */
export function standingsOf(
  results: StudyResults,
  arms: readonly Arm[],
  best: BestLosses = {},
): readonly Standing[] {
  return results.protocol.tasks.flatMap(task =>
    arms.map(arm => {
      const trajectories = incumbentsOfArm(results, task, arm)
      const finals = trajectories.map(lastOf)
      const optimum = best[task]
      return {
        ...{ arm, task, trajectories, finals },
        mean: mean(finals),
        standardError: standardError(finals),
        median: quantile(finals, 0.5),
        regrets: optimum === undefined ? null : finals.map(loss => loss - optimum),
      }
    }),
  )
}

/**
 * Standings as blocks for tests of ranks.
 *
 * @param standings of `standingsOf`
 * @param pick what is compared of each, one a seed
 * @returns a row a task and seed, in it an entry an arm
 */
export function blocksOf<Value>(
  standings: readonly Standing[],
  numArms: number,
  pick: (standing: Standing) => readonly Value[],
): Value[][] {
  const blocks: Value[][] = []
  for (let first = 0; first < standings.length; first += numArms) {
    const columns = standings.slice(first, first + numArms).map(pick)
    for (let seed = 0; seed < columns[0].length; seed++) blocks.push(columns.map(column => column[seed]))
  }
  return blocks
}
