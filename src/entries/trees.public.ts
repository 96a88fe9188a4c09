/** What `jahs-bench-201/trees` is on every runtime; how packs are opened differs. */

export type { ByteSource, Platform } from "../bytes/byte-source.ts"
export type { OpenUrl, PackSource } from "../bytes/source-of.ts"
export {
  type ErrorDetails,
  JahsBenchError,
  ModelFormatError,
  NotFoundError,
  ShapeError,
  UnsupportedModelError,
} from "../errors.ts"
export type { DumpFeatures } from "../formats/feature-map.ts"
export type { DumpOptions } from "../formats/json-dump.ts"
export {
  type Booster,
  type BoosterDescription,
  describe,
  type PredictOptions,
} from "../predict/booster.ts"
export { encodeRows, type FeatureValue, type RowColumns, type RowRecord } from "../predict/encode-rows.ts"
export { type OpenPackOptions, type WritePackOptions, writePack } from "../predict/pack.ts"
export {
  type ModelSource,
  type ReadOptions,
  readBooster,
  readDump,
  readJson,
  readLegacyBinary,
  readPickledHandle,
  readUbjson,
} from "../predict/read.ts"
export {
  dumpDot,
  dumpJson,
  dumpText,
  type WriteDumpOptions,
  type WriteOptions,
  writeJson,
  writeUbjson,
} from "../predict/write.ts"
