/** Holds one file of a case against XGBoost's answers, and counts. */
import { expect } from "vitest"
import {
  type Booster,
  describe,
  type PredictOptions,
  UnsupportedModelError,
} from "../../src/entries/trees.ts"
import { asPrinted } from "../oracle/dump-walker.ts"
import { referenceShape } from "../oracle/reference-shape.ts"
import { referenceOutputs, walk } from "../oracle/reference-walker.ts"
import { caseRows, flatten } from "../support/fixtures.ts"
import { firstDifference, ulpDistance } from "../support/float32.ts"
import { allowedUlps, type ModelFormat, type Subject } from "./coverage.ts"

/** What happened to the files of one format in one version. */
export interface Tally {
  files: number
  exact: number
  unsupported: number
  /** Rows predicted, and those of them for which the file tells all that the model does. */
  rows: number
  comparable: number
  worstUlp: number
}

export function newTally(): Tally {
  return { files: 0, exact: 0, unsupported: 0, rows: 0, comparable: 0, worstUlp: 0 }
}

/** Fails at the first entry whose bits differ. */
export function expectBits(actual: ArrayLike<number>, expected: ArrayLike<number>, what: string): void {
  const at = firstDifference(actual, expected)
  if (at < 0) return
  expect.fail(`${what}: entry ${at} of ${expected.length}: expected ${expected[at]}, got ${actual[at]}`)
}

/** The rows of a flat matrix that are kept. */
function pick<T extends Float32Array | Int32Array>(flat: T, kept: readonly boolean[]): T {
  const width = flat.length / kept.length
  return flat.filter((_, k) => kept[Math.floor(k / width)]) as T
}

type FloatOptions = PredictOptions & { readonly output?: "margin" | "prediction" }

/** Asks plainly and with an array of the caller's; both answers must agree. */
function predict(booster: Booster, rows: Float32Array, options: FloatOptions): Float32Array {
  const plain = booster.predict(rows, options)
  const out = new Float32Array(plain.length).fill(-99)
  expect(booster.predict(rows, { ...options, out })).toBe(out)
  expectBits(out, plain, "written into out")
  return plain
}

function checkDescription(booster: Booster, subject: Subject, format: ModelFormat): void {
  const { golden, document } = subject
  const found = describe(booster)
  expect(found).toMatchObject({
    ...referenceShape(document),
    numFeatures: golden.num_features,
    numOutputs: referenceOutputs(document),
    featureNames: format.content === "binary" ? null : golden.feature_names,
  })
  // XGBoost counts no rounds of a linear model.
  if (golden.num_boosted_rounds !== null) expect(found.numRounds).toBe(golden.num_boosted_rounds)
  if (format.content === "dump") return
  const [major, minor] = golden.xgboost_version.split(".")
  const version =
    format.content === "model" ? golden.xgboost_version : expect.stringMatching(`^${major}.${minor}(.|$)`)
  expect(found).toMatchObject({
    version,
    booster: golden.booster,
    objective: golden.objective ?? "reg:squarederror",
    bestIteration: golden.best_iteration ?? null,
  })
}

function checkBaseMargin(booster: Booster, document: unknown, flat: Float32Array): void {
  const numRows = 8
  const { numFeatures, numOutputs } = booster
  const baseMargin = Float32Array.from({ length: numRows * numOutputs }, (_, k) => (k - 5) * 0.37)
  const rows = flat.subarray(0, numRows * numFeatures)
  const expected = Array.from({ length: numRows }, (_, k) => {
    const given = baseMargin.subarray(k * numOutputs, (k + 1) * numOutputs)
    const row = rows.subarray(k * numFeatures, (k + 1) * numFeatures)
    return walk(document, row, { baseMargin: Array.from(given) }).margin
  })
  const options = { numRows, output: "margin", baseMargin } as const
  expectBits(booster.predict(rows, options), expected.flat(), "margins from a base margin")
}

