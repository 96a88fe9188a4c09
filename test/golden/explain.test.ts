/** Contributions of every stored XGBoost case, exact and approximate, and what they add up to. */
import { afterAll, expect, describe as group, it } from "vitest"
import { contributions } from "../../src/entries/explain.ts"
import { type Booster, readBooster, UnsupportedModelError } from "../../src/entries/trees.ts"
import { decodeJson } from "../oracle/json-decoder.ts"
import { referenceOutputs } from "../oracle/reference-walker.ts"
import {
  type CaseDocument,
  caseRows,
  type GoldenCase,
  listCases,
  readCase,
  readFixture,
} from "../support/fixtures.ts"
import { firstDifference } from "../support/float32.ts"
import { table } from "../support/table.ts"
import { type DocumentTree, lundberg } from "../unit/explain/lundberg-float32.ts"

interface ExplainedCase extends CaseDocument {
  readonly contribs_rows?: readonly number[]
  readonly contribs?: readonly unknown[]
  readonly approx_contribs?: readonly unknown[]
}

/** How many cases of each version have stored contributions: a field that gets lost fails. */
const STORED: Readonly<Record<string, number>> = {
  "xgboost-1.5": 17,
  "xgboost-1.7": 55,
  "xgboost-2.1": 19,
  "xgboost-3.4": 56,
}

interface Tally {
  cases: number
  rows: number
  /** Worst error of a value, over the sum of its row's absolute values. */
  worst: number
  /** The same over its row's and output's. */
  worstOutput: number
  approximateBits: number
  roundedBits: number
  worstSum: number
}

const tallies = new Map<string, Tally>()

function tallyOf(version: string): Tally {
  const tally = tallies.get(version) ?? {
    cases: 0,
    rows: 0,
    worst: 0,
    worstOutput: 0,
    approximateBits: 0,
    roundedBits: 0,
    worstSum: 0,
  }
  tallies.set(version, tally)
  return tally
}

const numbers = (nested: readonly unknown[]): Float32Array => Float32Array.from(nested.flat(2) as number[])

/** Largest error of each stretch of `width` values, over the stretch's sum of absolute values. */
function worstError(actual: Float32Array, expected: Float32Array, width: number): number {
  expect(actual.length).toBe(expected.length)
  let worst = 0
  for (let start = 0; start < expected.length; start += width) {
    const total = expected.subarray(start, start + width).reduce((sum, value) => sum + Math.abs(value), 0)
    for (let i = start; i < start + width; i++) {
      const error = Math.abs(actual[i] - expected[i])
      worst = Math.max(worst, error === 0 ? 0 : error / total)
    }
  }
  return worst
}

/** Rows of a case, one after the other. */
function pickRows(golden: ExplainedCase, indices: readonly number[]): Float32Array {
  const { rows } = caseRows(golden)
  return Float32Array.from(indices.flatMap(index => Array.from(rows[index])))
}

interface Model {
  readonly trees: readonly DocumentTree[]
  readonly tree_info: readonly number[]
}

interface Document {
  readonly learner: {
    readonly gradient_booster: {
      readonly model: Model
      readonly gbtree?: { readonly model: Model }
      readonly weight_drop?: readonly number[]
    }
  }
}

/** Contributions of the features, rounded as XGBoost up to 2.1 rounds them; biases are left at 0. */
function roundedContributions(document: unknown, rows: Float32Array, numFeatures: number): Float32Array {
  const booster = (document as Document).learner.gradient_booster
  const { trees, tree_info } = booster.gbtree?.model ?? booster.model
  const numOutputs = referenceOutputs(document)
  const width = numFeatures + 1
  const out = new Float32Array((rows.length / numFeatures) * numOutputs * width)
  for (let row = 0; row * numFeatures < rows.length; row++) {
    for (const [index, tree] of trees.entries()) {
      const sums = new Float32Array(numFeatures)
      lundberg(tree, rows.subarray(row * numFeatures, (row + 1) * numFeatures), sums)
      const weight = Math.fround(booster.weight_drop?.[index] ?? 1)
      const first = (row * numOutputs + tree_info[index]) * width
      for (const [feature, sum] of sums.entries()) out[first + feature] += Math.fround(sum * weight)
    }
  }
  return out
}

/** Worst distance of a row's sum from its margin, over its sum of absolute values. */
function worstSum(values: Float32Array, margins: Float32Array, width: number): number {
  return Math.max(
    0,
    ...Array.from(margins, (margin, k) => {
      const row = values.subarray(k * width, (k + 1) * width)
      const total = row.reduce((sum, value) => sum + Math.abs(value), 0)
      const sum = row.reduce((rest, value) => rest + value, 0)
      return Object.is(sum, margin) || sum === margin ? 0 : Math.abs(sum - margin) / total
    }),
  )
}

