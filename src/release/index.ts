/** The official release: its import, and the verification of what was imported. */

export type { MetricAgreement } from "./agreement.ts"
export type { GridAgreement } from "./grid-optima.ts"
export { importRelease } from "./import.ts"
export type { ImportOptions, ImportSummary, ReleaseEntry } from "./import-options.ts"
export {
  type ImportedTable,
  type ImportTablesSummary,
  importTables,
  type TableFolder,
  tableFiles,
} from "./import-tables.ts"
export type { ImportedModel } from "./imported-model.ts"
export { joinPacks } from "./join-packs.ts"
export { readOfficialModel } from "./official-model.ts"
export { officialFileNames } from "./release-path.ts"
export { type QueryAgreement, verifyGrid, verifyPairs, verifyQueries } from "./verify.ts"
export { parseVerifyData, type VerifyData } from "./verify-data.ts"
