/**
 * NSGA-II: K. Deb, A. Pratap, S. Agarwal and T. Meyarivan, "A Fast and Elitist Multiobjective Genetic Algorithm:
 * NSGA-II" (IEEE Transactions on Evolutionary Computation 6, 2002).
 */

import { show } from "../../errors.ts"
import type { RandomSource } from "../../random/generator.ts"
import type { Hyperparameter } from "../../space/index.ts"
import { checkState } from "../check-search.ts"
import { crossOver } from "../cube/cross-over.ts"
import { PointSet } from "../cube/point-set.ts"
import {
  FrontSearch,
  type FrontSettings,
  type FrontState,
  type FrontTrial,
  type Member,
} from "../trials/front-search.ts"
import type { Proposal } from "../trials/logged-search.ts"
import { crowdingDistances, frontsOf } from "../trials/non-dominated.ts"

/** Settings of an NSGA-II. */
export interface Nsga2Settings extends FrontSettings {
  /** Default: 50. */
  readonly populationSize?: number
}

/** Where a trial stands. */
export interface Nsga2Note {
  /** 0 for those drawn at random. */
  readonly generation: number
}

/** An NSGA-II as plain JSON. */
export type Nsga2State = FrontState<"nsga2", Nsga2Settings, Nsga2Note>

/** One of the population. */
interface Individual {
  readonly point: Float64Array
  readonly losses: readonly number[]
  /** Of its front, 0 for the best. */
  readonly rank: number
  readonly crowding: number
}

/** So often is another child tried where the first ones have been asked for already. */
const TRIES = 20

function isBetter(a: Individual, b: Individual): boolean {
  return a.rank === b.rank ? a.crowding > b.crowding : a.rank < b.rank
}

/**
 * An optimiser of several objectives. A generation ends when as many of its trials have values as the population is
 * large; trials that are asked for before that belong to it, too, so that no worker waits.
 *
 * @example
 * ```ts
 * const space = studySpace(benchmark.space, { kind: "joint" })
 * const search = new Nsga2(space, { goals: ["maximize", "minimize"], populationSize: 20 })
 * const clock = new SimulatedClock(search, evaluateMetrics(benchmark, ["valid-acc", "latency"]))
 * clock.run({ numTrials: 100 })
 * search.front.length > 3 // true
 * ```
 */
export class Nsga2 extends FrontSearch<"nsga2", Nsga2Settings, Nsga2Note> {
  private readonly populationSize: number
  private readonly asked = new PointSet()
  /** Of each generation, how many have values. */
  private readonly numTold: number[] = [0]
  /** What each generation's parents are, from generation 1 on. */
  private parents: (readonly Individual[])[] = []

  /**
   * @param hyperparameters what is searched, of any kinds
   * @throws {RangeError} for a setting that is out of range
   */
  constructor(hyperparameters: readonly Hyperparameter[], settings: Nsga2Settings) {
    super("nsga2", hyperparameters, settings)
    const { populationSize = 50 } = settings
    if (!Number.isSafeInteger(populationSize) || populationSize < 2) {
      throw new RangeError(
        `settings.populationSize: expected an integer of 2 or more, got ${show(populationSize)}`,
      )
    }
    this.populationSize = populationSize
  }

  /**
   * @param state what `toJSON` returned, through JSON or not
   * @throws {ModelFormatError} for the state of something else
   */
  static restore(state: Nsga2State): Nsga2 {
    checkState(state, "nsga2")
    return new Nsga2(state.hyperparameters, state.settings).takeOver(state)
  }

  protected override noteOf({ generation }: FrontTrial<Nsga2Note>): Nsga2Note {
    return { generation }
  }

  protected override enrol({ point, note: { generation } }: Member<Nsga2Note>): void {
    this.asked.add(point)
    while (this.numTold.length <= generation) this.numTold.push(0)
  }

  protected override learn({ note: { generation } }: Member<Nsga2Note>): void {
    this.numTold[generation]++
    // A late value counts for what came after it, too: what is asked depends on values, not on when they came.
    this.parents.length = Math.min(this.parents.length, generation)
  }

  protected override propose(random: RandomSource): Proposal<Nsga2Note> {
    const current = this.numTold.findIndex(count => count < this.populationSize)
    const generation = current < 0 ? this.numTold.length : current
    const point = generation === 0 ? this.cube.draw(random) : this.child(this.parentsOf(generation), random)
    return { point, note: { generation } }
  }

  /** The best of the parents before and their children. */
  private parentsOf(generation: number): readonly Individual[] {
    while (this.parents.length < generation) {
      const children = this.parents.length
      const before = this.parents[children - 1] ?? []
      const born = this.members.flatMap(({ point, losses, note }) =>
        note.generation === children && losses !== null ? [{ point, losses }] : [],
      )
      this.parents.push(this.survivors([...before, ...born]))
    }
    return this.parents[generation - 1]
  }

  private survivors(all: readonly Pick<Individual, "point" | "losses">[]): Individual[] {
    const survivors: Individual[] = []
    for (const [rank, front] of frontsOf(all.map(({ losses }) => losses)).entries()) {
      const crowding = crowdingDistances(front.map(at => all[at].losses))
      const ranked = front.map((at, k) => ({ ...all[at], rank, crowding: crowding[k] }))
      const room = this.populationSize - survivors.length
      if (ranked.length > room)
        ranked.sort((a, b) => (a.crowding === b.crowding ? 0 : b.crowding - a.crowding))
      survivors.push(...ranked.slice(0, room))
      if (survivors.length === this.populationSize) break
    }
    return survivors
  }

  private child(parents: readonly Individual[], random: RandomSource): Float64Array {
    const tournament = (): Individual => {
      const [a, b] = [0, 1].map(() => parents[random.integers(0, parents.length)])
      return isBetter(b, a) ? b : a
    }
    let child = this.cube.draw(random)
    for (let attempt = 0; attempt < TRIES; attempt++) {
      child = crossOver(this.cube, tournament().point, tournament().point, random)
      if (!this.asked.has(child)) break
    }
    return child
  }
}
