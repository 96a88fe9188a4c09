import { describe, expect, test } from "vitest"
import { memorySource } from "../../src/bytes/byte-source.ts"
import type { Booster } from "../../src/predict/booster/booster.ts"
import { readJson } from "../../src/predict/booster/read.ts"
import { predictGrid } from "../../src/predict/grid/grid.ts"
import type { GridAxis, GridOptions } from "../../src/predict/grid/grid-request.ts"
import { openReleasePack } from "../../src/surrogate/release-pack.ts"
import { encodeJson } from "../hostile/encode.ts"
import { bundled, packBytes } from "../support/bundled.ts"
import fc from "../support/fast-check.ts"
import { caseRows, hasFixture, listCases, readCase, readFixture } from "../support/fixtures.ts"
import { forests, NUM_FEATURES, rows, toDocument } from "../support/random-forest.ts"
import { casesToRun, runs } from "../support/runs.ts"

/** A grid's cells as rows, written out. */
function cellRows(axes: readonly GridAxis[], base: Float32Array): Float32Array[] {
  let cells = [base.slice()]
  for (const { features, values } of axes) {
    const group = [features].flat() as number[]
    const length = values.length / group.length
    cells = cells.flatMap(cell =>
      Array.from({ length }, (_, i) => {
        const next = cell.slice()
        group.forEach((feature, k) => {
          next[feature] = values[i * group.length + k]
        })
        return next
      }),
    )
  }
  return cells
}

/** Holds a grid to the same rows predicted one by one, bit for bit. */
function expectRows(
  booster: Booster,
  axes: readonly GridAxis[],
  base: Float32Array,
  options: GridOptions = {},
): void {
  const cells = cellRows(axes, base)
  const flat = new Float32Array(cells.length * base.length)
  cells.forEach((cell, i) => {
    flat.set(cell, i * base.length)
  })
  const expected = booster.predict(flat, { ...options, numRows: cells.length })
  const actual = predictGrid(booster, axes, { ...options, base })
  expect(new Int32Array(actual.buffer)).toEqual(new Int32Array(expected.buffer))
}

/** Axes over some of the features, alone and in groups; their values come from the forest's corners. */
const grids = fc
  .record({
    order: fc.shuffledSubarray(
      Array.from({ length: NUM_FEATURES }, (_, i) => i),
      { minLength: 0, maxLength: NUM_FEATURES },
    ),
    widths: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: NUM_FEATURES, maxLength: NUM_FEATURES }),
    lengths: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: NUM_FEATURES, maxLength: NUM_FEATURES }),
    isSparse: fc.boolean(),
    values: rows(27),
    base: rows(1),
  })
  .map(({ order, widths, lengths, isSparse, values, base }) => {
    const axes: GridAxis[] = []
    for (let at = 0; at < order.length; ) {
      const features = order.slice(at, at + widths[axes.length])
      // An empty axis makes an empty grid: now and then is enough.
      const length = axes.length === 0 ? lengths[0] : Math.max(1, lengths[axes.length])
      const list = Float32Array.from({ length: length * features.length }, (_, i) => {
        const value = values[(i * 5 + at * 11) % values.length]
        return isSparse || !Number.isNaN(value) ? value : 0.5
      })
      axes.push({ features: features.length === 1 ? features[0] : features, values: list })
      at += features.length
    }
    return { axes, base }
  })

