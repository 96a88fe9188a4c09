/** Optimisers that are asked for configurations and told their values, and the simulated clock that runs them. */

export { hypervolume, type Point } from "../numeric/hypervolume.ts"
export { Asha, type AshaState, type RungNote } from "./asha.ts"
export type { AnyTrial, AskTell, Fidelity, FidelityTrial } from "./ask-tell.ts"
export { BayesianOptimiser, type BayesianSettings, type BayesianState } from "./bayesian-optimiser.ts"
export { Bohb, type BohbState } from "./bohb.ts"
export type { BracketNote, RungSettings } from "./bracket-search.ts"
export { Dehb, type DehbNote, type DehbState } from "./dehb.ts"
export {
  type Evaluate,
  type EvaluateOptions,
  type Evaluation,
  evaluateMetric,
  evaluateMetrics,
  type Queried,
} from "./evaluate.ts"
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
} from "./event-log.ts"
export type { FrontSettings, FrontState, FrontTrial } from "./front-search.ts"
export {
  type HalvingSettings,
  type HalvingState,
  Hyperband,
  type HyperbandState,
  SuccessiveHalving,
} from "./hyperband.ts"
export {
  type ClimbNote,
  LocalSearch,
  type LocalSearchSettings,
  type LocalSearchState,
} from "./local-search.ts"
export type { LoggedState, NotedTrial, SearchSettings } from "./logged-search.ts"
export { crowdingDistances, dominates, frontsOf, type Losses } from "./non-dominated.ts"
export { Nsga2, type Nsga2Note, type Nsga2Settings, type Nsga2State } from "./nsga2.ts"
export type {
  FrontOptimiser,
  Optimiser,
  SearchConfiguration,
  SearchGoal,
  ToldTrial,
  Trial,
  TrialRecord,
} from "./optimiser.ts"
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
} from "./optimisers-by-name.ts"
export { ParEgo, type ParEgoNote, type ParEgoSettings, type ParEgoState } from "./par-ego.ts"
export {
  type ClippedValue,
  type PriorName,
  type PriorTask,
  type PublishedPrior,
  publishedPrior,
} from "./published-priors.ts"
export { RandomSearch, type RandomSearchSettings, type RandomSearchState } from "./random-search.ts"
export {
  type Ancestry,
  type EvolutionSettings,
  type EvolutionState,
  RegularisedEvolution,
} from "./regularised-evolution.ts"
export { diagonalRungs, type EpochRungsOptions, epochRungs } from "./rungs.ts"
export { type RunLimits, SimulatedClock } from "./simulated-clock.ts"
export { Smac, type SmacNote, type SmacSettings, type SmacState } from "./smac.ts"
export { SmacHyperband, type SmacHyperbandSettings, type SmacHyperbandState } from "./smac-hyperband.ts"
export { MEAN_FULL_EVALUATION, type StudyKind, type StudySpaceOptions, studySpace } from "./study-space.ts"
export { Tpe, type TpeSettings, type TpeState } from "./tpe.ts"
export type { Belief, Beliefs, Confidence } from "./user-prior.ts"
