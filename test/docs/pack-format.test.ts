import { readFileSync } from "node:fs"
import { expect, test } from "vitest"
import { memorySource } from "../../src/bytes/byte-source.ts"
import { readBooster, writePack } from "../../src/entries/trees.ts"
import { createRandom } from "../../src/random/generator.ts"
import { jahsSpace } from "../../src/space/index.ts"
import { openReleasePack } from "../../src/surrogate/release-pack.ts"
import { packBytes } from "../support/bundled.ts"
import { caseRows, listCases, readCase, readFixture } from "../support/fixtures.ts"
import { readPlainPack } from "./pack-reader.ts"

test("a reader written from docs/pack-format.md alone predicts the same bits: a bundled release", async () => {
  const bytes = packBytes("fashion_mnist")
  const plain = readPlainPack(bytes)
  const { surrogates } = await openReleasePack(memorySource(bytes, "fashion_mnist.bin"))
  const random = createRandom(3)
  for (let i = 0; i < 20; i++) {
    const configuration = jahsSpace.sample(random)
    surrogates.forEach(({ encoder, booster }, model) => {
      const row = new Float32Array(encoder.numFeatures)
      encoder.encode(configuration, 1 + 10 * i, row)
      expect(plain.sum(model, row, booster.baseMargins[0]!)).toBe(
        booster.predict(row, { output: "margin" })[0],
      )
    })
  }
  expect(plain.meta.models.map(model => model["metric"])).toEqual(surrogates.map(({ metric }) => metric))
})

test("… and single models with missing values, categories and statistics", async () => {
  let models = 0
  for (const { version, name } of listCases()) {
    const booster = readBooster(readFixture(version, name, "model.json"), { source: name })
    const isPlain =
      booster.numOutputs === 1 && booster.info.booster !== "gblinear" && booster.forest.leafVectors === null
    if (!isPlain) continue
    const plain = readPlainPack(await writePack(booster, { statistics: true }))
    const { flat } = caseRows(readCase(version, name))
    const { numFeatures } = booster
    for (let start = 0; start < flat.length && start < 8 * numFeatures; start += numFeatures) {
      const row = flat.subarray(start, start + numFeatures)
      expect(plain.sum(0, row, booster.baseMargins[0]!)).toBe(booster.predict(row, { output: "margin" })[0])
    }
    expect(plain.forests[0]!.covers).toHaveLength(booster.forest.numNodes)
    expect(plain.forests[0]!.covers![0]).toBe(booster.model?.trees[0]?.sumHessian?.[0])
    models++
  }
  expect(models).toBeGreaterThan(60)
})

test("the page names the version that is written", () => {
  const version = Buffer.from(packBytes("cifar10")).readUInt32LE(8)
  expect(readFileSync(new URL("../../docs/pack-format.md", import.meta.url), "utf8")).toContain(
    `version ${version}\n`,
  )
})
