/**
 * `models/verify.json`: single predictions of the official surrogates and, a task, the constrained optima over
 * a grid of the space, gathered from public result files; sources and licences stand in the file.
 */

import type { CallConfiguration, TaskName } from "../benchmark/index.ts"
import { decodeUtf8 } from "../bytes/utf8.ts"
import { ModelFormatError } from "../errors.ts"
import { Field } from "../formats/document.ts"
import { parseJsonText } from "../formats/json-text.ts"
import type { Query } from "./agreement.ts"
import { mayBeOlder } from "./pairs-csv.ts"

/** A single prediction. */
export interface PublishedQuery extends Query {
  readonly task: string
  readonly source: string
  readonly mayBeOlder: boolean
  /** 100 - valid-acc, as float64. */
  readonly validError: number
  /** The lowest of the epochs 1 to `epoch`; null where it was not published. */
  readonly lowestValidError: number | null
  readonly runtime: number | null
}

/** The best validation error among the points of the grid whose size and runtime stay below thresholds. */
export interface PublishedOptimum {
  /** Share of the grid's points, by their size, at which the threshold was taken. */
  readonly sizeQuantile: number
  /** size_MB, cut off after five decimals. */
  readonly sizeThreshold: number
  readonly runtimeQuantile: number
  /** Seconds, cut off to whole ones. */
  readonly runtimeThreshold: number
  /** 100 - valid-acc in percent, cut off after two decimals. */
  readonly optimum: number
  /** Share of the points within both thresholds. */
  readonly feasible: number
  /** Share of the points that are feasible and among the best tenth, and hundredth, of all. */
  readonly overlap10: number
  readonly overlap1: number
}

export interface VerifyData {
  readonly queries: readonly PublishedQuery[]
  /** By task. */
  readonly optima: ReadonlyMap<string, readonly PublishedOptimum[]>
}

function numberOf(field: Field): number {
  if (typeof field.value !== "number" || !Number.isFinite(field.value))
    field.fail("wrong type", "a finite number")
  return field.value as number
}

function configOf(field: Field): CallConfiguration {
  const entries = [...field.object()].map(([name, value]) => {
    const isValue = typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    return isValue ? [name, value] : field.get(name).fail("wrong type", "a string, number or boolean")
  })
  return Object.fromEntries(entries) as CallConfiguration
}

function queryOf(field: Field): PublishedQuery {
  const optional = (name: string): number | null =>
    field.get(name).exists ? numberOf(field.get(name)) : null
  const source = field.get("source").string()
  return {
    where: field.path,
    task: field.get("task").string(),
    config: configOf(field.get("config")),
    epoch: field.get("epoch").integer(1, 200),
    source,
    mayBeOlder: mayBeOlder(source),
    validError: numberOf(field.get("valid_error")),
    lowestValidError: optional("lowest_valid_error_over_curve"),
    runtime: optional("runtime"),
  }
}

function optimumOf(field: Field): PublishedOptimum {
  const number = (name: string): number => numberOf(field.get(name))
  return {
    sizeQuantile: number("model_size_quantile"),
    sizeThreshold: number("model_size_threshold"),
    runtimeQuantile: number("runtime_quantile"),
    runtimeThreshold: number("runtime_threshold"),
    optimum: number("optimal_val"),
    feasible: number("feasible_ratio"),
    overlap10: number("top_10%_overlap"),
    overlap1: number("top_1%_overlap"),
  }
}

/**
 * Reads the file of published predictions.
 *
 * @param bytes `models/verify.json`
 * @param source its name, for messages
 * @throws {ModelFormatError} with the path of what is missing or of another type
 */
export function parseVerifyData(bytes: Uint8Array, source = "verify.json"): VerifyData {
  if (decodeUtf8(bytes) === null) {
    throw new ModelFormatError({ source, what: "not UTF-8", expected: "JSON text", actual: "other bytes" })
  }
  const file = new Field(parseJsonText(bytes, source), "", source)
  const optima = file.get("constrained_optima_over_the_grid")
  const ofTask = (task: string): PublishedOptimum[] => optima.get(task).items().map(optimumOf)
  return {
    queries: file.get("queries").items().map(queryOf),
    optima: new Map([...optima.object().keys()].map(task => [task as TaskName, ofTask(task)])),
  }
}
