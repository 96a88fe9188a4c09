/** Bounds over boxes of random forests: sound for every row, exact for single rows and for single trees. */

import { describe, expect, test } from "vitest"
import { type Booster, type Box, bound, readJson } from "../../src/entries/trees.ts"
import { createRandom } from "../../src/random/generator.ts"
import { bundled } from "../support/bundled.ts"
import fc from "../support/fast-check.ts"
import { Random } from "../support/random.ts"
import { type ForestSpec, forests, NUM_FEATURES, rows, toDocument } from "../support/random-forest.ts"
import { runs } from "../support/runs.ts"

const numRuns = runs(400, 5000)

/** Values that the thresholds and categories of random forests tell apart. */
const values = rows(1).map(([value]) => value!)

type Entry = Box[number]

/** One entry a feature, now and then one for two features together, now and then none. */
const boxes: fc.Arbitrary<Box> = fc
  .tuple(
    fc.array(
      fc.record({
        kind: fc.constantFrom("range", "range", "values", "pair", "none"),
        ends: fc.tuple(values, values),
        missing: fc.boolean(),
        list: fc.array(fc.tuple(values, values), { minLength: 1, maxLength: 4 }),
      }),
      { minLength: NUM_FEATURES, maxLength: NUM_FEATURES },
    ),
  )
  .map(([parts]) => {
    const box: Entry[] = []
    let feature = 0
    for (const { kind, ends, missing, list } of parts) {
      if (feature === NUM_FEATURES) break
      const [lower, upper] = ends.toSorted((a, b) => a - b)
      if (kind === "range" && lower! <= upper!) {
        box.push({ feature, lower: lower!, upper: upper!, missing })
      } else if (kind === "pair" && feature + 1 < NUM_FEATURES) {
        box.push({ features: [feature, feature + 1], values: list })
        feature++
      } else if (kind === "values" || kind === "pair") {
        box.push({ features: [feature], values: list.map(([value]) => [value]) })
      }
      feature++
    }
    return box
  })

const candidates: readonly number[] = [
  ...new Set([
    ...fc.sample(rows(64), { numRuns: 4, seed: 11 }).flatMap(row => Array.from(row)),
    ...Array.from({ length: 12 }, (_, category) => category),
    Number.NaN,
  ]),
]

/** What a feature may be: all of the candidates that are in an interval, and its ends. */
function inside(box: Box, feature: number): readonly number[] | null {
  const entry = box.find(entry => "feature" in entry && entry.feature === feature)
  if (entry === undefined || !("feature" in entry)) return null
  const { lower = -Infinity, upper = Infinity, missing = false } = entry
  const present = candidates.filter(value => value >= Math.fround(lower) && value <= Math.fround(upper))
  return [...present, lower, upper, ...(missing ? [Number.NaN] : [])]
}

/** A random row of a box. */
function rowIn(box: Box, random: Random): Float32Array {
  const row = Float32Array.from({ length: NUM_FEATURES }, (_, feature) =>
    random.pick(inside(box, feature) ?? candidates),
  )
  for (const entry of box) {
    if ("feature" in entry) continue
    const possibility = random.pick(entry.values)
    entry.features.forEach((feature, column) => {
      row[feature] = possibility[column]!
    })
  }
  return row
}

/** All that the first two features may be together, as far as splits tell it apart. */
function everyPair(box: Box): (readonly [number, number])[] {
  const lists = [0, 1].map(feature => {
    const entry = box.find(entry => "features" in entry && entry.features.includes(feature))
    if (entry === undefined || !("features" in entry)) return inside(box, feature) ?? candidates
    return entry.values.map(possibility => possibility[entry.features.indexOf(feature)]!)
  })
  const both = box.find(entry => "features" in entry && entry.features[0] === 0 && entry.features[1] === 1)
  if (both !== undefined && "features" in both) return both.values.map(([first, second]) => [first!, second!])
  return lists[0]!.flatMap(first => lists[1]!.map(second => [first, second] as const))
}

type Tree = ForestSpec["trees"][number]

function overTwoFeatures(tree: Tree): Tree {
  if (tree.kind === "leaf") return tree
  const [left, right] = [overTwoFeatures(tree.left), overTwoFeatures(tree.right)]
  return { ...tree, feature: tree.feature % 2, left, right }
}

