/**
 * DEHB: N. Awad, N. Mallik and F. Hutter, "DEHB: Evolutionary Hyperband for Scalable, Robust and Efficient
 * Hyperparameter Optimization" (IJCAI 2021), algorithms 1 to 3. Each rung has a population, which differential
 * evolution (R. Storn and K. Price, 1997; rand/1/bin) improves with the best of the rung below as parents; only the
 * first bracket promotes configurations themselves.
 */

import type { RandomSource } from "../../random/generator.ts"
import type { Hyperparameter } from "../../space/index.ts"
import {
  type BracketNote,
  BracketSearch,
  type RungSettings,
  type Vacancy,
} from "../brackets/bracket-search.ts"
import { checkState } from "../check-search.ts"
import {
  compareLosses,
  type LoggedState,
  type LostTrial,
  type Proposal,
  type SeenTrial,
} from "../trials/logged-search.ts"

/** Where a trial stands, and whom of its rung's population it challenges. */
export interface DehbNote extends BracketNote {
  readonly slot: number
}

/** A DEHB as plain JSON. */
export type DehbState = LoggedState<"dehb", RungSettings, DehbNote>

/** The paper's settings of differential evolution. */
const SCALE = 0.5
const CROSSOVER_PROBABILITY = 0.5

/** A rung's population: the best trial of each slot, null of one without values. */
interface Population {
  readonly members: (LostTrial<DehbNote> | null)[]
  /** Trials that have been asked for beyond the first bracket's; slots take turns. */
  numAsked: number
}

/**
 * Hyperband with evolution in place of chance. A trial takes its slot when it is at least as good as the one in it.
 *
 * @example
 * ```ts
 * const space = studySpace(benchmark.space, { kind: "joint" })
 * const search = new Dehb(space, { goal: "maximize", rungs: epochRungs() })
 * const clock = new SimulatedClock(search, evaluateMetric(benchmark, "valid-acc"))
 * clock.run({ numTrials: 200 })
 * Number(search.best?.value) > 88 // true
 * ```
 */
export class Dehb extends BracketSearch<"dehb", RungSettings, DehbNote> {
  private readonly populations: readonly Population[]

  /**
   * @param hyperparameters what is searched, of any kinds
   * @throws {RangeError} for a setting that is out of range
   */
  constructor(hyperparameters: readonly Hyperparameter[], settings: RungSettings) {
    super("dehb", hyperparameters, settings)
    const brackets = settings.rungs.map((_, bracket) => this.plan(bracket))
    this.populations = settings.rungs.map((_, rung) => {
      // As large as the largest number of configurations that any bracket has there.
      const sizes = brackets.map(({ firstRung, sizes }) => sizes[rung - firstRung] ?? 0)
      return { members: Array<null>(Math.max(...sizes)).fill(null), numAsked: 0 }
    })
  }

  /**
   * @param state what `toJSON` returned, through JSON or not
   * @throws {ModelFormatError} for the state of something else
   */
  static restore(state: DehbState): Dehb {
    checkState(state, "dehb")
    return new Dehb(state.hyperparameters, state.settings).takeOver(state)
  }

  protected override enrol(trial: SeenTrial<DehbNote>): void {
    super.enrol(trial)
    if (trial.note.bracket > 0) this.populations[trial.note.rung].numAsked++
  }

  protected override learn(trial: LostTrial<DehbNote>): void {
    const { rung, slot } = trial.note
    const { members } = this.populations[rung]
    const holder = members[slot]
    // Of equal ones the later, in whatever order they are told.
    const isTaken =
      holder === null || trial.loss < holder.loss || (trial.loss === holder.loss && trial.id > holder.id)
    if (isTaken) members[slot] = trial
  }

  protected override fill(
    { bracket, rung, at }: Vacancy,
    promoted: SeenTrial<DehbNote> | null,
    random: RandomSource,
  ): Proposal<DehbNote> {
    if (bracket === 0) {
      const point = promoted?.point ?? this.cube.draw(random)
      return { point, note: { bracket, rung, promoted: promoted?.id ?? null, slot: at } }
    }
    const { members, numAsked } = this.populations[rung]
    const slot = numAsked % members.length
    const target = members[slot]?.point ?? this.cube.draw(random)
    const parents = this.parentsFor(rung, promoted === null)
    return { point: this.evolve(target, parents, random), note: { bracket, rung, promoted: null, slot } }
  }

  /** On a bracket's first rung, its own population; further up, the best of the one below, as many as fit. */
  private parentsFor(rung: number, isFirst: boolean): readonly Float64Array[] {
    const own = this.populations[rung].members
    const pool = (isFirst ? own : this.populations[rung - 1].members).filter(member => member !== null)
    const best = isFirst ? pool : pool.sort(compareLosses).slice(0, own.length)
    return best.map(({ point }) => point)
  }

  /** Mutation rand/1 and binomial crossover; what leaves the cube is drawn anew. */
  private evolve(target: Float64Array, parents: readonly Float64Array[], random: RandomSource): Float64Array {
    const { cube } = this
    const pool = [...parents]
    // Three different parents; where there are not so many, chance stands in.
    const [base, plus, minus] = [0, 1, 2].map(() =>
      pool.length > 0 ? pool.splice(random.integers(0, pool.length), 1)[0] : cube.draw(random),
    )
    const forced = cube.size > 0 ? random.integers(0, cube.size) : 0
    const child = Float64Array.from(target, (own, at) => {
      if (at !== forced && random.random() >= CROSSOVER_PROBABILITY) return own
      const moved = base[at] + SCALE * (plus[at] - minus[at])
      return moved >= 0 && moved <= 1 ? moved : random.random()
    })
    cube.snap(child)
    return child
  }
}
