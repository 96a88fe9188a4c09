/** The parts of a study that an analysis asks for. */

import type { TaskName } from "../../benchmark/index.ts"
import { NotFoundError } from "../../errors.ts"
import type { Arm } from "../protocol.ts"
import type { RunRecord, StudyResults } from "../study-results.ts"

/**
 * The runs of an arm on a task.
 *
 * @returns in the order of the protocol's seeds
 * @throws {NotFoundError} where a seed's run is missing
 */
export function runsOf({ protocol, runs }: StudyResults, task: TaskName, arm: Arm): readonly RunRecord[] {
  const bySeed = new Map<number, RunRecord>()
  for (const run of runs) if (run.task === task && run.arm === arm.name) bySeed.set(run.seed, run)
  return protocol.seeds.map(seed => {
    const run = bySeed.get(seed)
    if (run !== undefined) return run
    const expected = `one of ${arm.name} on ${task} with seed ${seed}`
    throw new NotFoundError({ source: "results", path: "runs", what: "missing run", expected })
  })
}

/**
 * Seconds of a mean full evaluation on a task.
 *
 * @throws {NotFoundError} where the results do not say
 */
export function unitOf({ units }: StudyResults, task: TaskName): number {
  const unit = units[task]
  if (unit !== undefined) return unit
  throw new NotFoundError({ source: "results", path: `units.${task}`, what: "missing", expected: "seconds" })
}
