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
} from "../predict/booster/booster.ts"
export {
  encodeRows,
  type FeatureValue,
  type RowColumns,
  type RowRecord,
} from "../predict/booster/encode-rows.ts"
export {
  type ModelSource,
  type ReadOptions,
  readBooster,
  readDump,
  readJson,
  readLegacyBinary,
  readPickledHandle,
  readUbjson,
} from "../predict/booster/read.ts"
export { type FixedFeatures, type SpecialiseOptions, specialise } from "../predict/booster/specialise.ts"
export { type TreeNodes, treeNodes } from "../predict/booster/tree-nodes.ts"
export {
  dumpDot,
  dumpJson,
  dumpText,
  type WriteDumpOptions,
  type WriteOptions,
  writeJson,
  writeUbjson,
} from "../predict/booster/write.ts"
export { predictGrid } from "../predict/grid/grid.ts"
export type { GridAxis, GridOptions } from "../predict/grid/grid-request.ts"
export { type OpenPackOptions, type WritePackOptions, writePack } from "../predict/pack/pack.ts"
export type { PackCompression } from "../predict/pack/pack-boosters.ts"
export { type BoundOptions, bound } from "../predict/regions/bound.ts"
export type { Bounds } from "../predict/regions/bound-link.ts"
export type { Box, FeatureRange, FeatureValues } from "../predict/regions/box.ts"
