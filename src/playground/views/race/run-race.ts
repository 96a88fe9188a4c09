/** Runs a race in the engine: one run after the other, the pasted optimiser among them, and tells how it stands. */

import {
  type Arm,
  beginRun,
  hostStudy,
  LineReader,
  type Protocol,
  type RunRecord,
} from "../../../entries/experiments.ts"
import type { Benchmark } from "../../../entries/index.web.ts"
import { type EventLog, MEAN_FULL_EVALUATION } from "../../../entries/search.ts"
import type { Work } from "../../engine/operation.ts"
import { LineQueue } from "./line-queue.ts"
import { metricsOf } from "./objective.ts"
import { OWN, type RaceSetup } from "./race-setup.ts"
import { ownArm } from "./roster.ts"
import { conditionsOf } from "./run-log.ts"
import { RaceStandings, type Standings } from "./standings.ts"

/** Runs of an arm that have not ended. */
interface Remaining {
  readonly title: string
  readonly numRuns: number
}

/** What is told of a race. */
export type RaceProgress =
  | {
      readonly kind: "standings"
      readonly done: number
      readonly total: number
      readonly remaining: readonly Remaining[]
      readonly standings: Standings
    }
  /** A message for the pasted optimiser, whose answer is an input of `hear`. */
  | { readonly kind: "say"; readonly line: string }
  /** The pasted optimiser is out; the others go on. */
  | { readonly kind: "own-failed"; readonly message: string }

/** Milliseconds for which nobody is heard. */
const HELD_BREATH = 4
/** Milliseconds between two drawings: more often nobody could look. */
const SHOWN_AGAIN = 120

let ear: LineQueue | null = null
/** Of the last race, by seed: what somebody pasted need not do the same again. */
let ownLogs = new Map<number, EventLog<readonly number[]>>()

/** An arm for the objective at hand. */
export function armFor(arm: Arm, { objective }: RaceSetup): Arm {
  return { ...arm, metrics: metricsOf(objective) }
}

/** How long runs of an arm take here, not on the simulated clock: what ends first is seen first. */
function slowness({ isModelBased, rungs }: Arm): number {
  return isModelBased ? 2 : rungs === null ? 0 : 1
}

/** All runs but those of a pasted optimiser, the short ones first. */
function plan(setup: RaceSetup): { readonly arm: Arm; readonly seed: number }[] {
  return [0, 1, 2].flatMap(slow =>
    Array.from({ length: setup.numSeeds }, (_, seed) =>
      setup.arms.filter(arm => slowness(arm) === slow).map(arm => ({ arm: armFor(arm, setup), seed })),
    ).flat(),
  )
}

/** Lets messages in whenever some milliseconds went by. */
export function breather(work: Work<never>): () => Promise<void> | undefined {
  let last = performance.now()
  return () => {
    if (performance.now() - last < HELD_BREATH) return undefined
    return work.breathe().then(() => {
      last = performance.now()
    })
  }
}

/** A race under way: what has ended, and what is told of it. */
class Race {
  readonly standings: RaceStandings
  private readonly left: Map<string, number>
  private readonly titles: ReadonlyMap<string, string>
  private total: number
  private readonly report: (progress: RaceProgress) => void
  private shown = Number.NEGATIVE_INFINITY

  constructor(setup: RaceSetup, report: (progress: RaceProgress) => void) {
    const { arms, hasOwn, numSeeds, objective, budget, pack } = setup
    const all = hasOwn ? [ownArm(), ...arms] : arms
    this.standings = new RaceStandings(all, objective, budget, MEAN_FULL_EVALUATION[pack.task])
    this.left = new Map(all.map(({ name }) => [name, numSeeds]))
    this.titles = new Map(all.map(({ name, title }) => [name, title]))
    this.total = all.length * numSeeds
    this.report = report
  }

  ended(run: RunRecord): void {
    this.standings.add(run)
    this.left.set(run.arm, this.left.get(run.arm)! - 1)
    if (performance.now() - this.shown >= SHOWN_AGAIN) this.show()
  }

  /** Nothing more is expected of an arm. */
  drop(arm: string): void {
    this.total -= this.left.get(arm)!
    this.left.set(arm, 0)
  }

  show(): void {
    const remaining = [...this.left].flatMap(([arm, numRuns]) =>
      numRuns === 0 ? [] : [{ title: this.titles.get(arm)!, numRuns }],
    )
    const done = this.total - remaining.reduce((sum, { numRuns }) => sum + numRuns, 0)
    this.report({ kind: "standings", done, total: this.total, remaining, standings: this.standings.now() })
    this.shown = performance.now()
  }
}

/** Runs the pasted optimiser, which the page has in a worker of its own: evaluations and the clock are here. */
async function hostOwn(
  benchmark: Benchmark,
  setup: RaceSetup,
  race: Race,
  lines: LineQueue,
  work: Work<RaceProgress>,
): Promise<void> {
  const protocol: Protocol = {
    ...conditionsOf(setup),
    ...{ name: OWN, release: benchmark.release, tasks: [benchmark.task], arms: [armFor(ownArm(), setup)] },
    seeds: Array.from({ length: setup.numSeeds }, (_, seed) => seed),
  }
  const send = async (message: object): Promise<void> =>
    work.report({ kind: "say", line: JSON.stringify(message) })
  try {
    await hostStudy(new LineReader(lines), send, [benchmark], protocol, null, {
      onRun(run, log) {
        ownLogs.set(run.seed, log)
        race.ended(run)
      },
    })
  } catch (error) {
    race.drop(OWN)
    work.report({ kind: "own-failed", message: error instanceof Error ? error.message : String(error) })
  }
}

/**
 * Runs a race.
 *
 * @returns where all arms stand at the end
 * @throws the reason of the aborted signal
 */
export async function run(setup: RaceSetup, work: Work<RaceProgress>): Promise<Standings> {
  const benchmark = await work.benchmark(setup.pack)
  const race = new Race(setup, work.report)
  const lines = new LineQueue()
  ear = lines
  ownLogs = new Map()
  const breathe = breather(work)
  const onAbort = (): void => lines.end()
  work.signal.addEventListener("abort", onAbort)
  try {
    const own = setup.hasOwn ? hostOwn(benchmark, setup, race, lines, work) : undefined
    for (const { arm, seed } of plan(setup)) {
      const { clock, limits, record } = beginRun(arm, benchmark, seed, conditionsOf(setup))
      while (clock.step(limits) !== null) await breathe()
      race.ended(record())
    }
    await own
  } finally {
    lines.end()
    work.signal.removeEventListener("abort", onAbort)
  }
  work.signal.throwIfAborted()
  race.show()
  return race.standings.now()
}

/** What the pasted optimiser answered; null where nothing more will come. */
export function hear(line: string | null): void {
  if (line === null) ear?.end()
  else ear?.write(line)
}

/** The log that was kept of a run of the pasted optimiser in the last race. */
export function ownLogOf(seed: number): EventLog<readonly number[]> | undefined {
  return ownLogs.get(seed)
}
