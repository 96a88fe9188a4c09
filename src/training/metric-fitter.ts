/** One metric's surrogate: with the settings given, or the best of a search among the others. */

import { BayesianOptimiser, type TrialRecord } from "../search/index.ts"
import type { Encoder } from "../space/index.ts"
import { Surrogate } from "../surrogate/surrogate.ts"
import type { Journal } from "./journal.ts"
import { searchTrials } from "./search-trials.ts"
import {
  DEFAULT_PARAMETERS,
  parametersOf,
  type SurrogateParameters,
  searchedSpace,
  surrogateBeliefs,
} from "./surrogate-parameters.ts"
import { sigmoidTransforms } from "./target.ts"
import type { MetricData } from "./trial.ts"
import type { TrialRunner } from "./trial-runner.ts"

/** What came of one metric. */
export interface MetricFit {
  readonly metric: string
  readonly parameters: SurrogateParameters
  /** Trees of the surrogate: those asked for, or up to the best one where training stops early. */
  readonly numTrees: number
  /** Kendall's tau on the validation's rows. */
  readonly validationTau: number
  /** The search's trials, in their order; empty without a search. */
  readonly trials: readonly TrialRecord[]
}

/** A metric's fit, and the surrogate that it is of. */
export type FittedMetric = MetricFit & { readonly surrogate: Surrogate }

/** A model that was trained, and how good it is. */
interface Candidate {
  readonly surrogate: Surrogate
  readonly tau: number
}

/** How much a search is, with every default filled in. */
export interface Budget {
  readonly trials: number
  readonly workers: number
  readonly seed: number
  readonly journal: Journal | null
}

/** Fits one metric after the other. */
export class MetricFitter {
  private readonly budget: Budget
  private readonly given: Partial<SurrogateParameters>
  private readonly encoder: Encoder
  private readonly runner: TrialRunner
  /** Told of trees that need not be grown, as a journal knows their trial. */
  private readonly onSpared: (metric: string) => void

  constructor(
    budget: Budget,
    given: Partial<SurrogateParameters>,
    encoder: Encoder,
    runner: TrialRunner,
    onSpared: (metric: string) => void,
  ) {
    this.budget = budget
    this.given = given
    this.encoder = encoder
    this.runner = runner
    this.onSpared = onSpared
  }

  private async candidate(
    { metric, bounds }: MetricData,
    parameters: SurrogateParameters,
  ): Promise<Candidate> {
    const { booster, tau } = await this.runner.run({ metric, parameters })
    const transforms = sigmoidTransforms(bounds, parameters.k)
    return { surrogate: new Surrogate(metric, booster, this.encoder, transforms), tau }
  }

  /**
   * Fits one metric.
   *
   * @param lines of the journal
   */
  async fit(data: MetricData, lines: readonly string[]): Promise<FittedMetric> {
    const { given } = this
    const { trials, workers, seed, journal } = this.budget
    const { metric } = data
    if (trials === 0) {
      const chosen = { ...DEFAULT_PARAMETERS, ...given }
      const { surrogate, tau } = await this.candidate(data, chosen)
      const { numTrees } = surrogate.booster
      return { metric, parameters: chosen, numTrees, validationTau: tau, trials: [], surrogate }
    }
    const space = searchedSpace(given)
    const search = new BayesianOptimiser(space, {
      goal: "maximize",
      seed,
      prior: surrogateBeliefs(space),
      // The paper of πBO: a tenth of the trials.
      priorStrength: trials / 10,
    })
    const ran = new Map<number, Surrogate>()
    await searchTrials(search, {
      ...{ name: metric, numTrials: trials, workers, lines, journal },
      evaluate: async (configuration, id) => {
        const { surrogate, tau } = await this.candidate(data, parametersOf(configuration, given))
        ran.set(id, surrogate)
        return tau
      },
      onTold: id => {
        if (!ran.has(id)) this.onSpared(metric)
        // Only the best model is needed any more, and those that are still out.
        for (const known of ran.keys()) if (known < id && known !== search.best?.id) ran.delete(known)
      },
    })
    const best = search.best!
    const chosen = parametersOf(best.configuration, given)
    const surrogate = ran.get(best.id) ?? (await this.candidate(data, chosen)).surrogate
    return {
      ...{ metric, parameters: chosen, numTrees: surrogate.booster.numTrees, validationTau: best.value },
      ...{ trials: search.toJSON().trials, surrogate },
    }
  }
}
