/**
 * `jahs-bench-201/fast-check`: arbitraries, invariants and checks for property tests. It needs fast-check, which is
 * the project's own: an optional peer dependency.
 */

export {
  type ArbitraryBoosterOptions,
  arbitraryBooster,
  type RandomModel,
} from "../testing/arbitrary-booster.ts"
export { arbitraryCorruption, type Corruption } from "../testing/arbitrary-corruption.ts"
export { arbitraryRow, type FeatureDomain, type RowOptions } from "../testing/arbitrary-row.ts"
export {
  type ArbitraryGridOptions,
  arbitraryBox,
  arbitraryCell,
  arbitraryConfiguration,
  arbitraryEpoch,
  arbitraryFidelity,
  arbitraryGrid,
  arbitraryPartialConfiguration,
  type Fidelity,
  type SpaceSource,
} from "../testing/arbitrary-space.ts"
export { type ArbitraryTraceOptions, arbitraryTrace, type Evaluation } from "../testing/arbitrary-trace.ts"
export { type Audit, type AuditEntry, type AuditOptions, audit } from "../testing/audit.ts"
export { auditPage } from "../testing/audit-page.ts"
export { type AnsweredPoint, auditRecords, type RecordsAuditOptions } from "../testing/audit-records.ts"
export type { BoosterDeclarations, DeadSplit, Sensitivity } from "../testing/booster-laws.ts"
export { assertBooster, type CheckBoosterOptions, checkBooster } from "../testing/check-booster.ts"
export { assertInvariants, type CheckOptions, checkInvariants } from "../testing/check-invariants.ts"
export type { AnswerInvariant, Breach, Invariant, Severity, ValueInvariant } from "../testing/invariant.ts"
export { invariants } from "../testing/invariants.ts"
export { InvariantError, type Outcome, outcomeText } from "../testing/outcome.ts"
export type { Answer, Point, Subject } from "../testing/subject.ts"
