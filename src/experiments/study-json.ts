/** Results of a study as JSON: a document that begins with what it is, then a line a run. */

import { ModelFormatError, show } from "../errors.ts"
import { type JsonRun, runFromJson, runToJson } from "./run-json.ts"
import type { RunRecord, StudyResults } from "./study-results.ts"

const FORMAT = "jahs-bench-201 study, 1"

/** Columns that have an entry a recorded evaluation. */
const COLUMNS = ["id", "time", "seconds", "runtime", "epoch"] as const

/**
 * Writes results piece by piece: those of thousands of seeds are longer than a string may be.
 *
 * @returns the pieces of one JSON document
 */
export function* studyToJson({ provenance, protocol, units, runs }: StudyResults): Generator<string, void> {
  const heading = JSON.stringify({ format: FORMAT, provenance, protocol, units })
  yield `${heading.slice(0, -1)},"runs":[`
  for (const [at, run] of runs.entries()) yield `${at === 0 ? "" : ","}\n${JSON.stringify(runToJson(run))}`
  yield "\n]}\n"
}

function refuse(path: string, what: string, expected: string, actual: unknown): never {
  throw new ModelFormatError({ source: "results", path, what, expected, actual: show(actual) })
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

function checkRun(run: unknown, numMetrics: (arm: unknown) => number | null, path: string): RunRecord {
  if (!isRecord(run)) refuse(path, "not a run", "an object", run)
  const known = numMetrics(run["arm"])
  if (known === null) refuse(`${path}.arm`, "no arm of the protocol", "one of its arms", run["arm"])
  const { values } = run
  if (!Array.isArray(values) || values.length !== known) {
    refuse(`${path}.values`, "not the arm's metrics", `${known} columns`, values)
  }
  const length = Array.isArray(run["id"]) ? run["id"].length : -1
  for (const [name, column] of [
    ...COLUMNS.map((name): [string, unknown] => [name, run[name]]),
    ...values.map((column): [string, unknown] => ["values", column]),
  ]) {
    const isColumn = Array.isArray(column) && column.length === length
    if (!isColumn || !column.every(Number.isFinite)) {
      refuse(`${path}.${name}`, "not a column of numbers", `${length} numbers`, column)
    }
  }
  for (const name of ["configurations", "constants"]) {
    if (!isRecord(run[name])) refuse(`${path}.${name}`, "missing", "an object", run[name])
  }
  return runFromJson(run as unknown as JsonRun)
}

/**
 * Reads results.
 *
 * @param text what `studyToJson` wrote
 * @throws {ModelFormatError} naming the place: not JSON, not results, columns that do not fit together
 */
export function studyFromJson(text: string): StudyResults {
  let document: unknown
  try {
    document = JSON.parse(text)
  } catch {
    refuse("", "not JSON", "results of a study", text.slice(0, 40))
  }
  if (!isRecord(document) || document["format"] !== FORMAT) {
    refuse("format", "not results of a study", FORMAT, isRecord(document) ? document["format"] : document)
  }
  const { provenance, protocol, units, runs } = document
  if (!isRecord(provenance)) refuse("provenance", "missing", "an object", provenance)
  if (!isRecord(protocol) || !Array.isArray(protocol["arms"])) {
    refuse("protocol", "not a protocol", "an object with arms", protocol)
  }
  if (!isRecord(units)) refuse("units", "missing", "an object", units)
  if (!Array.isArray(runs)) refuse("runs", "missing", "a list", runs)
  const arms = new Map(
    (protocol["arms"] as { name: string; metrics: unknown[] }[]).map(arm => [arm.name, arm]),
  )
  const numMetrics = (name: unknown): number | null => arms.get(name as string)?.metrics.length ?? null
  return {
    ...(document as unknown as StudyResults),
    runs: runs.map((run, at) => checkRun(run, numMetrics, `runs[${at}]`)),
  }
}
