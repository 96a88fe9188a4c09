import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { describe, expect, it } from "vitest"
import { openBenchmark } from "../../../../src/node/open-benchmark.ts"
import { readJson } from "../../../../src/predict/booster/read.ts"
import { openPack } from "../../../../src/predict/pack/pack.ts"
import { caseRows, readCase, readFixture } from "../../../support/fixtures.ts"
import { CONFIGURATION, documents, folderWith, run, writeSmallPack } from "../run-cli.ts"

const pack = await writeSmallPack()
const TASK = ["specialise", "--task", "cifar10", "--source", pack]
const folder = folderWith({})
const model = join(folder, "model.json")
writeFileSync(model, readFixture("xgboost-1.7", "jahs_like", "model.json"))

describe("specialise", () => {
  it("writes a release's pack for a part, which answers and refuses", async () => {
    const out = join(folder, "part.bin")
    const words = ["epoch=50,200", "Op1=2,3", "TrivialAugment=true", "LearningRate=0.01,0.2"]
    const { code, stdout } = run([
      ...TASK,
      "--metrics",
      "valid-acc,latency",
      "--out",
      out,
      ...words,
      "--json",
    ])
    expect(code).toBe(0)
    const [made] = documents(stdout) as { nodes: number; nodesBefore: number; bytes: number }[]
    expect(made).toMatchObject({ file: out, bytes: statSync(out).size })
    expect(made.nodes).toBeLessThan(made.nodesBefore / 2)
    const whole = await openBenchmark({ task: "cifar10", source: pathToFileURL(pack) })
    const small = await openBenchmark({ task: "cifar10", source: pathToFileURL(out) })
    expect(small.metrics).toEqual(["latency", "valid-acc"])
    expect(small.query(CONFIGURATION, { epoch: 60 })).toEqual(
      whole.query(CONFIGURATION, { epoch: 60, metrics: ["latency", "valid-acc"] }),
    )
    const query = ["query", "--task", "cifar10", "--source", out, "--config", JSON.stringify(CONFIGURATION)]
    expect(run([...query, "--epoch", "60"]).code).toBe(0)
    expect(run([...query, "--epoch", "49"]).code).toBe(2)
    expect(run([...query, "Op1=0", "--extrapolate"]).code).toBe(2)
  })

  it("writes a model's pack; leaf ids stay unless they are dropped", async () => {
    const booster = readJson(readFileSync(model))
    const { flat, rows } = caseRows(readCase("xgboost-1.7", "jahs_like"))
    const epoch = booster.info.featureNames?.indexOf("epoch") ?? -1
    for (let row = 0; row < rows.length; row++) {
      flat[row * booster.numFeatures + epoch] = 100 + row / rows.length
      flat[row * booster.numFeatures] = 1
    }
    const options = { numRows: rows.length }
    const sizes: number[] = []
    for (const renumber of [false, true]) {
      const out = join(folder, `model-${renumber}.bin`)
      const words = ["0=1", "epoch=100,101", ...(renumber ? ["--renumber"] : [])]
      const { code, stdout, stderr } = run(["specialise", "--model", model, "--out", out, ...words])
      expect([code, stderr]).toEqual([0, ""])
      expect(stdout).toMatch(/nodes +[\d,]+ of [\d,]+ \([\d.]+ %\)/)
      const small = await openPack(new Uint8Array(readFileSync(out)))
      expect(small.predict(flat, options)).toEqual(booster.predict(flat, options))
      const leaves = booster.predict(flat, { ...options, output: "leaf" })
      if (renumber) expect(small.predict(flat, { ...options, output: "leaf" })).not.toEqual(leaves)
      else expect(small.predict(flat, { ...options, output: "leaf" })).toEqual(leaves)
      sizes.push(statSync(out).size)
    }
    expect(sizes[1]).toBeLessThan(sizes[0])
  })

  it.each([
    [["--task", "cifar10"], 2, /--out: missing/],
    [["--task", "cifar10", "--model", model, "--out", "x.bin"], 2, /--model and --task exclude each other/],
    [["--out", join(folder, "none.bin")], 2, /--task: missing/],
    [["--model", model, "--out", join(folder, "none.bin"), "nobody=1"], 3, /no such feature/],
    [["--model", model, "--out", join(folder, "none.bin"), "0=x"], 2, /0: no value; expected a number, NaN/],
    [["--model", model, "--out", join(folder, "none.bin"), "0=1,2,3"], 2, /0: no value/],
    [["--task", "cifar10", "--source", pack, "--out", join(folder, "none.bin"), "N=1"], 2, /N: no part/],
    [["--task", "cifar10", "--source", pack, "--out", join(folder, "none.bin"), "epoch=x"], 2, /part\.epoch/],
  ])("refuses %j", (words, wanted, message) => {
    const { code, stderr } = run(["specialise", ...words])
    expect(stderr).toMatch(message)
    expect(code).toBe(wanted)
    expect(existsSync(join(folder, "none.bin"))).toBe(false)
  })
})
