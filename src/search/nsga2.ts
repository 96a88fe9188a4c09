/**
 * NSGA-II: K. Deb, A. Pratap, S. Agarwal and T. Meyarivan, "A Fast and Elitist Multiobjective Genetic Algorithm:
 * NSGA-II" (IEEE Transactions on Evolutionary Computation 6, 2002).
 */

import { ModelFormatError, show } from "../errors.ts"
import { createRandom, type RandomSource } from "../random/generator.ts"
import type { Hyperparameter } from "../space/index.ts"
import type { AskTell } from "./ask-tell.ts"
import { checkSeed, checkState } from "./check-search.ts"
import { crossOver } from "./cross-over.ts"
import { crowdingDistances, frontsOf } from "./non-dominated.ts"
import type { SearchConfiguration, SearchGoal, Trial } from "./optimiser.ts"
import { UnitCube } from "./unit-cube.ts"

/** Settings of an NSGA-II. */
export interface Nsga2Settings {
  /** One an objective, two or more. */
  readonly goals: readonly SearchGoal[]
  /** A non-negative safe integer; the same seed and the same values give the same trials. Default: 0. */
  readonly seed?: number
  /** Default: 50. */
  readonly populationSize?: number
}

/** A trial as a state keeps it. */
export interface Nsga2Trial extends Trial {
  /** One an objective; null while they are not known. */
  readonly values: readonly number[] | null
  /** 0 for those drawn at random. */
  readonly generation: number
}

/** An NSGA-II as plain JSON. */
export interface Nsga2State {
  readonly optimiser: "nsga2"
  readonly hyperparameters: readonly Hyperparameter[]
  readonly settings: Nsga2Settings
  readonly trials: readonly Nsga2Trial[]
}

/** One of the population. */
interface Individual {
  readonly point: Float64Array
  readonly losses: readonly number[]
  /** Of its front, 0 for the best. */
  readonly rank: number
  readonly crowding: number
}

/** A trial and its place in the cube. */
interface Member extends Nsga2Trial {
  readonly point: Float64Array
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
export class Nsga2 implements AskTell<readonly number[]> {
  private readonly cube: UnitCube
  private readonly settings: Nsga2Settings
  private readonly seed: number
  private readonly populationSize: number
  private readonly members: Member[] = []
  private readonly keys = new Set<string>()
  /** Of each generation, how many have values. */
  private readonly numTold: number[] = [0]
  /** What each generation's parents are, from generation 1 on. */
  private parents: (readonly Individual[])[] = []

  /**
   * @param hyperparameters what is searched, of any kinds
   * @throws {RangeError} for a setting that is out of range
   */
  constructor(hyperparameters: readonly Hyperparameter[], settings: Nsga2Settings) {
    const { goals, seed = 0, populationSize = 50 } = settings
    if (!Array.isArray(goals) || goals.length < 2) {
      throw new RangeError(`settings.goals: expected two goals or more, got ${show(goals)}`)
    }
    if (!Number.isSafeInteger(populationSize) || populationSize < 2) {
      throw new RangeError(
        `settings.populationSize: expected an integer of 2 or more, got ${show(populationSize)}`,
      )
    }
    this.seed = checkSeed(seed)
    this.cube = new UnitCube(hyperparameters)
    this.settings = settings
    this.populationSize = populationSize
  }

  /**
   * @param state what `toJSON` returned, through JSON or not
   * @throws {ModelFormatError} for the state of something else
   */
  static restore(state: Nsga2State): Nsga2 {
    checkState(state, "nsga2")
    const restored = new Nsga2(state.hyperparameters, state.settings)
    for (const [at, { id, configuration, generation }] of state.trials.entries()) {
      if (id !== at) {
        const what = "trials are not in the order of asking"
        const path = `trials[${at}].id`
        throw new ModelFormatError({ source: "state", path, what, expected: String(at), actual: show(id) })
      }
      restored.enter({ ...configuration }, generation)
    }
    for (const { id, values } of state.trials) if (values !== null) restored.tell(id, values)
    return restored
  }

  /** Trials with values that no other dominates, in the order of asking. */
  get front(): readonly (Trial & { readonly values: readonly number[] })[] {
    const told = this.members.flatMap(({ id, configuration, values }) =>
      values === null ? [] : [{ id, configuration, values }],
    )
    const [first = []] = frontsOf(told.map(({ values }) => this.lossesOf(values)))
    return first.map(at => told[at])
  }

  ask(): Trial {
    const random = createRandom((BigInt(this.seed) << 32n) | BigInt(this.members.length))
    const current = this.numTold.findIndex(count => count < this.populationSize)
    const generation = current < 0 ? this.numTold.length : current
    const point = generation === 0 ? this.cube.draw(random) : this.child(this.parentsOf(generation), random)
    return this.enter(this.cube.configurationAt(point), generation)
  }

  /**
   * Tells what came of a trial.
   *
   * @param values one an objective
   * @throws {RangeError} for a trial that was not asked for or is told already, and for other values
   */
  tell(id: number, values: readonly number[]): void {
    const member = this.members[id]
    if (member === undefined) {
      const { length } = this.members
      throw new RangeError(`id: no such trial; expected one of the ${length} asked for, got ${show(id)}`)
    }
    if (member.values !== null) throw new RangeError(`id: trial ${id} is told already`)
    const { length } = this.settings.goals
    if (!Array.isArray(values) || values.length !== length || !values.every(Number.isFinite)) {
      throw new RangeError(`values: expected ${length} finite numbers, got ${JSON.stringify(values)}`)
    }
    this.members[id] = { ...member, values: [...values] }
    this.numTold[member.generation]++
    // A late value counts for what came after it, too: what is asked depends on values, not on when they came.
    this.parents.length = Math.min(this.parents.length, member.generation)
  }

  /** @returns everything that the optimiser knows, as plain JSON */
  toJSON(): Nsga2State {
    return {
      optimiser: "nsga2",
      hyperparameters: this.cube.hyperparameters,
      settings: this.settings,
      trials: this.members.map(({ point: _, ...trial }) => trial),
    }
  }

  private enter(configuration: SearchConfiguration, generation: number): Trial {
    const id = this.members.length
    const point = this.cube.pointOf(configuration)
    this.members.push({ id, configuration: Object.freeze(configuration), values: null, generation, point })
    this.keys.add(point.join(" "))
    while (this.numTold.length <= generation) this.numTold.push(0)
    return { id, configuration }
  }

  private lossesOf(values: readonly number[]): number[] {
    return values.map((value, at) => (this.settings.goals[at] === "minimize" ? value : -value))
  }

  /** The best of the parents before and their children. */
  private parentsOf(generation: number): readonly Individual[] {
    while (this.parents.length < generation) {
      const children = this.parents.length
      const before = this.parents[children - 1] ?? []
      const born = this.members.flatMap(member =>
        member.generation === children && member.values !== null
          ? [{ point: member.point, losses: this.lossesOf(member.values) }]
          : [],
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
      if (!this.keys.has(child.join(" "))) break
    }
    return child
  }
}
