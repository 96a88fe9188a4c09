/** Outputs are compared with native XGBoost's before anything is timed. */
import { join } from "node:path"
import { rounded } from "../support.ts"
import type { Asked, Entry } from "./race.ts"

/** How far a candidate is from native XGBoost. */
export interface Agreement {
  readonly compared: number
  readonly differences: number
  /** Relative to the value where that is above 1. */
  readonly maxDifference: number
}

/** Sums in another order or precision, by their authors' choice: off by rounding, and by no more. */
const ROUNDING = 1e-3
/** A sigmoid stands behind a query, and numpy's float32 exponential is off by up to 2 units in the last place. */
const EXPONENTIAL = 1e-6

function allowance({ who, asked }: Entry): number {
  if (asked === "query") return EXPONENTIAL
  return /^(onnxruntime|xgboost_scorer)/.test(who) ? ROUNDING : 0
}

/** Candidates answer the first rows of each model, model by model; perhaps fewer of them than native. */
function agreement(
  actual: Float32Array,
  models: number,
  expected: Float32Array,
  expectedModels: number,
): Agreement {
  const count = actual.length / models
  const perModel = expected.length / expectedModels
  let differences = 0
  let maxDifference = 0
  for (let i = 0; i < actual.length; i++) {
    const a = actual[i]!
    const b = expected[Math.floor(i / count) * perModel + (i % count)]!
    if (!Object.is(a, b)) differences++
    const difference = Math.abs(a - b) / Math.max(1, Math.abs(b))
    // Written so that NaN counts as larger.
    if (!(difference <= maxDifference)) maxDifference = difference
  }
  return { compared: actual.length, differences, maxDifference: rounded(maxDifference) }
}

/** Where the truth stands for each thing that is asked. */
const TRUTH: Readonly<Record<Asked, string>> = {
  row: "native.all.seven",
  batch: "native.all.seven",
  walk: "native.all.seven",
  open: "native.all.seven",
  missing: "native.missing.seven",
  all: "native.all.seven",
  query: "jahs_bench.query",
}

/**
 * Compares all candidates.
 *
 * @param folder where servers put their answers
 * @throws where one that must be exact is not, or one that may round is off by more
 */
export async function compareAll(
  entries: readonly Entry[],
  folder: string,
): Promise<ReadonlyMap<Entry, Agreement>> {
  const file = join(folder, "answers.f32")
  const truths = new Map<string, Float32Array>()
  const result = new Map<Entry, Agreement>()
  for (const entry of entries) {
    const { asked, id, server } = entry
    const truth = entries.find(candidate => candidate.id === TRUTH[asked])
    if (truth === undefined) throw new Error(`nothing to compare ${id} with: ${TRUTH[asked]} is not there`)
    const expected = truths.get(truth.id) ?? (await truth.server.check(truth.id, file))
    truths.set(truth.id, expected)
    const models = asked === "query" ? 1 : entry.models
    const truthModels = asked === "query" ? 1 : truth.models
    const found = agreement(await server.check(id, file), models, expected, truthModels)
    if (!(found.maxDifference <= allowance(entry)) || (allowance(entry) === 0 && found.differences > 0)) {
      throw new Error(
        `${server.name}, ${id}: ${found.differences} of ${found.compared} answers differ from XGBoost's, by up to ${found.maxDifference}`,
      )
    }
    result.set(entry, found)
  }
  return result
}
