/** Boosters before and after they are laid out for speed, in packs and as grids: the same bits by every way. */
import { describe, expect, test } from "vitest"
import { byteSourceOf, openUrl } from "../../../../src/bytes/source-of.ts"
import type { ParsedModel, ParsedTree } from "../../../../src/formats/parsed-model.ts"
import type { Booster } from "../../../../src/predict/booster/booster.ts"
import { boosterOf } from "../../../../src/predict/booster/booster-of.ts"
import { predictGrid } from "../../../../src/predict/grid/grid.ts"
import { openBoosters } from "../../../../src/predict/pack/open-boosters.ts"
import { openPack, writePack } from "../../../../src/predict/pack/pack.ts"
import { packBoosters } from "../../../../src/predict/pack/pack-boosters.ts"
import { parsedModel, parsedTree } from "../../../support/parsed.ts"

const stump = (feature: number, threshold: number, left: number, right: number): ParsedTree =>
  parsedTree({
    splitIndices: Int32Array.of(feature, 0, 0),
    splitConditions: Float32Array.of(threshold, left, right),
  })

const many = Array.from({ length: 12 }, (_, i) => stump(i % 2, i - 4, i / 3, -i / 7))
const boosterWith = (trees: readonly ParsedTree[], changes: Partial<ParsedModel> = {}): Booster =>
  boosterOf(parsedModel(trees, changes))

const three = {
  numClass: 3,
  treeInfo: Int32Array.from(many, (_, i) => i % 3),
  iterationIndptr: Int32Array.of(0, 3, 6, 9, 12),
}
const vectors = [0, 1].map(feature => ({
  ...stump(feature, 2, 0, 0),
  sizeLeafVector: 2,
  baseWeights: Float32Array.of(0, 0, 1.5, -2.5, 0.25, feature),
}))
const BOOSTERS: Readonly<Record<string, () => Booster>> = {
  numeric: () => boosterWith(many),
  logistic: () => boosterWith(many, { objective: "binary:logistic" }),
  softprob: () => boosterWith(many, { ...three, objective: "multi:softprob" }),
  softmax: () => boosterWith(many, { ...three, objective: "multi:softmax" }),
  vector: () => boosterWith(vectors, { numTarget: 2 }),
  linear: () => boosterWith([], { booster: "gblinear", linearWeights: Float32Array.of(1.25, -0.5, 3) }),
  empty: () => boosterWith([]),
}

/** 20 × 20 rows on both features, some on thresholds, some missing. */
const values = Float32Array.from({ length: 20 }, (_, i) => (i === 7 ? Number.NaN : i / 2 - 4))
const rows = Float32Array.from({ length: 800 }, (_, i) => {
  const row = i >> 1
  return values[i % 2 === 0 ? Math.floor(row / 20) : row % 20]
})
const OUTPUTS = ["margin", "prediction"] as const

/** Answers row by row of boosters that are never laid out. */
function singly(make: () => Booster, output: "margin" | "prediction"): Float32Array {
  const parts: number[] = []
  for (let row = 0; row < 400; row++) {
    if (row % 8 === 0) booster = make()
    parts.push(...booster.predict(rows.subarray(2 * row, 2 * row + 2), { output }))
  }
  return Float32Array.from(parts)
}
let booster: Booster

describe.each(Object.entries(BOOSTERS))("%s", (_, make) => {
  test("rows at once, one after another, before and after they are laid out", () => {
    for (const output of OUTPUTS) {
      const expected = singly(make, output)
      const laidOut = make()
      for (let round = 0; round < 3; round++) {
        expect(laidOut.predict(rows, { numRows: 400, output })).toEqual(expected)
      }
      const width = expected.length / 400
      for (let row = 0; row < 400; row += 37) {
        const one = laidOut.predict(rows.subarray(2 * row, 2 * row + 2), { output })
        expect(one).toEqual(expected.slice(row * width, (row + 1) * width))
      }
    }
  })

  test("as a grid, of many cells and of few", () => {
    for (const output of OUTPUTS) {
      const expected = singly(make, output)
      const width = expected.length / 400
      const axes = [
        { features: 0, values },
        { features: 1, values },
      ]
      expect(predictGrid(make(), axes, { output })).toEqual(expected)
      expect(predictGrid(make(), [{ features: [0, 1], values: rows }], { output })).toEqual(expected)
      const few = [{ features: [0, 1], values: rows.subarray(0, 6) }]
      expect(predictGrid(make(), few, { output })).toEqual(expected.slice(0, 3 * width))
      const baseMargin = Float32Array.from({ length: 400 * make().numOutputs }, (_, i) => i / 9)
      expect(predictGrid(make(), axes, { output, baseMargin })).toEqual(
        make().predict(rows, { numRows: 400, output, baseMargin }),
      )
    }
  })

  test("through packs, compressed and not", async () => {
    const sizes: number[] = []
    for (const compression of ["gzip", "none"] as const) {
      const pack = await writePack(make(), { compression })
      sizes.push(pack.length)
      const again = await openPack(pack)
      expect(again.trees.numNodes).toBe(make().trees.numNodes)
      for (const output of OUTPUTS) {
        const expected = singly(make, output)
        const width = expected.length / 400
        for (let round = 0; round < 3; round++) {
          expect(again.predict(rows.subarray(0, 2), { output })).toEqual(expected.slice(0, width))
          expect(again.predict(rows, { numRows: 400, output })).toEqual(expected)
        }
      }
      expect(again.trees.forest).toEqual(make().trees.forest)
    }
    expect(sizes[0]).not.toBe(sizes[1])
  })
})

test("boosters of both kinds share a pack, and are laid out together", async () => {
  const makers = ["numeric", "linear", "softmax", "logistic"].map(name => BOOSTERS[name] as () => Booster)
  const extras = makers.map((_, i) => ({ rank: i }))
  const pack = await packBoosters(
    makers.map(make => make()),
    extras,
    { title: "mixed" },
  )
  const opened = await openBoosters(byteSourceOf(pack, "pack", true, { openUrl }))
  expect(opened.boosters).toHaveLength(4)
  for (let round = 0; round < 3; round++) {
    for (const [i, make] of makers.entries()) {
      const found = opened.boosters[i]?.booster.predict(rows, { numRows: 400, output: "margin" })
      expect(found).toEqual(make().predict(rows, { numRows: 400, output: "margin" }))
    }
  }
})
