/** Every optimiser by the name that its states carry: what it needs, and how it is made and restored. */

import { ModelFormatError, show } from "../../errors.ts"
import type { Hyperparameter } from "../../space/index.ts"
import type { Fidelity } from "../ask-tell.ts"
import type { FrontOptimiser, Optimiser, SearchGoal } from "../optimiser.ts"
import type { Beliefs } from "../priors/user-prior.ts"
import { Asha } from "./asha.ts"
import { BayesianOptimiser } from "./bayesian-optimiser.ts"
import { Bohb } from "./bohb.ts"
import { Dehb } from "./dehb.ts"
import { Hyperband, SuccessiveHalving } from "./hyperband.ts"
import { LocalSearch } from "./local-search.ts"
import { Nsga2 } from "./nsga2.ts"
import { ParEgo } from "./par-ego.ts"
import { RandomSearch } from "./random-search.ts"
import { RegularisedEvolution } from "./regularised-evolution.ts"
import { Smac } from "./smac.ts"
import { SmacHyperband } from "./smac-hyperband.ts"
import { Tpe } from "./tpe.ts"

/** What any optimiser of one objective may be made of; each takes of it what it needs. */
export interface NamedSettings {
  readonly goal: SearchGoal
  /** Default: 0. */
  readonly seed?: number
  /** For those that use rungs; others evaluate in full. */
  readonly rungs?: readonly Fidelity[]
  /** For those that use rungs: one of eta configurations is promoted. Default: 3. */
  readonly eta?: number
  /** For those that use priors; without it, nothing is believed. */
  readonly prior?: Beliefs
}

/** What any optimiser of several objectives may be made of. */
export interface NamedGoals {
  /** One an objective, two or more. */
  readonly goals: readonly SearchGoal[]
  /** Default: 0. */
  readonly seed?: number
}

interface Traits {
  /** Whether it asks at fidelities, and must be given rungs. */
  readonly usesRungs: boolean
  /** Whether trials are drawn from a model of those before. */
  readonly isModelBased: boolean
  /** Whether beliefs about good values count. */
  readonly usesPrior: boolean
}

/** An optimiser of one objective. */
export interface SingleObjectiveKind extends Traits {
  readonly objectives: "one"
  /** @throws {RangeError} for a setting that is out of range, and rungs that are missing */
  make(hyperparameters: readonly Hyperparameter[], settings: NamedSettings): Optimiser
  /** @throws {ModelFormatError} for the state of something else */
  restore(state: never): Optimiser
}

/** An optimiser of several objectives. */
export interface SeveralObjectivesKind extends Traits {
  readonly objectives: "several"
  /** @throws {RangeError} for a setting that is out of range */
  make(hyperparameters: readonly Hyperparameter[], settings: NamedGoals): FrontOptimiser
  /** @throws {ModelFormatError} for the state of something else */
  restore(state: never): FrontOptimiser
}

/** A kind of optimiser. */
export type OptimiserKind = SingleObjectiveKind | SeveralObjectivesKind

/** Names of optimisers of one objective. */
export type SingleObjectiveName =
  | "random"
  | "local-search"
  | "regularised-evolution"
  | "bayesian"
  | "smac"
  | "tpe"
  | "successive-halving"
  | "hyperband"
  | "asha"
  | "bohb"
  | "dehb"
  | "smac-hyperband"

/** Names of optimisers of several objectives. */
export type SeveralObjectivesName = "nsga2" | "parego"

/** Names of all optimisers. */
export type OptimiserName = SingleObjectiveName | SeveralObjectivesName

const plain = { objectives: "one", usesRungs: false, isModelBased: false, usesPrior: false } as const
const modelled = { ...plain, isModelBased: true } as const
const onRungs = { ...plain, usesRungs: true } as const
const several = { ...plain, objectives: "several" } as const

/** A setting that is missing is refused by the optimiser itself, in its own words. */
const rungsOf = ({
  rungs = [],
  eta,
}: NamedSettings): { readonly rungs: readonly Fidelity[]; readonly eta?: number } => ({
  rungs,
  ...(eta === undefined ? {} : { eta }),
})

