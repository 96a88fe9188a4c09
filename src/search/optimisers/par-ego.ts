/**
 * ParEGO: J. Knowles, "ParEGO: A Hybrid Algorithm with On-Line Landscape Approximation for Expensive Multiobjective
 * Optimization Problems" (IEEE Transactions on Evolutionary Computation 10, 2006). Each trial has weights of its
 * own; they make one number of the objectives, the augmented Tchebycheff distance, and a Gaussian process looks where
 * that is expected to improve.
 */

import { show } from "../../errors.ts"
import { log } from "../../numeric/log.ts"
import type { RandomSource } from "../../random/generator.ts"
import type { Hyperparameter } from "../../space/index.ts"
import { checkCount, checkState } from "../check-search.ts"
import { proposeByProcess } from "../models/process-proposal.ts"
import {
  FrontSearch,
  type FrontSettings,
  type FrontState,
  type FrontTrial,
  type Member,
} from "../trials/front-search.ts"
import type { Proposal } from "../trials/logged-search.ts"

/** Settings of a ParEGO. */
export interface ParEgoSettings extends FrontSettings {
  /**
   * Weights of the objectives, above 0 in sum, the same for every trial: one point of the front is looked for.
   * Default: drawn for each trial, uniformly among those that sum to 1.
   */
  readonly weights?: readonly number[]
  /** Trials drawn at random before the model is asked. Default: coordinates + 1. */
  readonly numInitial?: number
}

/** What a trial was asked for with. */
export interface ParEgoNote {
  /** They sum to 1; null of trials drawn at random. */
  readonly weights: readonly number[] | null
}

/** A ParEGO as plain JSON. */
export type ParEgoState = FrontState<"parego", ParEgoSettings, ParEgoNote>

/** How much the sum of objectives counts beside the worst of them: the paper's ρ. */
const SUM_SHARE = 0.05

function shares(weights: readonly number[]): number[] {
  const sum = weights.reduce((total, weight) => total + weight, 0)
  return weights.map(weight => weight / sum)
}

/**
 * Trials that a process learns from at most; its time grows with their cube. Of more, half are the best by the
 * weights at hand, half are drawn from the others: Knowles limits them in this way, too.
 */
const MOST_LEARNED = 100

/** Positions that are learned from, and those that are not. */
function chooseLearned(losses: Float64Array, random: RandomSource): [learned: number[], others: number[]] {
  const order = [...losses.keys()].sort((a, b) => losses[a] - losses[b] || a - b)
  if (order.length <= MOST_LEARNED) return [order.sort((a, b) => a - b), []]
  const rest = order.splice(MOST_LEARNED / 2)
  while (order.length < MOST_LEARNED) order.push(...rest.splice(random.integers(0, rest.length), 1))
  return [order.sort((a, b) => a - b), rest]
}

/** Exponential numbers by their sum are uniform among those that sum to 1. */
function drawWeights(numObjectives: number, random: RandomSource): number[] {
  return shares(Array.from({ length: numObjectives }, () => -log(1 - random.random())))
}

/** Augmented Tchebycheff distances from the best of each objective, each in units of its extent. */
function scalarised(all: readonly (readonly number[])[], weights: readonly number[]): Float64Array {
  const lows = weights.map((_, at) => Math.min(...all.map(losses => losses[at])))
  const extents = weights.map((_, at) => Math.max(...all.map(losses => losses[at])) - lows[at])
  return Float64Array.from(all, losses => {
    let [worst, sum] = [0, 0]
    for (const [at, weight] of weights.entries()) {
      const distance = extents[at] > 0 ? (weight * (losses[at] - lows[at])) / extents[at] : 0
      worst = Math.max(worst, distance)
      sum += distance
    }
    return worst + SUM_SHARE * sum
  })
}

const isToldMember = (
  member: Member<ParEgoNote>,
): member is Member<ParEgoNote> & { losses: readonly number[] } => member.losses !== null

/**
 * Bayesian optimisation of several objectives, for some ten to some hundred trials.
 *
 * @example
 * ```ts
 * const space = studySpace(benchmark.space, { kind: "joint" })
 * const search = new ParEgo(space, { goals: ["maximize", "minimize"], seed: 1 })
 * const clock = new SimulatedClock(search, evaluateMetrics(benchmark, ["valid-acc", "latency"]))
 * clock.run({ numTrials: 30 })
 * search.front.length > 3 // true
 * ```
 */
export class ParEgo extends FrontSearch<"parego", ParEgoSettings, ParEgoNote> {
  private readonly numInitial: number
  private readonly weights: readonly number[] | null

  /**
   * @param hyperparameters what is searched, of any kinds
   * @throws {RangeError} for a setting that is out of range
   */
  constructor(hyperparameters: readonly Hyperparameter[], settings: ParEgoSettings) {
    super("parego", hyperparameters, settings)
    const { goals, weights, numInitial = this.cube.size + 1 } = settings
    this.numInitial = checkCount(numInitial, "settings.numInitial")
    const isFit =
      weights === undefined ||
      (weights.length === goals.length &&
        weights.every(weight => weight >= 0 && weight < Number.POSITIVE_INFINITY) &&
        weights.some(weight => weight > 0))
    if (!isFit) {
      throw new RangeError(
        `settings.weights: expected ${goals.length} numbers of 0 or more, not all 0, got ${show(weights)}`,
      )
    }
    this.weights = weights === undefined ? null : shares(weights)
  }

  /**
   * @param state what `toJSON` returned, through JSON or not
   * @throws {ModelFormatError} for the state of something else
   */
  static restore(state: ParEgoState): ParEgo {
    checkState(state, "parego")
    return new ParEgo(state.hyperparameters, state.settings).takeOver(state)
  }

  protected override noteOf({ weights }: FrontTrial<ParEgoNote>): ParEgoNote {
    return { weights }
  }

  protected override propose(random: RandomSource): Proposal<ParEgoNote> {
    const { cube, members, settings } = this
    const told = members.filter(isToldMember)
    const isInitial = members.length < this.numInitial || told.length === 0
    if (isInitial) return { point: cube.draw(random), note: { weights: null } }
    const weights = this.weights ?? drawWeights(settings.goals.length, random)
    const losses = scalarised(
      told.map(member => member.losses),
      weights,
    )
    const [learned, others] = chooseLearned(losses, random)
    const known = {
      told: learned.map(at => told[at].point),
      losses: Float64Array.from(learned, at => losses[at]),
      pending: members.filter(member => member.losses === null).map(({ point }) => point),
      others: others.map(at => told[at].point),
    }
    const point = proposeByProcess(cube, known, null, random)
    // Where everything has been tried, something is tried again.
    return point === null
      ? { point: cube.draw(random), note: { weights: null } }
      : { point, note: { weights } }
  }
}
