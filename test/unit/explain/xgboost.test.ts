/** Interactions and importance against XGBoost 1.7 itself, where Debian's python3-xgboost is installed. */
import { execFileSync, spawnSync } from "node:child_process"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { contributions, importance, interactions } from "../../../src/entries/explain.ts"
import { readJson } from "../../../src/entries/trees.ts"
import { caseRows, listCases, readCase, readFixture } from "../../support/fixtures.ts"

const python = "/usr/bin/python3"
const script = fileURLToPath(new URL("xgboost-1.7.py", import.meta.url))
const fixtures = fileURLToPath(new URL("../../fixtures/xgboost-1.7", import.meta.url))

const probe = spawnSync(python, ["-c", "import xgboost; print(xgboost.__version__)"], { encoding: "utf8" })
const installed = probe.status === 0 && probe.stdout.startsWith("1.7.")
const required = process.env["CI"] === "true"
if (!installed && !required)
  console.log(`xgboost oracle skipped: ${python} with xgboost 1.7 is not installed`)

interface Answer {
  readonly contributions: readonly number[]
  readonly interactions: readonly number[] | null
  readonly scores: Readonly<Record<string, Readonly<Record<string, number | number[]>> | null>>
}

/** Rows of a case that a DMatrix takes, at most four: interactions are many. */
function rowsOf(name: string): Float32Array[] {
  const { rows } = caseRows(readCase("xgboost-1.7", name))
  const finite = rows.filter(row => row.every(value => Math.abs(value) !== Infinity))
  return finite.slice(0, readCase("xgboost-1.7", name).num_features > 50 ? 1 : 4)
}

const names = listCases().flatMap(({ version, name }) => (version === "xgboost-1.7" ? [name] : []))

/** Largest error of each stretch of `size` values, over its sum of absolute values. */
function worstError(actual: Float32Array, expected: readonly number[], size: number): number {
  expect(actual.length).toBe(expected.length)
  let worst = 0
  for (let start = 0; start < actual.length; start += size) {
    let total = 0
    let error = 0
    for (let i = start; i < start + size; i++) {
      total += Math.abs(expected[i])
      error = Math.max(error, Math.abs(actual[i] - expected[i]))
    }
    worst = Math.max(worst, error === 0 ? 0 : error / total)
  }
  return worst
}

describe.skipIf(!installed && !required)("XGBoost 1.7's own answers", () => {
  const answers = new Map<string, Answer>()
  const worst = { contributions: 0, interactions: 0 }

  beforeAll(() => {
    expect(installed, `${python} with xgboost 1.7`).toBe(true)
    const models = names.map(name => ({
      file: join(fixtures, name, "model.json.gz"),
      // JSON has no NaN: null is missing.
      rows: rowsOf(name).map(row => Array.from(row)),
    }))
    const output = execFileSync(python, [script], {
      input: JSON.stringify({ models }),
      maxBuffer: 1 << 28,
      encoding: "utf8",
      stdio: ["pipe", "pipe", "ignore"],
    })
    const found = JSON.parse(output) as { models: Answer[] }
    for (const [i, name] of names.entries()) answers.set(name, found.models[i])
  })

  afterAll(() => {
    const { contributions: single, interactions: pair } = worst
    console.log(
      `${names.length} models of XGBoost 1.7: worst error over a row's sum of absolute values ` +
        `${single.toExponential(1)} of contributions, ${pair.toExponential(1)} of interactions`,
    )
  })

  for (const name of names) {
    const booster = readJson(readFixture("xgboost-1.7", name, "model.json"))
    const numColumns = booster.numFeatures + 1

    test(`${name}: interactions`, () => {
      const rows = rowsOf(name)
      const flat = Float32Array.from(rows.flatMap(row => Array.from(row)))
      const { interactions: expected } = answers.get(name)!
      if (expected === null) {
        expect(booster.info.booster).toBe("gblinear")
        return
      }
      const found = interactions(booster, flat, { numRows: rows.length })
      const error = worstError(found, expected, numColumns ** 2 * booster.numOutputs)
      expect(error).toBeLessThan(1e-6)
      worst.interactions = Math.max(worst.interactions, error)
    })

    test(`${name}: contributions`, () => {
      const rows = rowsOf(name)
      const flat = Float32Array.from(rows.flatMap(row => Array.from(row)))
      const found = contributions(booster, flat, { numRows: rows.length })
      const error = worstError(found, answers.get(name)!.contributions, numColumns * booster.numOutputs)
      expect(error).toBeLessThan(1e-6)
      worst.contributions = Math.max(worst.contributions, error)
    })

    test(`${name}: importance`, () => {
      for (const [type, expected] of Object.entries(answers.get(name)!.scores)) {
        if (expected === null) {
          expect(() => importance(booster, type as "weight")).toThrow(/linear/)
          continue
        }
        expect(Object.fromEntries(importance(booster, type as "weight"))).toEqual(expected)
        expect([...importance(booster, type as "weight").keys()]).toEqual(Object.keys(expected))
      }
    })
  }
})
