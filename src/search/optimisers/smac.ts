/**
 * Sequential model-based optimisation with a random forest: F. Hutter, H. Hoos and K. Leyton-Brown, "Sequential
 * Model-Based Optimization for General Algorithm Configuration" (LION 2011), with the settings of SMAC3's facade for
 * hyperparameters (M. Lindauer et al., "SMAC3: A Versatile Bayesian Optimization Package for Hyperparameter
 * Optimization", JMLR 23, 2022), SMAC4HPO in JAHS-Bench-201's study: ten trees on bootstrap samples, logarithms of
 * scaled losses, every fifth trial drawn at random. Those before the first model are drawn at random, too, where
 * SMAC3 has a Sobol sequence.
 */

import type { RandomSource } from "../../random/generator.ts"
import type { Hyperparameter } from "../../space/index.ts"
import { checkCount, checkShare, checkState } from "../check-search.ts"
import { proposeByForest } from "../models/forest-proposal.ts"
import {
  LoggedSearch,
  type LoggedState,
  type Proposal,
  type SearchSettings,
} from "../trials/logged-search.ts"

/** Settings of a SMAC. */
export interface SmacSettings extends SearchSettings {
  /** Trials drawn at random before the model is asked. Default: 10. */
  readonly numInitial?: number
  /** Default: 10. */
  readonly numTrees?: number
  /** How likely a trial is to be drawn at random, from 0 to 1. Default: 0.2. */
  readonly randomShare?: number
  /** Whether the model learns logarithms of losses, so that differences among good ones count. Default: true. */
  readonly isLogarithmic?: boolean
}

/** What proposed a trial. */
export type SmacNote = "random" | "model"

/** A SMAC as plain JSON. */
export type SmacState = LoggedState<"smac", SmacSettings, SmacNote>

const NUM_DRAWS = 1000
const NUM_CLIMBS = 10

/**
 * Bayesian optimisation for spaces of many kinds of hyperparameters and for some hundred trials. Trials that are
 * out are not asked for again.
 *
 * @example
 * ```ts
 * const search = new Smac(studySpace(benchmark.space, { kind: "joint" }), { goal: "maximize", seed: 1 })
 * const clock = new SimulatedClock(search, evaluateMetric(benchmark, "valid-acc"))
 * clock.run({ numTrials: 60 })
 * Number(search.best?.value) > 90 // true
 * ```
 */
export class Smac extends LoggedSearch<"smac", SmacSettings, SmacNote> {
  private readonly numInitial: number
  private readonly numTrees: number
  private readonly randomShare: number

  /**
   * @param hyperparameters what is searched, of any kinds
   * @throws {RangeError} for a setting that is out of range
   */
  constructor(hyperparameters: readonly Hyperparameter[], settings: SmacSettings) {
    super("smac", hyperparameters, settings)
    const { numInitial = 10, numTrees = 10, randomShare = 0.2 } = settings
    this.numInitial = checkCount(numInitial, "settings.numInitial")
    this.numTrees = checkCount(numTrees, "settings.numTrees")
    this.randomShare = checkShare(randomShare, "settings.randomShare")
  }

  /**
   * @param state what `toJSON` returned, through JSON or not
   * @throws {ModelFormatError} for the state of something else
   */
  static restore(state: SmacState): Smac {
    checkState(state, "smac")
    return new Smac(state.hyperparameters, state.settings).takeOver(state)
  }

  protected override propose(random: RandomSource): Proposal<SmacNote> {
    const { cube, numTrees } = this
    const told = this.told()
    const isRandom =
      this.seen.length < this.numInitial || told.length === 0 || random.random() < this.randomShare
    const point = isRandom
      ? null
      : proposeByForest(
          cube,
          told,
          point => this.isAsked(point),
          {
            numTrees,
            isLogarithmic: this.settings.isLogarithmic ?? true,
            numDraws: NUM_DRAWS,
            numClimbs: NUM_CLIMBS,
          },
          random,
        )
    // Where everything has been tried, something is tried again.
    return point === null ? { point: cube.draw(random), note: "random" } : { point, note: "model" }
  }
}
