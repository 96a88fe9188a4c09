/** Where a race stands: what all runs so far have reached, as means over simulated time. Works in the engine. */

import {
  anytimeRanks,
  hypervolumeOfRun,
  logarithmicTimes,
  meanAtTimes,
  type RunRecord,
  type Steps,
} from "../../../entries/experiments.ts"
import { type Objective, REFERENCE, signOf } from "./objective.ts"

/** An arm so far. Columns have an entry a time; NaN where some of its runs have no evaluation yet. */
export interface ArmStanding {
  readonly arm: string
  readonly title: string
  readonly numRuns: number
  /** Evaluations of a run, on average. */
  readonly numEvaluations: number
  /** Mean of the best so far, in the objective's unit. */
  readonly mean: Float64Array
  /** Its standard error; NaN of a single run. */
  readonly standardError: Float64Array
  /** Mean rank among the arms that run, 1 is best. */
  readonly rank: Float64Array
  /** The best at the end, one a run that has an evaluation. */
  readonly finals: Float64Array
  /** Mean rank at the end; NaN where there is none. */
  readonly finalRank: number
}

/** All arms that have a run. */
export interface Standings {
  /** Simulated, in mean full evaluations: spread evenly in the logarithm, the budget last. */
  readonly time: Float64Array
  readonly arms: readonly ArmStanding[]
}

const NUM_TIMES = 160

/**
 * The best of a run so far, at any fidelity, as a loss.
 *
 * @param unit seconds that count as 1
 * @returns null where no evaluation ended within the budget
 */
function lossesOf(run: RunRecord, objective: Objective, unit: number): Steps | null {
  if (run.time.length === 0) return null
  if (objective === "front") {
    const { time, value } = hypervolumeOfRun(run, REFERENCE, unit)
    return { time, value: value.map(volume => -volume) }
  }
  const sign = signOf(objective)
  let best = Number.POSITIVE_INFINITY
  const value = run.values[0]!.map(found => {
    best = Math.min(best, sign * found)
    return best
  })
  return { time: run.time.map(seconds => seconds / unit), value }
}

interface Entrant {
  readonly arm: string
  readonly title: string
  /** By seed; null of a run without an evaluation. */
  readonly runs: Map<number, Steps | null>
  numEvaluations: number
}

/** The time from which on every run has a value. */
function commonStart(runs: readonly (Steps | null)[]): number {
  return Math.max(...runs.map(steps => steps?.time[0] ?? Number.POSITIVE_INFINITY))
}

/** Collects runs, in whatever order they end. */
export class RaceStandings {
  private readonly entrants: readonly Entrant[]
  private readonly objective: Objective
  private readonly unit: number
  private readonly budget: number

  /** @param unit seconds of a mean full evaluation */
  constructor(
    arms: readonly { readonly name: string; readonly title: string }[],
    objective: Objective,
    budget: number,
    unit: number,
  ) {
    this.entrants = arms.map(({ name, title }) => ({ arm: name, title, runs: new Map(), numEvaluations: 0 }))
    this.objective = objective
    this.budget = budget
    this.unit = unit
  }

  add(run: RunRecord): void {
    const entrant = this.entrants.find(({ arm }) => arm === run.arm)!
    entrant.runs.set(run.seed, lossesOf(run, this.objective, this.unit))
    entrant.numEvaluations += run.numEvaluations
  }

  now(): Standings {
    const running = this.entrants.filter(({ runs }) => runs.size > 0)
    const starts = running.map(({ runs }) => commonStart([...runs.values()]))
    const first = Math.min(this.budget / 2, ...starts)
    const time = logarithmicTimes(first, this.budget, NUM_TIMES)
    const ranks = this.ranks(running, time)
    const sign = signOf(this.objective)
    const arms = running.map(({ arm, title, runs, numEvaluations }, at): ArmStanding => {
      const all = [...runs.values()]
      const valued = all.filter(steps => steps !== null)
      const start = commonStart(all)
      const from = (column: Float64Array): Float64Array =>
        column.map((value, row) => (time[row]! < start ? Number.NaN : value))
      const means = valued.length > 0 ? meanAtTimes(valued, time) : null
      const nothing = new Float64Array(NUM_TIMES).fill(Number.NaN)
      return {
        ...{ arm, title, numRuns: runs.size, numEvaluations: numEvaluations / runs.size },
        mean: means === null ? nothing : from(means.mean.map(loss => sign * loss)),
        standardError: means === null ? nothing : from(means.standardError),
        rank: ranks[at]!,
        finals: Float64Array.from(valued, ({ value }) => sign * value[value.length - 1]!),
        finalRank: ranks[at]![NUM_TIMES - 1]!,
      }
    })
    return { time, arms }
  }

  /** Ranks over the seeds that all arms have run, from when all of these runs have a value. */
  private ranks(running: readonly Entrant[], time: Float64Array): readonly Float64Array[] {
    const seeds = [...(running[0]?.runs.keys() ?? [])].filter(seed =>
      running.every(({ runs }) => runs.get(seed) != null),
    )
    const blocks = seeds.map(seed => running.map(({ runs }) => runs.get(seed)!))
    const start = commonStart(blocks.flat())
    if (blocks.length === 0) return running.map(() => new Float64Array(NUM_TIMES).fill(Number.NaN))
    return anytimeRanks(blocks, time).map(column =>
      column.map((rank, row) => (time[row]! < start ? Number.NaN : rank)),
    )
  }
}