/** Margins that overflow are infinities of both signs in one sum, which is no number: nothing to bound. */
function isOrdered(booster: Booster, row: Float32Array): boolean {
  return booster.predict(row, { output: "margin" }).every(margin => !Number.isNaN(margin))
}

const load = (spec: ForestSpec): Booster => readJson(toDocument(spec))

describe("bounds of margins", () => {
  test("hold for every row of the box", () => {
    fc.assert(
      fc.property(forests({ numericOnly: false }), boxes, fc.integer(), (spec, box, seed) => {
        const booster = load(spec)
        const { lower, upper } = bound(booster, box, { output: "margin" })
        const random = new Random(seed)
        for (let k = 0; k < 20; k++) {
          const row = rowIn(box, random)
          if (!isOrdered(booster, row)) continue
          booster.predict(row, { output: "margin" }).forEach((margin, output) => {
            if (lower[output]! <= upper[output]!) {
              expect(margin).toBeGreaterThanOrEqual(lower[output]!)
              expect(margin).toBeLessThanOrEqual(upper[output]!)
            }
          })
        }
      }),
      { numRuns },
    )
  })

  test("are the margin itself, bit for bit, where the box is one row", () => {
    fc.assert(
      fc.property(forests({ numericOnly: false }), rows(1), fc.boolean(), (spec, row, together) => {
        const booster = load(spec)
        const box: Box = together
          ? [{ features: [0, 1, 2, 3], values: [Array.from(row)] }]
          : Array.from(row, (value, feature) =>
              Number.isNaN(value)
                ? { features: [feature], values: [[value]] }
                : { feature, lower: value, upper: value },
            )
        const { lower, upper } = bound(booster, box, { output: "margin" })
        const margins = booster.predict(row, { output: "margin" })
        expect(lower).toEqual(margins)
        expect(upper).toEqual(margins)
      }),
      { numRuns },
    )
  })

  test("are reached by rows where there is one tree", () => {
    fc.assert(
      fc.property(forests({ numericOnly: false }), boxes, (spec, box) => {
        const one = { ...spec, numOutputs: 1, isVector: false, numRounds: 1, numParallelTree: 1 }
        const booster = load({ ...one, trees: [overTwoFeatures(spec.trees[0]!)] })
        const { lower, upper } = bound(booster, box, { output: "margin" })
        const pairs = everyPair(box)
        const rows = Float32Array.from(pairs.flatMap(([first, second]) => [first, second, 0, 0]))
        const margins = booster.predict(rows, { numRows: pairs.length, output: "margin" })
        expect(margins.reduce((a, b) => Math.min(a, b))).toBe(lower[0])
        expect(margins.reduce((a, b) => Math.max(a, b))).toBe(upper[0])
      }),
      { numRuns },
    )
  })
})

test("bounds of a benchmark hold for configurations of the region, and are the answer for one", async () => {
  const benchmark = await bundled("cifar10")
  const random = createRandom(3)
  for (let k = 0; k < 10; k++) {
    const configuration = benchmark.space.sample(random)
    const metric = "valid-acc" as const
    const { [metric]: value } = benchmark.query(configuration, { metrics: [metric] })
    expect(benchmark.bound(configuration, { metric })).toEqual({ lower: value, upper: value })
    const { Op1: _op, LearningRate: rate, ...rest } = configuration
    const region = { ...rest, LearningRate: [rate * 0.9, Math.min(1, rate * 1.1)] }
    const { lower, upper } = benchmark.bound(region, { metric, epoch: [190, 200] })
    expect(lower).toBeLessThan(upper)
    for (const Op1 of [0, 1, 2, 3, 4] as const) {
      for (const epoch of [190, 200]) {
        for (const LearningRate of [...region.LearningRate, rate]) {
          const answer = benchmark.query(
            { ...configuration, Op1, LearningRate },
            { metrics: [metric], epoch },
          )
          expect(answer[metric]).toBeGreaterThanOrEqual(lower)
          expect(answer[metric]).toBeLessThanOrEqual(upper)
        }
      }
    }
  }
})
