/** Optimisers that are asked for configurations and told their values, and the simulated clock that runs them. */

export type { AnyTrial, AskTell, Fidelity, FidelityTrial } from "./ask-tell.ts"
export { BayesianOptimiser, type BayesianSettings, type BayesianState } from "./bayesian-optimiser.ts"
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
export type {
  Optimiser,
  SearchConfiguration,
  SearchGoal,
  ToldTrial,
  Trial,
  TrialRecord,
} from "./optimiser.ts"
export { RandomSearch, type RandomSearchSettings, type RandomSearchState } from "./random-search.ts"
export { type RunLimits, SimulatedClock } from "./simulated-clock.ts"
export { MEAN_FULL_EVALUATION, type StudyKind, type StudySpaceOptions, studySpace } from "./study-space.ts"
export type { Belief, Beliefs, Confidence } from "./user-prior.ts"
