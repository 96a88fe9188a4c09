/** What a server process is told about the models it loads: a JSON file that the servers of all languages read. */
import { readFileSync } from "node:fs"

/** One model, or seven that are asked in turn. */
export interface Scenario {
  /** Folders with model.ubj and the trees as arrays; the first one is asked where only one is. */
  readonly models: readonly string[]
  /** Folder of what was generated from the first model: nested/nested.mjs, onnx/model.onnx. */
  readonly generated: string
  /** Files of float32 rows: complete ones, and ones with missing values. */
  readonly rows: string
  readonly missing: string
  readonly numFeatures: number
  /** How the benchmark is asked on these models; null where they are no benchmark's. */
  readonly query: QueryScenario | null
}

export interface QueryScenario {
  /** JSON array of { configuration, epoch }. */
  readonly questions: string
  /** A release pack of the same models; null for the one that the package brings. */
  readonly pack: string | null
  readonly metrics: readonly string[]
  /** Encoded columns in the models' order. */
  readonly header: readonly string[]
  /** Per metric: the steps from label to training target, as surrogate.json lists them. */
  readonly transforms: readonly (readonly object[])[]
}

/** Rows asked one at a time, in rotation: more than a branch predictor can learn. */
export const SINGLE_ROWS = 2048
export const BATCH_ROWS = 10_000
/** Of each of seven models: a batch of all rows for all of them would take seconds and show the same. */
export const SEVEN_BATCH_ROWS = 2500

export function readScenario(path: string): Scenario {
  return JSON.parse(readFileSync(path, "utf8"))
}
