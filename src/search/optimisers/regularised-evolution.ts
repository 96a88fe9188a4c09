/**
 * Regularised evolution: E. Real, A. Aggarwal, Y. Huang and Q. V. Le, "Regularized Evolution for Image Classifier
 * Architecture Search" (AAAI 2019), algorithm 1. Everyone dies of age: of the trials with values, the population
 * is the youngest ones, good or bad.
 */

import type { RandomSource } from "../../random/generator.ts"
import type { Hyperparameter } from "../../space/index.ts"
import { checkCount, checkState } from "../check-search.ts"
import { mutate } from "../cube/vary.ts"
import {
  compareLosses,
  LoggedSearch,
  type LoggedState,
  type Proposal,
  type SearchSettings,
} from "../trials/logged-search.ts"

/** Settings of a regularised evolution. */
export interface EvolutionSettings extends SearchSettings {
  /** Default: 10, as NAS-Bench-201 has it. */
  readonly populationSize?: number
  /** Of the population, drawn with replacement; the best of it is mutated. Default: 3. */
  readonly sampleSize?: number
}

/** A mutant's parent, null of the first ones, which are drawn at random. */
export interface Ancestry {
  readonly parent: number | null
}

/** A regularised evolution as plain JSON. */
export type EvolutionState = LoggedState<"regularised-evolution", EvolutionSettings, Ancestry>

/** Steps of floats, in units of the cube; the paper has none. */
const DEVIATION = 0.1

/**
 * Evolution with ageing. A mutant differs in one hyperparameter from its parent.
 *
 * @example
 * ```ts
 * const search = new RegularisedEvolution(studySpace(benchmark.space, { kind: "joint" }), { goal: "maximize" })
 * for (let i = 0; i < 50; i++) {
 *   const { id, configuration } = search.ask()
 *   search.tell(id, evaluateMetric(benchmark, "valid-acc")(configuration, null).value)
 * }
 * Number(search.best?.value) > 80 // true
 * ```
 */
export class RegularisedEvolution extends LoggedSearch<"regularised-evolution", EvolutionSettings, Ancestry> {
  private readonly populationSize: number
  private readonly sampleSize: number

  /**
   * @param hyperparameters what is searched, of any kinds
   * @throws {RangeError} for a seed or a size that is out of range
   */
  constructor(hyperparameters: readonly Hyperparameter[], settings: EvolutionSettings) {
    super("regularised-evolution", hyperparameters, settings)
    const { populationSize = 10, sampleSize = 3 } = settings
    this.populationSize = checkCount(populationSize, "settings.populationSize")
    this.sampleSize = checkCount(sampleSize, "settings.sampleSize")
  }

  /**
   * @param state what `toJSON` returned, through JSON or not
   * @throws {ModelFormatError} for the state of something else
   */
  static restore(state: EvolutionState): RegularisedEvolution {
    checkState(state, "regularised-evolution")
    return new RegularisedEvolution(state.hyperparameters, state.settings).takeOver(state)
  }

  protected override propose(random: RandomSource): Proposal<Ancestry> {
    const population = this.told().slice(-this.populationSize)
    if (this.seen.length < this.populationSize || population.length === 0) {
      return { point: this.cube.draw(random), note: { parent: null } }
    }
    const sample = Array.from(
      { length: this.sampleSize },
      () => population[random.integers(0, population.length)],
    )
    const [parent] = sample.sort(compareLosses)
    return { point: mutate(this.cube, parent.point, DEVIATION, random), note: { parent: parent.id } }
  }
}