/** The case's booster from `model.json`, then from every other file that holds all of it. */
function readAll({ version, name, files }: GoldenCase): Booster[] {
  const others = files.filter(file => /^(model|pickle)/.test(file) && file !== "model.json")
  return ["model.json", ...others].map(file => readBooster(readFixture(version, name, file)))
}

function checkSums(booster: Booster, golden: ExplainedCase, tally: Tally): void {
  const { flat, rows } = caseRows(golden)
  const numRows = rows.length
  const width = golden.num_features + 1
  const finite = flat.map(value => (Math.abs(value) === Infinity ? Number.NaN : value))
  const margins = booster.predict(finite, { numRows, output: "margin" })
  const worst = worstSum(contributions(booster, finite, { numRows }), margins, width)
  tally.worstSum = Math.max(tally.worstSum, worst)
  expect(worst).toBeLessThan(1e-6)
  const approximate = contributions(booster, finite, { numRows, approximate: true })
  expect(worstSum(approximate, margins, width)).toBeLessThan(2e-6)
}

function checkStored(
  boosters: readonly Booster[],
  document: unknown,
  golden: ExplainedCase,
  tally: Tally,
  version: string,
): void {
  const { contribs, approx_contribs, contribs_rows } = golden
  const numRows = contribs_rows!.length
  const rows = pickRows(golden, contribs_rows!)
  const expected = numbers(contribs!)
  const width = golden.num_features + 1
  const [first, ...others] = boosters
  const found = contributions(first, rows, { numRows })
  const worst = worstError(found, expected, width * first.numOutputs)
  expect(worst).toBeLessThan(1e-6)
  tally.worst = Math.max(tally.worst, worst)
  // Where an output's contributions cancel, XGBoost's own roundings show: see `roundedBits`.
  const worstOutput = worstError(found, expected, width)
  expect(worstOutput).toBeLessThan(2e-6)
  tally.worstOutput = Math.max(tally.worstOutput, worstOutput)
  tally.cases++
  tally.rows += numRows

  const approximate = contributions(first, rows, { numRows, approximate: true })
  expect(firstDifference(approximate, numbers(approx_contribs!))).toBe(-1)
  tally.approximateBits++

  for (const booster of others) {
    expect(firstDifference(contributions(booster, rows, { numRows }), found)).toBe(-1)
  }
  if (version === "xgboost-3.4" || golden.booster === "gblinear") return
  const rounded = roundedContributions(document, rows, golden.num_features)
  for (let bias = width - 1; bias < rounded.length; bias += width) rounded[bias] = expected[bias]
  expect(firstDifference(rounded, expected)).toBe(-1)
  tally.roundedBits++
}

const cases = listCases()

for (const golden of cases) {
  const { version, name } = golden
  group(`${version}/${name}`, () => {
    const stored = readCase(version, name) as ExplainedCase
    const document = decodeJson(readFixture(version, name, "model.json"))
    const boosters = readAll(golden)
    const tally = tallyOf(version)
    const hasCovers = boosters[0].model!.trees.every(tree => tree.sumHessian !== null)

    if (!hasCovers) {
      it("has no covers and says so", () => {
        const [rows] = caseRows(stored).rows
        expect(() => contributions(boosters[0], rows)).toThrow(UnsupportedModelError)
        expect(() => contributions(boosters[0], rows)).toThrow(/sum_hessian/)
      })
      return
    }
    it("adds up to the margins", () => checkSums(boosters[0], stored, tally))
    if (stored.contribs)
      it("is what XGBoost answered", () => checkStored(boosters, document, stored, tally, version))
  })
}

it("has the stored contributions of every version", () => {
  const counts = Object.fromEntries(Object.keys(STORED).map(version => [version, 0]))
  for (const { version, name } of cases) if ("contribs" in readCase(version, name)) counts[version]++
  expect(counts).toEqual(STORED)
})

afterAll(() => {
  const lines = [...tallies].map(([version, tally]) => [
    version,
    tally.cases,
    tally.rows,
    tally.worst.toExponential(1),
    tally.worstOutput.toExponential(1),
    tally.approximateBits,
    tally.roundedBits,
    tally.worstSum.toExponential(1),
  ])
  const header = [
    "version",
    "cases",
    "rows",
    "worst of a row's Σ|contribution|",
    "of an output's",
    "approximate bit-equal",
    "bit-equal with XGBoost 2's roundings",
    "sums to the margin within",
  ]
  console.log(table(header, lines))
})
