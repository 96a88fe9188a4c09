/** Studies: protocols, the runner, results. */

export { type ArmInput, armOf, fidelityRungs } from "./arm-of.ts"
export type { OwnOptimiser, OwnOptimisers, OwnSettings } from "./make-optimiser.ts"
export { type Preset, paperProtocol, presetOf, presets } from "./presets.ts"
export type { Arm, ArmSettings, FidelityAxis, Protocol } from "./protocol.ts"
export { type ProtocolChanges, type ProtocolInput, protocolOf } from "./protocol-of.ts"
export { type RunConditions, runArm } from "./run-arm.ts"
export {
  runStudy,
  runStudyWith,
  type StudyOptions,
  type StudyOutcome,
  type StudyProgress,
} from "./run-study.ts"
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
