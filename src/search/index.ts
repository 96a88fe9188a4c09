/** Optimisers that are asked for configurations and told their values, and the simulated clock that runs them. */

export { hypervolume, type Point } from "../numeric/hypervolume.ts"
export type { AnyTrial, AskTell, Fidelity, FidelityTrial } from "./ask-tell.ts"
export type { BracketNote, RungSettings } from "./brackets/bracket-search.ts"
export { diagonalRungs, type EpochRungsOptions, epochRungs } from "./brackets/rungs.ts"
export {
  type Evaluate,
  type EvaluateOptions,
  type Evaluation,
  evaluateMetric,
  evaluateMetrics,
  type Queried,
} from "./clock/evaluate.ts"
export {
  type ClockEvent,
  type ClockSettings,
  type EndEvent,
  type EventLog,
  type Failures,
  type Incumbent,
  incumbentsOf,
  type StartEvent,
  type Stragglers,
} from "./clock/event-log.ts"
export { type RunLimits, SimulatedClock } from "./clock/simulated-clock.ts"
export type {
  FrontOptimiser,
  Optimiser,
  SearchConfiguration,
  SearchGoal,
  ToldTrial,
  Trial,
  TrialRecord,
} from "./optimiser.ts"
export { Asha, type AshaState, type RungNote } from "./optimisers/asha.ts"
export {
  BayesianOptimiser,
  type BayesianSettings,
  type BayesianState,
} from "./optimisers/bayesian-optimiser.ts"
export { Bohb, type BohbState } from "./optimisers/bohb.ts"
export { Dehb, type DehbNote, type DehbState } from "./optimisers/dehb.ts"
export {
  type HalvingSettings,
  type HalvingState,
  Hyperband,
  type HyperbandState,
  SuccessiveHalving,
} from "./optimisers/hyperband.ts"
export {
  type ClimbNote,
  LocalSearch,
  type LocalSearchSettings,
  type LocalSearchState,
} from "./optimisers/local-search.ts"
export { Nsga2, type Nsga2Note, type Nsga2Settings, type Nsga2State } from "./optimisers/nsga2.ts"
export {
  type NamedGoals,
  type NamedSettings,
  OPTIMISERS,
  type OptimiserKind,
  type OptimiserName,
  restoreOptimiser,
  type SeveralObjectivesKind,
  type SeveralObjectivesName,
  type SingleObjectiveKind,
  type SingleObjectiveName,
} from "./optimisers/optimisers-by-name.ts"
export { ParEgo, type ParEgoNote, type ParEgoSettings, type ParEgoState } from "./optimisers/par-ego.ts"
export {
  RandomSearch,
  type RandomSearchSettings,
  type RandomSearchState,
} from "./optimisers/random-search.ts"
export {
  type Ancestry,
  type EvolutionSettings,
  type EvolutionState,
  RegularisedEvolution,
} from "./optimisers/regularised-evolution.ts"
export { Smac, type SmacNote, type SmacSettings, type SmacState } from "./optimisers/smac.ts"
export {
  SmacHyperband,
  type SmacHyperbandSettings,
  type SmacHyperbandState,
} from "./optimisers/smac-hyperband.ts"
export { Tpe, type TpeSettings, type TpeState } from "./optimisers/tpe.ts"
export {
  type ClippedValue,
  type PriorName,
  type PriorTask,
  type PublishedPrior,
  publishedPrior,
} from "./priors/published-priors.ts"
export type { Belief, Beliefs, Confidence } from "./priors/user-prior.ts"
export { MEAN_FULL_EVALUATION, type StudyKind, type StudySpaceOptions, studySpace } from "./study-space.ts"
export type { FrontSettings, FrontState, FrontTrial } from "./trials/front-search.ts"
export type { LoggedState, NotedTrial, SearchSettings } from "./trials/logged-search.ts"
export { crowdingDistances, dominates, frontsOf, type Losses } from "./trials/non-dominated.ts"
