import { describe, expect, test } from "vitest"
import type { Booster } from "../../src/predict/booster/booster.ts"
import { readJson } from "../../src/predict/booster/read.ts"
import { type FixedFeatures, specialise } from "../../src/predict/booster/specialise.ts"
import { openPack, writePack } from "../../src/predict/pack/pack.ts"
import { encodeJson } from "../hostile/encode.ts"
import fc from "../support/fast-check.ts"
import { caseRows, hasFixture, listCases, readCase, readFixture } from "../support/fixtures.ts"
import { forests, NUM_FEATURES, rows, toDocument } from "../support/random-forest.ts"
import { casesToRun, runs } from "../support/runs.ts"

const NUM_ROWS = 24

function bitsOf(values: Float32Array): Int32Array {
  return new Int32Array(values.buffer, values.byteOffset, values.length)
}

/** Margins, predictions and leaf ids of the rows are those of the whole booster. */
function expectSame(smaller: Booster, booster: Booster, flat: Float32Array, hasIds = true): void {
  const numRows = flat.length / booster.numFeatures
  for (const output of ["margin", "prediction"] as const) {
    const expected = booster.predict(flat, { numRows, output })
    expect(bitsOf(smaller.predict(flat, { numRows, output }))).toEqual(bitsOf(expected))
  }
  const numRounds = booster.info.iterationIndptr.length - 1
  const part = { numRows, iterationRange: [numRounds >> 1, numRounds], output: "margin" } as const
  expect(bitsOf(smaller.predict(flat, part))).toEqual(bitsOf(booster.predict(flat, part)))
  if (!hasIds) return
  const leaves = booster.predict(flat, { numRows, output: "leaf" })
  expect(smaller.predict(flat, { numRows, output: "leaf" })).toEqual(leaves)
}

/** Some features fixed to a value or a range, and rows that keep to it. */
const boxes = fc
  .record({
    flat: rows(NUM_ROWS),
    kinds: fc.array(fc.constantFrom("free", "value", "range"), {
      minLength: NUM_FEATURES,
      maxLength: NUM_FEATURES,
    }),
    pick: fc.nat(NUM_ROWS - 1),
  })
  .map(({ flat, kinds, pick }) => {
    const fixed: Record<number, number | [number, number]> = {}
    kinds.forEach((kind, feature) => {
      if (kind === "free") return
      const column = Array.from({ length: NUM_ROWS }, (_, row) => flat[row * NUM_FEATURES + feature])
      const present = column.filter(value => !Number.isNaN(value)).sort((a, b) => a - b)
      if (kind === "value" || present.length === 0) fixed[feature] = column[pick]
      else fixed[feature] = [present[present.length >> 2], present[(3 * present.length) >> 2]]
      const bounds = [fixed[feature]].flat()
      for (let row = 0; row < NUM_ROWS; row++) {
        const at = row * NUM_FEATURES + feature
        // Missing values stay out of ranges; the others are moved inside.
        const value = Number.isNaN(flat[at]) ? bounds[0] : flat[at]
        flat[at] = bounds.length === 1 ? bounds[0] : Math.min(Math.max(value, bounds[0]), bounds[1])
      }
    })
    return { flat, fixed: fixed as FixedFeatures }
  })

describe("a specialised booster answers as the whole one where its features are as promised", () => {
  test.each([true, false])("on random forests (numeric only: %s)", async numericOnly => {
    let numSmaller = 0
    await fc.assert(
      fc.asyncProperty(
        forests({ numericOnly }),
        boxes,
        fc.boolean(),
        async (spec, { flat, fixed }, nodeIds) => {
          const booster = readJson(encodeJson(toDocument(spec)))
          const smaller = specialise(booster, fixed, { nodeIds })
          expectSame(smaller, booster, flat, nodeIds)
          expect(smaller.trees.numNodes).toBeLessThanOrEqual(booster.trees.numNodes)
          numSmaller += +(smaller.trees.numNodes < booster.trees.numNodes)
          expectSame(await openPack(await writePack(smaller)), booster, flat, nodeIds)
          const again = specialise(smaller, fixed)
          expect(again.trees.numNodes).toBe(smaller.trees.numNodes)
        },
      ),
      { numRuns: runs(300), seed: 3 },
    )
    expect(numSmaller).toBeGreaterThan(runs(100))
  })

  const cases = listCases().filter(({ version, name }) => hasFixture(version, name, "model.json"))
  test("there are cases", () => expect(cases.length).toBeGreaterThan(20))
  test.each(casesToRun(cases))("$version $name", ({ version, name }) => {
    const booster = readJson(readFixture(version, name, "model.json"))
    const { flat, rows: known } = caseRows(readCase(version, name))
    const { numFeatures } = booster
    if (booster.info.linearWeights !== null) {
      expect(() => specialise(booster, {})).toThrow(/a linear booster has no branches/)
      return
    }
    const feature = numFeatures - 1
    const value = known[0][feature]
    const inside = flat.slice()
    for (let row = 0; row < known.length; row++) inside[row * numFeatures + feature] = value
    expectSame(specialise(booster, { [feature]: value }), booster, inside)
    expectSame(specialise(booster, {}), booster, flat)
    const all = Object.fromEntries(Array.from(known[0], (value, feature) => [feature, value]))
    const one = specialise(booster, all)
    expect(one.trees.numNodes).toBe(booster.numTrees)
    expectSame(one, booster, known[0])
  })
})

describe("what is refused", () => {
  const { version, name } = listCases().find(({ files }) => files.includes("model.json"))!
  const booster = readJson(readFixture(version, name, "model.json"))
  test.each([
    [null, /^fixed: expected an object of features, got null/],
    [{ nobody: 1 }, /^fixed: no such feature; expected an index from 0 to/],
    [{ 0: "1" }, /^fixed\.0: expected a number or \[lower, upper\], got "1"/],
    [{ 0: [1] }, /^fixed\.0: expected a number or/],
    [{ 0: [2, 1] }, /^fixed\.0: expected lower at most upper, got \[2, 1\]/],
    [{ 0: [Number.NaN, 1] }, /^fixed\.0: expected lower at most upper/],
  ])("%o", (fixed, message) => {
    expect(() => specialise(booster, fixed as never)).toThrow(message)
  })
  test("options that do not exist", () => {
    expect(() => specialise(booster, {}, { ids: true } as never)).toThrow(/^options\.ids: unknown option/)
  })
})
