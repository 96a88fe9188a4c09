/** Random forests, leaf for leaf and bit for bit as the reference walker answers them. */

import { expect, describe as group, it } from "vitest"
import { type Booster, describe, readBooster, readJson, readUbjson } from "../../src/entries/trees.ts"
import { encodeJson, encodeUbjson } from "../hostile/encode.ts"
import fc from "../support/fast-check.ts"
import { firstDifference } from "../support/float32.ts"
import { type ForestSpec, forests, NUM_FEATURES, rows, toDocument } from "../support/random-forest.ts"
import { runs } from "../support/runs.ts"
import { referenceShape } from "./reference-shape.ts"
import { type WalkOptions, walk } from "./reference-walker.ts"

const DEEP = Boolean(process.env["DEEP"])
const NUM_RUNS = runs(400, 20_000)
const TIMEOUT_MS = DEEP ? 3_600_000 : 120_000
const NUM_ROWS = 12

function expectBits(actual: ArrayLike<number>, expected: ArrayLike<number>, what: string): void {
  const at = firstDifference(actual, expected)
  if (at >= 0) expect.fail(`${what}: entry ${at}: the oracle says ${expected[at]}, got ${actual[at]}`)
}

const rowOf = (flat: Float32Array, k: number): Float32Array =>
  flat.subarray(k * NUM_FEATURES, (k + 1) * NUM_FEATURES)

function readAll(spec: ForestSpec): { document: unknown; boosters: Booster[] } {
  const document = toDocument(spec)
  const bytes = encodeUbjson(document).bytes
  const boosters = [readJson(encodeJson(document)), readUbjson(bytes), readBooster(document)]
  return { document, boosters }
}

function walkAll(
  document: unknown,
  flat: Float32Array,
  options: WalkOptions = {},
): { margin: number[]; leaf: number[] } {
  const found = Array.from({ length: NUM_ROWS }, (_, k) => walk(document, rowOf(flat, k), options))
  return { margin: found.flatMap(({ margin }) => margin), leaf: found.flatMap(({ leaf }) => leaf) }
}

for (const numericOnly of [true, false]) {
  const spec = forests({ numericOnly })
  const check = (property: (spec: ForestSpec, flat: Float32Array, pick: number) => void): void => {
    const parameters = { numRuns: NUM_RUNS, seed: 20210916 }
    fc.assert(fc.property(spec, rows(NUM_ROWS), fc.nat(), property), parameters)
  }

  group(numericOnly ? "numeric splits" : "categories, vector leaves and dropped trees too", () => {
    it("in a batch and row by row, from every format", { timeout: TIMEOUT_MS }, () => {
      check((spec, flat) => {
        const { document, boosters } = readAll(spec)
        const expected = walkAll(document, flat)
        for (const booster of boosters) {
          expect(describe(booster)).toMatchObject({ ...referenceShape(document), numRounds: spec.numRounds })
          expectBits(
            booster.predict(flat, { numRows: NUM_ROWS, output: "margin" }),
            expected.margin,
            "margins",
          )
          expectBits(booster.predict(flat, { numRows: NUM_ROWS, output: "leaf" }), expected.leaf, "leaf ids")
        }
        const singly = Array.from({ length: NUM_ROWS }, (_, k) => [
          ...boosters[0].predict(rowOf(flat, k), { output: "margin" }),
        ])
        expectBits(singly.flat(), expected.margin, "margins row by row")
      })
    })

    it("over a range of rounds", { timeout: TIMEOUT_MS }, () => {
      check((spec, flat, pick) => {
        const begin = pick % (spec.numRounds + 1)
        const end = begin + ((pick >> 3) % (spec.numRounds + 1 - begin))
        // [begin, 0) means all rounds from begin: it is asked for by the number of rounds here.
        if (end === 0) return
        const range = [begin, end] as const
        const { document, boosters } = readAll(spec)
        const expected = walkAll(document, flat, { range })
        const options = { numRows: NUM_ROWS, iterationRange: range }
        expectBits(
          boosters[0].predict(flat, { ...options, output: "margin" }),
          expected.margin,
          `margins ${range}`,
        )
        expectBits(
          boosters[0].predict(flat, { ...options, output: "leaf" }),
          expected.leaf,
          `leaf ids ${range}`,
        )
      })
    })

    it("from a base margin of every row", { timeout: TIMEOUT_MS }, () => {
      check((spec, flat, pick) => {
        const { document, boosters } = readAll(spec)
        const { numOutputs } = spec
        const baseMargin = Float32Array.from(
          { length: NUM_ROWS * numOutputs },
          (_, k) => ((pick % 97) - 48 + k) / 7,
        )
        const expected = Array.from({ length: NUM_ROWS }, (_, k) => {
          const given = baseMargin.subarray(k * numOutputs, (k + 1) * numOutputs)
          return walk(document, rowOf(flat, k), { baseMargin: [...given] }).margin
        })
        const margins = boosters[0].predict(flat, { numRows: NUM_ROWS, output: "margin", baseMargin })
        expectBits(margins, expected.flat(), "margins")
      })
    })
  })
}