/** Leaf ids; where a dump does not tell all, also what it tells. Returns which rows it tells all about. */
function checkLeaves(booster: Booster, subject: Subject, printed: unknown): boolean[] {
  const { golden, document } = subject
  const { rows, flat } = caseRows(golden)
  if (golden.leaf === undefined) {
    expect(() => booster.predict(flat, { numRows: rows.length, output: "leaf" })).toThrow(
      UnsupportedModelError,
    )
    return rows.map(() => true)
  }
  const expected = golden.leaf
  const leaves = booster.predict(flat, { numRows: rows.length, output: "leaf" })
  if (printed === document) {
    expectBits(leaves, expected.flat(), "leaf ids")
    return rows.map(() => true)
  }
  const walked = rows.map(row => walk(printed, row))
  const kept = walked.map(({ leaf }, k) => firstDifference(leaf, expected[k]) === -1)
  expectBits(pick(leaves, kept), pick(Int32Array.from(expected.flat()), kept), "leaf ids")
  const margins = booster.predict(flat, { numRows: rows.length, output: "margin" })
  const all = (key: "leaf" | "margin"): number[] => walked.flatMap(row => row[key])
  expectBits(leaves, all("leaf"), "leaf ids as printed")
  expectBits(margins, all("margin"), "margins as printed")
  return kept
}

/** Reads a file and compares everything that the case knows. */
export function checkFile(subject: Subject, format: ModelFormat, bytes: Uint8Array, tally: Tally): void {
  const { golden, document } = subject
  const booster = format.read(bytes, subject)
  const { rows, flat } = caseRows(golden)
  const numRows = rows.length
  const isDump = format.content === "dump"
  checkDescription(booster, subject, format)
  const printed = isDump ? asPrinted(document, golden.feature_types) : document
  const kept = checkLeaves(booster, subject, printed)
  tally.exact++
  tally.rows += numRows
  tally.comparable += kept.filter(Boolean).length

  // The dump of a DART model does not tell that its trees are weighted: its sums are plain sums.
  if (isDump && golden.booster === "dart") {
    const plain = rows.flatMap(row => walk(document, row, { weighted: false }).margin)
    expectBits(predict(booster, flat, { numRows, output: "margin" }), plain, "margins without weights")
    return
  }
  checkBaseMargin(booster, printed, flat)
  const { margin, prediction, iteration_range_checks: ranges = [] } = golden
  for (const check of [{ margin, prediction, range: undefined }, ...ranges]) {
    const options = { numRows, ...(check.range ? { iterationRange: check.range } : {}) }
    const what = check.range ? `of rounds ${check.range}` : "of all rounds"
    const margins = predict(booster, flat, { ...options, output: "margin" })
    expectBits(pick(margins, kept), pick(flatten(check.margin), kept), `margins ${what}`)
    const predictions = pick(predict(booster, flat, options), kept)
    const expected = pick(flatten(check.prediction), kept)
    expect(predictions.length).toBe(expected.length)
    predictions.forEach((value, k) => {
      const ulps = ulpDistance(value, expected[k])
      tally.worstUlp = Math.max(tally.worstUlp, ulps)
      if (ulps <= allowedUlps(subject)) return
      expect.fail(`prediction ${what}: entry ${k}: expected ${expected[k]}, got ${value} (${ulps} ulp)`)
    })
  }
  if (golden.default_prediction) {
    expectBits(booster.predict(flat, { numRows }), flatten(golden.default_prediction), "default prediction")
  }
}

/** A file that is not evaluated must say so and name why. */
export function checkRefused(subject: Subject, format: ModelFormat, bytes: Uint8Array, name: RegExp): void {
  let thrown: unknown
  try {
    format.read(bytes, subject)
  } catch (error) {
    thrown = error
  }
  expect(thrown).toBeInstanceOf(UnsupportedModelError)
  expect((thrown as Error).message).toMatch(name)
}
