/**
 * Bayesian optimisation with a Gaussian process and expected improvement (Jones, Schonlau and Welch 1998), weighted
 * by what somebody believes: πBO of Hvarfner et al., "πBO: Augmenting Acquisition Functions with User Beliefs for
 * Bayesian Optimization" (ICLR 2022), where acquisition × prior^(β/n) is maximised, so that a wrong belief fades
 * as the number n of values grows.
 */

import type { RandomSource } from "../../random/generator.ts"
import type { Hyperparameter } from "../../space/index.ts"
import { checkState } from "../check-search.ts"
import { proposeByProcess } from "../models/process-proposal.ts"
import { type Beliefs, UserPrior } from "../priors/user-prior.ts"
import {
  isTold,
  LoggedSearch,
  type LoggedState,
  type LostTrial,
  type Proposal,
  type SearchSettings,
} from "../trials/logged-search.ts"

/** Settings of a Bayesian optimiser. */
export interface BayesianSettings extends SearchSettings {
  /** What is believed about good values. Without it, the search is plain expected improvement. */
  readonly prior?: Beliefs
  /** β: after how many values a belief counts for as much as its density says. Default: 10, the paper's. */
  readonly priorStrength?: number
  /** Trials before the model is asked: the prior's mode and draws from it. Default: coordinates + 1. */
  readonly numInitial?: number
}

/** A Bayesian optimiser as plain JSON. */
export type BayesianState = LoggedState<"bayesian", BayesianSettings, null>

/**
 * An optimiser of few, expensive trials: some ten to some hundred of them, of up to some twenty hyperparameters.
 * The same on every engine, bit for bit.
 *
 * @example
 * ```ts
 * const search = new BayesianOptimiser(
 *   [{ kind: "float", name: "x", role: "hyperparameter", description: "", lower: 0, upper: 1, log: false, defaultValue: 0 }],
 *   { goal: "minimize", seed: 1 },
 * )
 * for (let i = 0; i < 12; i++) {
 *   const { id, configuration } = search.ask()
 *   search.tell(id, (Number(configuration["x"]) - 0.3) ** 2)
 * }
 * Math.abs(Number(search.best?.configuration["x"]) - 0.3) < 0.02 // true
 * ```
 */
export class BayesianOptimiser extends LoggedSearch<"bayesian", BayesianSettings, null> {
  private readonly prior: UserPrior | null

  /**
   * @param hyperparameters what is searched, of any kinds
   * @param settings see `BayesianSettings`
   * @throws {ConfigurationError} for a prior that does not fit the hyperparameters
   * @throws {RangeError} for a seed that is no non-negative safe integer
   */
  constructor(hyperparameters: readonly Hyperparameter[], settings: BayesianSettings) {
    super("bayesian", hyperparameters, settings)
    this.prior = settings.prior === undefined ? null : new UserPrior(this.cube, settings.prior)
  }

  /**
   * @param state what `toJSON` returned, through JSON or not
   * @returns an optimiser that goes on as that one would have
   * @throws {ModelFormatError} for the state of something else
   */
  static restore(state: BayesianState): BayesianOptimiser {
    checkState(state, "bayesian")
    return new BayesianOptimiser(state.hyperparameters, state.settings).takeOver(state)
  }

  protected override propose(random: RandomSource): Proposal<null> {
    const { numInitial = this.cube.size + 1 } = this.settings
    const told = this.told()
    const isInitial = this.seen.length < numInitial || told.length === 0
    // Where everything has been tried, something is tried again.
    const point = (isInitial ? null : this.modelled(told, random)) ?? this.initial(random)
    return { point, note: null }
  }

  /** What the prior says, or chance. */
  private initial(random: RandomSource): Float64Array {
    if (this.prior === null) return this.cube.draw(random)
    return this.seen.length === 0 ? this.prior.mode() : this.prior.draw(random)
  }

  /** Where the model, and the prior as far as it still counts, expect most. */
  private modelled(told: readonly LostTrial<null>[], random: RandomSource): Float64Array | null {
    const { cube, prior, seen } = this
    const { priorStrength = 10 } = this.settings
    const known = {
      told: told.map(({ point }) => point),
      losses: Float64Array.from(told, ({ loss }) => loss),
      pending: seen.filter(trial => !isTold(trial)).map(({ point }) => point),
    }
    const belief = prior === null ? null : { prior, exponent: priorStrength / told.length }
    return proposeByProcess(cube, known, belief, random)
  }
}
