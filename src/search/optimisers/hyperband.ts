/**
 * Successive halving (K. Jamieson and A. Talwalkar, "Non-stochastic Best Arm Identification and Hyperparameter
 * Optimization", AISTATS 2016) and Hyperband (L. Li, K. Jamieson, G. DeSalvo, A. Rostamizadeh and A. Talwalkar,
 * "Hyperband: A Novel Bandit-Based Approach to Hyperparameter Optimization", JMLR 18, 2018), with the numbers of
 * JAHS-Bench-201's study. Its diagonal over four fidelities is Hyperband over `diagonalRungs()`.
 */

import type { Hyperparameter } from "../../space/index.ts"
import type { BracketNote, RungSettings } from "../brackets/bracket-search.ts"
import { type Bracket, fullBracket, halving } from "../brackets/rungs.ts"
import { SampledBrackets } from "../brackets/sampled-brackets.ts"
import { checkCount, checkState } from "../check-search.ts"
import type { LoggedState } from "../trials/logged-search.ts"

/** Settings of successive halving. */
export interface HalvingSettings extends RungSettings {
  /** With how many configurations a bracket begins. Default: so many that one is left on the highest rung. */
  readonly numConfigurations?: number
}

/** A successive halving as plain JSON. */
export type HalvingState = LoggedState<"successive-halving", HalvingSettings, BracketNote>

/** A Hyperband as plain JSON. */
export type HyperbandState = LoggedState<"hyperband", RungSettings, BracketNote>

/**
 * Many configurations at the lowest fidelity, the best of them at the next, and so on; then the same again with
 * others.
 *
 * @example
 * ```ts
 * const space = studySpace(benchmark.space, { kind: "joint" })
 * const search = new SuccessiveHalving(space, { goal: "maximize", rungs: epochRungs({ min: 12 }) })
 * const clock = new SimulatedClock(search, evaluateMetric(benchmark, "valid-acc"))
 * clock.run({ numTrials: 13 })
 * search.toJSON().trials.map(({ note }) => note.rung).join("") // "0000000001112"
 * ```
 */
export class SuccessiveHalving extends SampledBrackets<"successive-halving", HalvingSettings> {
  private readonly numConfigurations: number

  /**
   * @param hyperparameters what is searched, of any kinds
   * @throws {RangeError} for a setting that is out of range
   */
  constructor(hyperparameters: readonly Hyperparameter[], settings: HalvingSettings) {
    super("successive-halving", hyperparameters, settings)
    const { numConfigurations = fullBracket(settings.rungs.length, this.eta) } = settings
    this.numConfigurations = checkCount(numConfigurations, "settings.numConfigurations")
  }

  /**
   * @param state what `toJSON` returned, through JSON or not
   * @throws {ModelFormatError} for the state of something else
   */
  static restore(state: HalvingState): SuccessiveHalving {
    checkState(state, "successive-halving")
    return new SuccessiveHalving(state.hyperparameters, state.settings).takeOver(state)
  }

  protected override plan(): Bracket {
    return halving(this.numConfigurations, 0, this.settings.rungs.length, this.eta)
  }
}

/**
 * Successive halving in brackets that begin at different rungs: `hyperbandBracket` in rungs.ts has their numbers.
 * After the last bracket comes the first one again.
 *
 * @example
 * ```ts
 * const space = studySpace(benchmark.space, { kind: "joint" })
 * const search = new Hyperband(space, { goal: "maximize", rungs: epochRungs() })
 * const clock = new SimulatedClock(search, evaluateMetric(benchmark, "valid-acc"))
 * clock.run({ numTrials: 130 })
 * search.toJSON().trials.filter(({ note }) => note.rung === 4).length // 1
 * ```
 */
export class Hyperband extends SampledBrackets<"hyperband", RungSettings> {
  /**
   * @param hyperparameters what is searched, of any kinds
   * @throws {RangeError} for a setting that is out of range
   */
  constructor(hyperparameters: readonly Hyperparameter[], settings: RungSettings) {
    super("hyperband", hyperparameters, settings)
  }

  /**
   * @param state what `toJSON` returned, through JSON or not
   * @throws {ModelFormatError} for the state of something else
   */
  static restore(state: HyperbandState): Hyperband {
    checkState(state, "hyperband")
    return new Hyperband(state.hyperparameters, state.settings).takeOver(state)
  }
}
