/**
 * The one case file that every runtime answers: the stored XGBoost cases as XGBoost wrote them, behind a
 * JSON header. Layout: u32 length of the header, header, then models and rows (float32) where it says, all
 * little-endian; rows start at multiples of 4.
 */

import { decodeJson } from "../oracle/json-decoder.ts"
import { referenceBaseScores, referenceOutputs } from "../oracle/reference-walker.ts"
import { type CaseDocument, caseRows, listCases, readCase, readFixture } from "../support/fixtures.ts"

/** Names of the package's readers, and the files they read. */
const READERS = [
  ["model.json", "readJson"],
  ["model.ubj", "readUbjson"],
  ["dump.json", "readDump"],
  ["dump-nostats.json", "readDump"],
] as const

/** Where bytes lie, counted from the end of the header. */
interface Section {
  readonly at: number
  readonly bytes: number
}

interface CaseModel extends Section {
  readonly name: string
  readonly reader: string
  readonly options: object
}

interface Case {
  readonly numRows: number
  readonly rows: Section
  readonly ranges: readonly (readonly [number, number])[]
  readonly models: readonly CaseModel[]
}

interface ForestParam {
  readonly num_parallel_tree?: string
}

/** What a dump does not say. */
function dumpOptions(golden: CaseDocument, document: unknown): object {
  const { learner } = document as {
    learner: { objective: { name: string }; gradient_booster: Record<string, unknown> }
  }
  const booster = (learner.gradient_booster["gbtree"] ?? learner.gradient_booster) as {
    model?: { gbtree_model_param?: ForestParam }
  }
  return {
    baseScore: referenceBaseScores(document),
    objective: learner.objective.name,
    numFeatures: golden.num_features,
    numOutputs: referenceOutputs(document),
    numParallelTree: Number(booster.model?.gbtree_model_param?.num_parallel_tree ?? 1),
    ...(golden.feature_names ? { featureNames: golden.feature_names } : {}),
  }
}

/** Builds the case file from `test/fixtures/`. */
export function buildCaseFile(): Uint8Array {
  const parts: Uint8Array[] = []
  let length = 0
  const append = (bytes: Uint8Array): Section => {
    const section = { at: length, bytes: bytes.length }
    const padding = new Uint8Array(-bytes.length & 3)
    parts.push(bytes, padding)
    length += bytes.length + padding.length
    return section
  }
  const cases = listCases().map(({ version, name, files }): Case => {
    const golden = readCase(version, name)
    const document = decodeJson(readFixture(version, name, "model.json"))
    const { rows, flat } = caseRows(golden)
    return {
      numRows: rows.length,
      rows: append(new Uint8Array(flat.buffer)),
      ranges: (golden.iteration_range_checks ?? []).map(check => check.range),
      models: READERS.filter(([file]) => files.includes(file)).map(([file, reader]) => ({
        name: `${version}/${name}/${file}`,
        reader,
        options: reader === "readDump" ? dumpOptions(golden, document) : {},
        ...append(readFixture(version, name, file)),
      })),
    }
  })
  const header = new TextEncoder().encode(JSON.stringify({ cases }))
  const prefix = new Uint8Array(4)
  new DataView(prefix.buffer).setUint32(0, header.length, true)
  return Buffer.concat([prefix, header, ...parts])
}
