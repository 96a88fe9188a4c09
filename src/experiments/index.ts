/** Studies: protocols, the runner, results; their analysis and report. */

export { anytimeRanks, logarithmicTimes } from "./analysis/anytime-ranks.ts"
export {
  type AgainstBaseline,
  type ComparedPair,
  type Comparison,
  compareAll,
  compareWith,
} from "./analysis/compare.ts"
export {
  hypervolumeOfRun,
  type LossPoint,
  ownReference,
  paretoFront,
  pointsOf,
  type ReferencePoint,
} from "./analysis/fronts.ts"
export { incumbentsOfRun } from "./analysis/incumbents.ts"
export { type MeanTrajectory, meanAtTimes, meanTrajectory } from "./analysis/mean-trajectory.ts"
export type { RungAgreement } from "./analysis/rung-agreement.ts"
export { type SpeedUpSummary, speedUps, summariseSpeedUps, timeToReach } from "./analysis/speed-up.ts"
export type { BestLosses } from "./analysis/standings.ts"
export { type Steps, stepAt } from "./analysis/steps.ts"

export { type ArmInput, armOf, fidelityRungs } from "./arm-of.ts"
export { lowestErrors } from "./lowest-errors.ts"
export type { OwnOptimiser, OwnOptimisers, OwnSettings } from "./make-optimiser.ts"
export { type Preset, paperProtocol, presetOf, presets } from "./presets.ts"
export type { Arm, ArmSettings, FidelityAxis, Protocol } from "./protocol.ts"
export { type ProtocolChanges, type ProtocolInput, protocolOf } from "./protocol-of.ts"
export type { ReportedStudy } from "./report/names.ts"
export { type ReportOptions, type StudyReport, studyReport } from "./report/study-report.ts"
export { type RunConditions, runArm } from "./run-arm.ts"
export {
  runStudy,
  runStudyWith,
  type StudyOptions,
  type StudyOutcome,
  type StudyProgress,
} from "./run-study.ts"
export { type RungAgreementOptions, rungAgreements } from "./rung-agreements.ts"
export { LATENCY_BOUNDS, paperScalar } from "./scalar.ts"
export type { StudyBenchmark } from "./study-benchmark.ts"
export { studyFromJson, studyToJson } from "./study-json.ts"
export type {
  ReleaseProvenance,
  RunRecord,
  StudyCost,
  StudyProvenance,
  StudyResults,
  StudyUnits,
} from "./study-results.ts"
