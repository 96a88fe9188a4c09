/** The official release: its import, and the verification of what was imported. */

export type { MetricAgreement, WorstQuery } from "./agreement.ts"
export type { FoundOptimum, GridAgreement, GridOptions } from "./grid-optima.ts"
export { importRelease } from "./import.ts"
export type {
  ImportOptions,
  ImportSummary,
  ReleaseEntry,
  ReleaseSink,
  SkippedEntry,
} from "./import-options.ts"
export type { ImportedModel } from "./imported-model.ts"
export { type JoinedPack, joinPacks } from "./join-packs.ts"
export { type OfficialFiles, readOfficialModel } from "./official-model.ts"
export { type QueryAgreement, type VerifyOptions, verifyGrid, verifyPairs, verifyQueries } from "./verify.ts"
export {
  type PublishedOptimum,
  type PublishedQuery,
  parseVerifyData,
  type VerifyData,
} from "./verify-data.ts"
