/** `jahs-bench-201/trees`: XGBoost tree ensembles, useful on its own for any model. */

export {
  type ErrorDetails,
  JahsBenchError,
  ModelFormatError,
  ShapeError,
  UnsupportedModelError,
} from "../errors.ts"
export type { DumpOptions } from "../formats/json-dump.ts"
export {
  type Booster,
  type BoosterDescription,
  describe,
  type PredictOptions,
} from "../predict/booster.ts"
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