describe("predictGrid and rows predicted one by one are the same bits", () => {
  test.each([true, false])("on random forests (numeric only: %s)", numericOnly => {
    fc.assert(
      fc.property(
        forests({ numericOnly }),
        grids,
        fc.boolean(),
        fc.boolean(),
        fc.nat(),
        (spec, { axes, base }, hasBaseMargin, isMargin, pick) => {
          const booster = readJson(encodeJson(toDocument(spec)))
          const numCells = cellRows(axes, base).length
          const begin = pick % (spec.numRounds + 1)
          const end = begin + (pick % (spec.numRounds + 1 - begin))
          const margins = Float32Array.from(
            { length: numCells * booster.numOutputs },
            (_, i) => ((i * 37) % 11) / 3 - 1,
          )
          expectRows(booster, axes, base, {
            output: isMargin ? "margin" : "prediction",
            ...(pick % 3 === 0 ? { iterationRange: [begin, end] } : {}),
            ...(hasBaseMargin ? { baseMargin: margins } : {}),
          })
        },
      ),
      { numRuns: runs(400), seed: 11 },
    )
  })

  test("on long axes, where values that no split tells apart are summed once and lists are cut in blocks", () => {
    fc.assert(
      fc.property(
        forests({ numericOnly: false }),
        rows(1),
        fc.nat(NUM_FEATURES - 1),
        (spec, base, feature) => {
          const booster = readJson(encodeJson(toDocument(spec)))
          const other = (feature + 1) % NUM_FEATURES
          const long = Float32Array.from({ length: 2500 }, (_, i) => ((i * 7919) % 2500) / 100 - 12)
          expectRows(booster, [{ features: feature, values: long }], base)
          expectRows(booster, [{ features: feature, values: long.slice().sort() }], base)
          expectRows(
            booster,
            [
              { features: other, values: [Number.NaN, 2, 0.5] },
              { features: feature, values: long },
            ],
            base,
            { baseMargin: new Float32Array(7500 * booster.numOutputs).fill(0.1) },
          )
        },
      ),
      { numRuns: runs(12), seed: 5 },
    )
  })

  test("along one feature, ascending: infinities, both zeros, missing values around it", () => {
    const layouts = new Set<string | undefined>()
    fc.assert(
      fc.property(
        forests({ numericOnly: false }),
        rows(1),
        rows(8),
        fc.nat(NUM_FEATURES - 1),
        fc.nat(),
        (spec, base, values, feature, pick) => {
          const booster = readJson(encodeJson(toDocument(spec)))
          const sorted = values.filter(value => !Number.isNaN(value)).sort()
          const begin = pick % (spec.numRounds + 1)
          layouts.add(booster.trees.kernelFor(100)?.kernel.constructor.name)
          expectRows(booster, [{ features: feature, values: sorted }], base)
          expectRows(booster, [{ features: feature, values: sorted }], base, {
            output: "margin",
            iterationRange: [begin, spec.numRounds],
          })
        },
      ),
      { numRuns: runs(400), seed: 17 },
    )
    expect([...layouts].sort()).toEqual(["CompleteKernel", "DeepKernel", "FloatKernel", undefined])
  })

  const cases = listCases().filter(({ version, name }) => hasFixture(version, name, "model.json"))
  test("there are cases", () => expect(cases.length).toBeGreaterThan(20))
  test.each(casesToRun(cases))("$version $name", ({ version, name }) => {
    const booster = readJson(readFixture(version, name, "model.json"))
    const { rows: known } = caseRows(readCase(version, name))
    const width = booster.numFeatures
    const column = (feature: number): number[] => known.slice(0, 9).map(row => row[feature])
    const group = Array.from({ length: width }, (_, i) => i).slice(2, 5)
    const ascending = known.map(row => row[0]).sort((a, b) => a - b)
    const axes: GridAxis[] = [{ features: 0, values: column(0) }]
    if (width > 1) axes.push({ features: 1, values: column(1) })
    if (group.length > 0)
      axes.push({ features: group, values: known.slice(0, 6).flatMap(row => group.map(f => row[f])) })
    for (const output of ["margin", "prediction"] as const) {
      expectRows(booster, axes, known[0], { output })
      expectRows(booster, axes.slice(0, 1), known[1] ?? known[0], { output })
      expectRows(
        booster,
        [{ features: 0, values: ascending.filter(value => !Number.isNaN(value)) }],
        known[0],
        {
          output,
        },
      )
    }
  })
})

describe.each(["cifar10", "fashion_mnist"] as const)("bundled %s", task => {
  test("every metric over cells, rates and epochs", async () => {
    const benchmark = await bundled(task)
    const oneHot = Float32Array.from({ length: 25 }, (_, i) => +(i % 6 === 0))
    const { surrogates } = await openReleasePack(memorySource(packBytes(task), task))
    for (const { booster, encoder } of surrogates) {
      const { featureNames } = encoder
      const base = new Float32Array(encoder.numFeatures)
      encoder.encode(benchmark.space.defaultConfiguration(), 200, base)
      const block = (name: string): number[] =>
        [0, 1, 2, 3, 4].map(value => featureNames.indexOf(`${name}_${value}`))
      const rate = featureNames.indexOf("LearningRate")
      expectRows(
        booster,
        [
          { features: block("Op1"), values: oneHot },
          { features: rate, values: [1, 0.5, 0.001, 0.02, 0.02] },
          { features: block("Op4"), values: oneHot },
          { features: block("Op6"), values: oneHot },
        ],
        base,
        { output: "margin" },
      )
      const { epochColumn } = encoder
      if (epochColumn < 0) continue
      const epochs = Float32Array.from({ length: 200 }, (_, i) => i + 1)
      expectRows(booster, [{ features: epochColumn, values: epochs }], base, { output: "margin" })
      expectRows(
        booster,
        [
          { features: rate, values: [0.3, 0.004] },
          { features: epochColumn, values: epochs.slice().reverse() },
        ],
        base,
        { output: "margin" },
      )
    }
  })
})
