/**
 * SMAC with many fidelities: M. Lindauer et al., "SMAC3: A Versatile Bayesian Optimization Package for
 * Hyperparameter Optimization" (JMLR 23, 2022), section 3.2, SMAC4MF in JAHS-Bench-201's study. Hyperband whose
 * configurations are proposed by a random forest, which learns from the highest rung of which there are enough trials.
 */

import type { RandomSource } from "../../random/generator.ts"
import type { Hyperparameter } from "../../space/index.ts"
import type { BracketNote, RungSettings } from "../brackets/bracket-search.ts"
import { SampledBrackets } from "../brackets/sampled-brackets.ts"
import { checkShare, checkState } from "../check-search.ts"
import { proposeByForest } from "../models/forest-proposal.ts"
import { isTold, type LoggedState } from "../trials/logged-search.ts"

/** Settings of a SMAC with rungs. */
export interface SmacHyperbandSettings extends RungSettings {
  /** How likely a new configuration is to be drawn at random, from 0 to 1. Default: 0.2. */
  readonly randomShare?: number
}

/** A SMAC with rungs as plain JSON. */
export type SmacHyperbandState = LoggedState<"smac-hyperband", SmacHyperbandSettings, BracketNote>

/** Brackets ask for hundreds of configurations: fewer points are looked at for each than in `Smac`. */
const FOREST = { numTrees: 10, isLogarithmic: true, numDraws: 200, numClimbs: 3 } as const

/**
 * Hyperband with a random forest.
 *
 * @example
 * ```ts
 * const space = studySpace(benchmark.space, { kind: "joint" })
 * const search = new SmacHyperband(space, { goal: "maximize", rungs: epochRungs() })
 * const clock = new SimulatedClock(search, evaluateMetric(benchmark, "valid-acc"))
 * clock.run({ numTrials: 200 })
 * Number(search.best?.value) > 88 // true
 * ```
 */
export class SmacHyperband extends SampledBrackets<"smac-hyperband", SmacHyperbandSettings> {
  private readonly randomShare: number

  /**
   * @param hyperparameters what is searched, of any kinds
   * @throws {RangeError} for a setting that is out of range
   */
  constructor(hyperparameters: readonly Hyperparameter[], settings: SmacHyperbandSettings) {
    super("smac-hyperband", hyperparameters, settings)
    this.randomShare = checkShare(settings.randomShare ?? 0.2, "settings.randomShare")
  }

  /**
   * @param state what `toJSON` returned, through JSON or not
   * @throws {ModelFormatError} for the state of something else
   */
  static restore(state: SmacHyperbandState): SmacHyperband {
    checkState(state, "smac-hyperband")
    return new SmacHyperband(state.hyperparameters, state.settings).takeOver(state)
  }

  protected override drawNew(random: RandomSource): Float64Array {
    const { cube, seen } = this
    const isRandom = random.random() < this.randomShare
    const byRung = this.settings.rungs.map((_, rung) =>
      seen.filter(isTold).filter(({ note }) => note.rung === rung),
    )
    const trials = byRung.findLast(({ length }) => length > cube.size + 1)
    const point =
      isRandom || trials === undefined
        ? null
        : proposeByForest(cube, trials, point => this.isAsked(point), FOREST, random)
    return point ?? cube.draw(random)
  }
}
