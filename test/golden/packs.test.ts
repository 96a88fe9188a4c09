import { afterAll, describe, expect, test } from "vitest"
import { contributions, importance } from "../../src/entries/explain.ts"
import { describe as describeBooster, openPack, readBooster, writePack } from "../../src/entries/trees.ts"
import { caseRows, listCases, readCase, readFixture } from "../support/fixtures.ts"

let bytes = 0
let nodes = 0
let cases = 0

describe.each(listCases())("$version/$name as a pack", ({ version, name }) => {
  const original = readBooster(readFixture(version, name, "model.json"), { source: name })
  const { flat } = caseRows(readCase(version, name))
  const numRows = flat.length / original.numFeatures

  test("predicts the same bits, from the kernel and by the plain walk", async () => {
    const pack = await writePack(original)
    const opened = await openPack(pack)
    const { numRounds } = describeBooster(original)
    for (const output of ["margin", "prediction"] as const) {
      expect(opened.predict(flat, { numRows, output })).toEqual(original.predict(flat, { numRows, output }))
    }
    if (original.info.booster !== "gblinear") {
      const leaves = { numRows, output: "leaf" } as const
      expect(opened.predict(flat, leaves)).toEqual(original.predict(flat, leaves))
      const range = { numRows, output: "margin", iterationRange: [0, Math.ceil(numRounds / 2)] } as const
      expect(opened.predict(flat, range)).toEqual(original.predict(flat, range))
      expect(opened.forest.splits).toEqual(original.forest.splits)
    }
    const single = flat.subarray(0, original.numFeatures)
    expect(opened.predict(single)).toEqual(
      original.predict(flat, { numRows }).subarray(0, opened.predict(single).length),
    )
    expect({ ...describeBooster(opened), baseScore: null }).toEqual({
      ...describeBooster(original),
      baseScore: null,
    })
    expect(opened.info.baseScore).toEqual(original.info.baseScore)
    expect(opened.info.categoryValues).toEqual(original.info.categoryValues)
    // The same pack again from what was opened, also by way of one that is not compressed.
    expect(await writePack(opened)).toEqual(pack)
    const plain = await openPack(await writePack(original, { compression: "none" }))
    expect(plain.predict(flat, { numRows, output: "margin" })).toEqual(
      original.predict(flat, { numRows, output: "margin" }),
    )
    expect(await writePack(plain)).toEqual(pack)
    expect(opened.info.featureTypes).toEqual(original.info.featureTypes)
    bytes += pack.length
    nodes += opened.trees.numNodes
    cases++
  })

  test("with statistics explains the same, without them says so", async () => {
    const hasStatistics = original.model?.trees.every(
      tree => tree.sumHessian !== null && tree.lossChanges !== null,
    )
    if (original.info.booster === "gblinear") {
      expect(importance(await openPack(await writePack(original)), "weight")).toEqual(
        importance(original, "weight"),
      )
      return
    }
    const without = await openPack(await writePack(original))
    expect(() => importance(without, "gain")).toThrow("the pack has no statistics of the nodes")
    if (!hasStatistics) {
      await expect(writePack(original, { statistics: true })).rejects.toThrow(
        /no statistics to put into a pack/,
      )
      return
    }
    const opened = await openPack(await writePack(original, { statistics: true }))
    for (const type of ["gain", "cover", "total_gain", "weight"] as const) {
      expect(importance(opened, type)).toEqual(importance(original, type))
    }
    const row = flat.subarray(0, original.numFeatures)
    expect(contributions(opened, row)).toEqual(contributions(original, row))
    expect(await writePack(opened, { statistics: true })).toEqual(
      await writePack(original, { statistics: true }),
    )
  })
})

afterAll(() => {
  console.log(`packs: ${cases} cases, ${nodes} nodes, ${bytes} bytes (small models: mostly header)`)
})
