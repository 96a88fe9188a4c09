/** The golden cases under `test/fixtures/`, decompressed and decoded for the tests. */
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { gunzipSync } from "node:zlib"

const root = join(import.meta.dirname, "..", "fixtures")

type Matrix = readonly (number | string | null | readonly (number | string | null)[])[]

/** `cases.json` as the generator wrote it. */
export interface CaseDocument {
  readonly xgboost_version: string
  readonly booster: "gbtree" | "dart" | "gblinear"
  readonly objective: string | null
  readonly num_features: number
  readonly feature_names: readonly string[] | null
  readonly feature_types: readonly string[] | null
  readonly num_boosted_rounds: number | null
  readonly notes: string
  /** Files that XGBoost itself wrote or read for the case; dumps are not listed. */
  readonly files: readonly string[]
  readonly best_iteration?: number
  readonly sklearn?: {
    readonly rows: Matrix
    readonly predict_proba: Matrix
    readonly best_iteration: number
  }
  readonly row_notes: readonly string[]
  readonly rows: Matrix
  readonly margin: Matrix
  readonly prediction: Matrix
  readonly default_prediction?: Matrix
  readonly leaf?: readonly (readonly number[])[]
  readonly iteration_range_checks?: readonly {
    readonly range: readonly [number, number]
    readonly margin: Matrix
    readonly prediction: Matrix
  }[]
}

export interface GoldenCase {
  /** Version folder, for example `xgboost-1.7`. */
  readonly version: string
  readonly name: string
  /** Names of the stored files without `.gz`. */
  readonly files: readonly string[]
}

/** Numbers of a matrix in row order: null is a missing value, words stand for NaN and the infinities. */
export function flatten(matrix: Matrix): Float32Array {
  return Float32Array.from(matrix.flat(), value => (value === null ? Number.NaN : Number(value)))
}

/** Every case of every version, in alphabetical order. */
export function listCases(): GoldenCase[] {
  const folders = readdirSync(root, { withFileTypes: true })
  const versions = folders.filter(entry => entry.isDirectory() && entry.name.startsWith("xgboost-"))
  return versions.flatMap(({ name: version }) =>
    readdirSync(join(root, version)).map(name => ({
      version,
      name,
      files: readdirSync(join(root, version, name)).map(file => file.replace(/\.gz$/, "")),
    })),
  )
}

/** Bytes of a file of a case. */
export function readFixture(version: string, name: string, file: string): Uint8Array {
  const bytes = gunzipSync(readFileSync(join(root, version, name, `${file}.gz`)))
  // A view of its own, so that a reader which ignores byteOffset is found out by the tests that want it.
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length)
}

/** Whether a case has a file. */
export function hasFixture(version: string, name: string, file: string): boolean {
  return existsSync(join(root, version, name, `${file}.gz`))
}

/** The expected answers of a case. */
export function readCase(version: string, name: string): CaseDocument {
  return JSON.parse(new TextDecoder().decode(readFixture(version, name, "cases.json"))) as CaseDocument
}

/** The rows of a case: one array a row, and all of them one after the other. */
export function caseRows(document: CaseDocument): { rows: Float32Array[]; flat: Float32Array } {
  const flat = flatten(document.rows)
  const width = document.num_features
  const rows = document.rows.map((_, k) => flat.subarray(k * width, (k + 1) * width))
  return { rows, flat }
}