const searchOf = ({
  goal,
  seed = 0,
}: NamedSettings): { readonly goal: SearchGoal; readonly seed: number } => ({
  goal,
  seed,
})

const halvingOf = (settings: NamedSettings): ReturnType<typeof searchOf> & ReturnType<typeof rungsOf> => ({
  ...searchOf(settings),
  ...rungsOf(settings),
})

/**
 * All optimisers.
 *
 * @example
 * ```ts
 * const space = studySpace(benchmark.space, { kind: "joint" })
 * const { make, usesRungs } = OPTIMISERS.hyperband
 * usesRungs // true
 * make(space, { goal: "maximize", seed: 1, rungs: epochRungs() }).ask() // { id: 0, … }
 * ```
 */
export const OPTIMISERS: Readonly<
  Record<SingleObjectiveName, SingleObjectiveKind> & Record<SeveralObjectivesName, SeveralObjectivesKind>
> = {
  random: {
    ...plain,
    make: (space, settings) => new RandomSearch(space, searchOf(settings)),
    restore: RandomSearch.restore,
  },
  "local-search": {
    ...plain,
    make: (space, settings) => new LocalSearch(space, searchOf(settings)),
    restore: LocalSearch.restore,
  },
  "regularised-evolution": {
    ...plain,
    make: (space, settings) => new RegularisedEvolution(space, searchOf(settings)),
    restore: RegularisedEvolution.restore,
  },
  bayesian: {
    ...modelled,
    usesPrior: true,
    make: (space, settings) =>
      new BayesianOptimiser(space, {
        ...searchOf(settings),
        ...(settings.prior === undefined ? {} : { prior: settings.prior }),
      }),
    restore: BayesianOptimiser.restore,
  },
  smac: {
    ...modelled,
    make: (space, settings) => new Smac(space, searchOf(settings)),
    restore: Smac.restore,
  },
  tpe: {
    ...modelled,
    make: (space, settings) => new Tpe(space, searchOf(settings)),
    restore: Tpe.restore,
  },
  "successive-halving": {
    ...onRungs,
    make: (space, settings) => new SuccessiveHalving(space, halvingOf(settings)),
    restore: SuccessiveHalving.restore,
  },
  hyperband: {
    ...onRungs,
    make: (space, settings) => new Hyperband(space, halvingOf(settings)),
    restore: Hyperband.restore,
  },
  asha: {
    ...onRungs,
    make: (space, settings) => new Asha(space, halvingOf(settings)),
    restore: Asha.restore,
  },
  bohb: {
    ...onRungs,
    isModelBased: true,
    make: (space, settings) => new Bohb(space, halvingOf(settings)),
    restore: Bohb.restore,
  },
  dehb: {
    ...onRungs,
    make: (space, settings) => new Dehb(space, halvingOf(settings)),
    restore: Dehb.restore,
  },
  "smac-hyperband": {
    ...onRungs,
    isModelBased: true,
    make: (space, settings) => new SmacHyperband(space, halvingOf(settings)),
    restore: SmacHyperband.restore,
  },
  nsga2: {
    ...several,
    make: (space, { goals, seed = 0 }) => new Nsga2(space, { goals, seed }),
    restore: Nsga2.restore,
  },
  parego: {
    ...several,
    isModelBased: true,
    make: (space, { goals, seed = 0 }) => new ParEgo(space, { goals, seed }),
    restore: ParEgo.restore,
  },
}

/**
 * Any optimiser from its state.
 *
 * @param state what an optimiser's `toJSON` returned, through JSON or not
 * @returns an optimiser that goes on as that one would have
 * @throws {ModelFormatError} for what is no optimiser's state
 */
export function restoreOptimiser(state: { readonly optimiser: string }): Optimiser | FrontOptimiser {
  const { optimiser } = state
  if (Object.hasOwn(OPTIMISERS, optimiser)) {
    return OPTIMISERS[optimiser as OptimiserName].restore(state as never)
  }
  throw new ModelFormatError({
    source: "state",
    path: "optimiser",
    what: "unknown optimiser",
    expected: `one of ${Object.keys(OPTIMISERS).join(", ")}`,
    actual: show(optimiser),
  })
}
