/**
 * Bayesian optimisation with a Gaussian process and expected improvement (Jones, Schonlau and Welch 1998), weighted
 * by what somebody believes: πBO of Hvarfner et al., "πBO: Augmenting Acquisition Functions with User Beliefs for
 * Bayesian Optimization" (ICLR 2022), where acquisition × prior^(β/n) is maximised, so that a wrong belief fades
 * as the number n of values grows. Trials that are still out count as values at their posterior means, the
 * "kriging believer" of Ginsbourger, Le Riche and Carraro (2010).
 */

import type { RandomSource } from "../random/generator.ts"
import type { Hyperparameter } from "../space/index.ts"
import { checkState } from "./check-search.ts"
import { logExpectedImprovement } from "./expected-improvement.ts"
import { fitKernel } from "./fit-kernel.ts"
import { GaussianProcess } from "./gaussian-process.ts"
import {
  isTold,
  LoggedSearch,
  type LoggedState,
  type Proposal,
  type SearchSettings,
} from "./logged-search.ts"
import { maximise } from "./maximise.ts"
import { type Beliefs, UserPrior } from "./user-prior.ts"

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

/** Points among which climbs begin, of each source. */
const DRAWS = 400

function keyOf(point: Float64Array): string {
  return point.join(" ")
}

/** What the model knows when it is asked: trials with values first, those still out after them. */
interface Known {
  readonly told: readonly Float64Array[]
  /** Standardised, low is good. */
  readonly values: Float64Array
  readonly pending: readonly Float64Array[]
}

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
    const known = this.known()
    const isInitial = this.seen.length < numInitial || known.told.length === 0
    return { point: isInitial ? this.initial(random) : this.modelled(known, random), note: null }
  }

  /** What the prior says, or chance. */
  private initial(random: RandomSource): Float64Array {
    if (this.prior === null) return this.cube.draw(random)
    return this.seen.length === 0 ? this.prior.mode() : this.prior.draw(random)
  }

  private known(): Known {
    const told = this.told()
    const values = Float64Array.from(told, ({ loss }) => loss)
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    const variance = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / values.length
    const deviation = variance > 0 ? Math.sqrt(variance) : 1
    return {
      told: told.map(({ point }) => point),
      values: values.map(value => (value - mean) / deviation),
      pending: this.seen.filter(trial => !isTold(trial)).map(({ point }) => point),
    }
  }

  /** Where the model, and the prior as far as it still counts, expect most. */
  private modelled({ told, values, pending }: Known, random: RandomSource): Float64Array {
    const { cube, prior } = this
    const { priorStrength = 10 } = this.settings
    const isUnordered = cube.axes.map(axis => axis.isUnordered)
    const parameters = fitKernel(told, values, isUnordered, random)
    const process = new GaussianProcess(told, values, isUnordered, parameters)
    const believed = Float64Array.from(pending, point => process.predict(point).mean)
    const all =
      pending.length === 0
        ? process
        : new GaussianProcess(
            [...told, ...pending],
            Float64Array.of(...values, ...believed),
            isUnordered,
            parameters,
          )
    // Of noisy values the lowest may be luck: what the process makes of it is compared with.
    const best = Math.min(...told.map(point => process.predict(point).mean))
    const seen = new Set([...told, ...pending].map(keyOf))
    const exponent = priorStrength / told.length
    const height = (point: Float64Array): number => {
      if (seen.has(keyOf(point))) return Number.NEGATIVE_INFINITY
      const improvement = logExpectedImprovement(all.predict(point), best)
      return prior === null ? improvement : improvement + exponent * prior.logDensity(point)
    }
    const draws = Array.from({ length: DRAWS }, () => cube.draw(random))
    if (prior !== null) for (let i = 0; i < DRAWS; i++) draws.push(prior.draw(random))
    // Around the best trials there is often a better one.
    draws.push(...told)
    // Where everything has been tried, something is tried again.
    return maximise(cube, height, draws, random) ?? this.initial(random)
  }
}
