/** Optimisers that are asked for configurations and told their values. */

export { BayesianOptimiser, type BayesianSettings, type BayesianState } from "./bayesian-optimiser.ts"
export type {
  Optimiser,
  SearchConfiguration,
  SearchGoal,
  ToldTrial,
  Trial,
  TrialRecord,
} from "./optimiser.ts"
export { RandomSearch, type RandomSearchSettings, type RandomSearchState } from "./random-search.ts"
export type { Belief, Beliefs, Confidence } from "./user-prior.ts"
