/** What Race asks of the engine: the runs themselves, their logs, and the optimum that they are measured by. */

import { beginRun } from "../../../entries/experiments.ts"
import type { MetricName } from "../../../entries/index.web.ts"
import type { Operations, Work } from "../../engine/operation.ts"
import type { PackId } from "../../engine/pack-id.ts"
import { OWN, type RaceSetup } from "./race-setup.ts"
import { ownArm, type Roster, rostersOf } from "./roster.ts"
import { conditionsOf, type Replayed, type RunLog, readRunLog, replayRun, runLogOf } from "./run-log.ts"
import { armFor, breather, hear, ownLogOf, run } from "./run-race.ts"

/** One run, by its place in a race. */
export interface RunName {
  readonly setup: RaceSetup
  readonly arm: string
  readonly seed: number
}

/** The paper's studies search networks of one size. */
const RACED_NETWORKS = { N: 5, W: 16, Resolution: 1 } as const

async function rosters(pack: PackId, work: Work): Promise<readonly Roster[]> {
  return rostersOf(await work.benchmark(pack))
}

/** The log of a run: it is done again, to the same bits; that of a pasted optimiser was kept. */
async function log({ setup, arm: name, seed }: RunName, work: Work): Promise<RunLog | null> {
  const benchmark = await work.benchmark(setup.pack)
  const known = name === OWN ? ownArm() : setup.arms.find(arm => arm.name === name)!
  const arm = armFor(known, setup)
  if (name === OWN) {
    const kept = ownLogOf(seed)
    return kept === undefined ? null : runLogOf(benchmark, setup, arm, seed, kept)
  }
  const breathe = breather(work)
  const { clock, limits } = beginRun(arm, benchmark, seed, conditionsOf(setup))
  while (clock.step(limits) !== null) await breathe()
  return runLogOf(benchmark, setup, arm, seed, clock.toJSON())
}

/** A log that somebody opened, once it turned out the same. */
interface OpenedLog extends Replayed {
  readonly document: RunLog
}

/** Does again what a log tells, with the package's own replay, and asks the benchmark for every value in it. */
async function replay(
  { pack, text }: { readonly pack: PackId; readonly text: string },
  work: Work,
): Promise<OpenedLog> {
  const benchmark = await work.benchmark(pack)
  const document = readRunLog(text, benchmark)
  return { document, ...replayRun(benchmark, document) }
}

/** How far the search for the optimum is. */
export interface OptimumProgress {
  readonly done: number
  readonly total: number
}

/** @returns the best value in the space that is raced in, after all epochs: exact, for this release */
async function optimum(
  { pack, metric }: { readonly pack: PackId; readonly metric: MetricName },
  work: Work<OptimumProgress>,
): Promise<number> {
  const benchmark = await work.benchmark(pack)
  const { best } = await benchmark.optimum({
    metric,
    fixed: RACED_NETWORKS,
    signal: work.signal,
    onProgress: ({ done, total }) => work.report({ done, total }),
  })
  return best!.value
}

export const raceOperations = { rosters, run, hear, log, replay, optimum } satisfies Operations
