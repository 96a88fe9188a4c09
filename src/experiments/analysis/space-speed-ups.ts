/** The paper's first question: how much sooner a search of everything reaches what a search of a part ends with. */

import type { TaskName } from "../../benchmark/index.ts"
import { pow } from "../../numeric/pow.ts"
import type { StudyResults } from "../study-results.ts"
import type { SpacesGroup } from "./arm-groups.ts"
import { incumbentsOfArm } from "./incumbents.ts"
import { type ByTask, publishedModelBased, publishedModelFree } from "./published.ts"
import { geometricMeans, type SpeedUpSummary, speedUps, summariseSpeedUps } from "./speed-up.ts"

/** One cell of table 9 or 10. */
export interface SpeedUpCell {
  /** What is fixed in the search that is left behind. */
  readonly over: "hpo-only" | "nas-only"
  /** Null for the geometric mean over the tasks. */
  readonly task: TaskName | null
  /** One a block. */
  readonly values: readonly number[]
  readonly summary: SpeedUpSummary
  /** What the paper has there; of the geometric mean, over the same tasks. */
  readonly published: number
  /** Whether that lies in the 5-95 % interval. */
  readonly isPublishedInside: boolean
}

function cellOf(
  over: SpeedUpCell["over"],
  task: TaskName | null,
  values: readonly number[],
  published: number,
): SpeedUpCell {
  const summary = summariseSpeedUps(values)
  const isPublishedInside = summary.low <= published && published <= summary.high
  return { over, task, values, summary, published, isPublishedInside }
}

/** Which table of the paper is about a group. */
export function publishedOf({ joint }: SpacesGroup): typeof publishedModelFree {
  return joint.isModelBased ? publishedModelBased : publishedModelFree
}

/**
 * All cells of an optimiser's table: over each other space, each task and, of several, their geometric mean.
 *
 * @returns none where there are fewer seeds than a block has
 */
export function speedUpCells(results: StudyResults, group: SpacesGroup): readonly SpeedUpCell[] {
  const { protocol } = results
  const table = publishedOf(group)
  const joint = new Map(protocol.tasks.map(task => [task, incumbentsOfArm(results, task, group.joint)]))
  return group.fixed.flatMap(arm => {
    const over = arm.space === "hpo-only" ? "hpo-only" : "nas-only"
    const published: ByTask<number> = over === "hpo-only" ? table.overHpoOnly : table.overNasOnly
    const byTask = protocol.tasks.map(task =>
      speedUps(joint.get(task) ?? [], incumbentsOfArm(results, task, arm), protocol.budget),
    )
    if (byTask.some(({ length }) => length === 0)) return []
    const cells = protocol.tasks.map((task, at) => cellOf(over, task, byTask[at], published[task]))
    if (protocol.tasks.length < 2) return cells
    const share = 1 / protocol.tasks.length
    const mean = protocol.tasks.reduce((product, task) => product * pow(published[task], share), 1)
    return [...cells, cellOf(over, null, geometricMeans(byTask), mean)]
  })
}
