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
export { detectFormat } from "../formats/detect.ts"
export type { DumpFeatures } from "../formats/feature-map.ts"
export type { DumpOptions } from "../formats/json-dump.ts"
export type { ModelFormat } from "../formats/parsed-model.ts"
export {
  type Booster,
  type BoosterDescription,
  describe,
  type PredictOptions,
} from "../predict/booster.ts"
export { type BoundOptions, bound } from "../predict/bound.ts"
export type { Bounds } from "../predict/bound-link.ts"
export type { Box, FeatureRange, FeatureValues } from "../predict/box.ts"
export { encodeRows, type FeatureValue, type RowColumns, type RowRecord } from "../predict/encode-rows.ts"
export { predictGrid } from "../predict/grid.ts"
export type { GridAxis, GridOptions } from "../predict/grid-request.ts"
export { type OpenPackOptions, type WritePackOptions, writePack } from "../predict/pack.ts"
export type { PackCompression } from "../predict/pack-boosters.ts"
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
export { type FixedFeatures, type SpecialiseOptions, specialise } from "../predict/specialise.ts"
export { type TreeNodes, treeNodes } from "../predict/tree-nodes.ts"
export {
  dumpDot,
  dumpJson,
  dumpText,
  type WriteDumpOptions,
  type WriteOptions,
  writeJson,
  writeUbjson,
} from "../predict/write.ts"
