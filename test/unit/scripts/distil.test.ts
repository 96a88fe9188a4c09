/** The scripts behind `npm run models` and `npm run models:search`, on a small part of the published predictions. */
import { execFile } from "node:child_process"
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"
import { gunzipSync, gzipSync } from "node:zlib"
import { beforeAll, describe, expect, it } from "vitest"
import { fitMetric, releaseEncoder } from "../../../scripts/distil/fit-metric.ts"
import { type Predictions, readPredictions, rowsOfRuns } from "../../../scripts/distil/predictions.ts"
import { distilledTasks, type MetricRecipe, readRecipe } from "../../../scripts/distil/recipe.ts"
import { releaseCard } from "../../../scripts/distil/release-card.ts"
import { compare, wholeScores } from "../../../scripts/distil/scores.ts"
import { topAgreement } from "../../../scripts/distil/top-agreement.ts"
import { recipeOf, runTrial, searchedParameters } from "../../../scripts/distil/trial.ts"
import { metrics } from "../../../src/benchmark/index.ts"
import { dumpText, writeUbjson } from "../../../src/predict/booster/write.ts"

const root = join(import.meta.dirname, "../../..")
const path = join(root, "test/fixtures/predictions/cifar10.csv.gz")
const recipe = readRecipe("distilled-2")
const own = recipe.tasks.cifar10
const encoder = releaseEncoder()
const small = (metric: MetricRecipe): MetricRecipe => ({
  ...metric,
  parameters: { ...metric.parameters, numTrees: 30, maxDepth: 4 },
})

let predictions: Predictions
beforeAll(async () => {
  predictions = await readPredictions(path, encoder)
})

/** Runs a script of the repository. */
async function run(script: string, ...args: string[]): Promise<{ code: unknown; stderr: string }> {
  const tsx = join(root, "node_modules/tsx/dist/cli.mjs")
  return promisify(execFile)(process.execPath, [tsx, join(root, "scripts", script), ...args]).then(
    ({ stderr }) => ({ code: 0, stderr }),
    ({ code, stderr }) => ({ code, stderr }),
  )
}

describe("the committed recipe", () => {
  it("fits every metric, and no run twice", () => {
    for (const task of distilledTasks) {
      const { holdoutRuns, choosingRuns, metrics: recipes } = recipe.tasks[task]
      expect(Object.keys(recipes).sort()).toEqual(metrics.map(({ name }) => name).sort())
      expect(new Set([...holdoutRuns, ...choosingRuns]).size).toBe(7)
      expect(recipes.size_MB.readsEpoch || recipes.FLOPS.readsEpoch).toBe(false)
    }
  })
})

describe("a fit", () => {
  it("gives the same bytes again, within the bounds, and not the same for other rows", async () => {
    const fitted = rowsOfRuns(predictions, run => !own.holdoutRuns.includes(run))
    expect(fitted.length).toBeLessThan(predictions.numRows)
    const metric = small(own.metrics["valid-acc"])
    const bytesOf = async (rows: Int32Array): Promise<Uint8Array> =>
      writeUbjson((await fitMetric("valid-acc", metric, predictions, rows, encoder)).booster)
    const first = await bytesOf(fitted)
    expect(await bytesOf(fitted)).toEqual(first)
    expect(await bytesOf(fitted.subarray(50))).not.toEqual(first)
    const surrogate = await fitMetric("valid-acc", metric, predictions, fitted, encoder)
    const { distilled, official } = compare(surrogate, predictions, fitted)
    const { R2 } = wholeScores([compare(surrogate, predictions, fitted)])["valid-acc"]!
    expect(R2).toBeGreaterThan(0.5)
    expect(Math.min(...distilled)).toBeGreaterThan(metric.bounds[0])
    expect(Math.max(...distilled)).toBeLessThan(metric.bounds[1])
    expect(distilled).toHaveLength(official.length)
  })

  it("has leaves that are multiples of the step", async () => {
    const metric = small(own.metrics.latency)
    const step = metric.parameters.leafStep!
    expect(step).toBeGreaterThan(0)
    const fitted = Int32Array.from({ length: 200 }, (_, row) => row)
    const { booster } = await fitMetric("latency", metric, predictions, fitted, encoder)
    const leaves = Array.from(dumpText(booster).matchAll(/leaf=(\S+)/g), ([, value]) =>
      Math.fround(Number(value)),
    )
    expect(leaves.length).toBeGreaterThan(100)
    for (const value of leaves) expect(Math.round(value / step) * step).toBe(value)
  })

  it("does not read the epoch where the recipe says so", async () => {
    const fitted = Int32Array.from({ length: 300 }, (_, row) => row)
    const surrogate = await fitMetric("size_MB", small(own.metrics.size_MB), predictions, fitted, encoder)
    const row = predictions.rows.slice(0, encoder.numFeatures)
    const answers = [1, 100, 200].map(epoch => {
      row[encoder.epochColumn] = epoch
      return surrogate.evaluate(row)
    })
    expect(new Set(answers).size).toBe(1)
  })

  it("has a card with scores beside those of the release before", async () => {
    const fitted = rowsOfRuns(predictions, run => !own.holdoutRuns.includes(run))
    const held = rowsOfRuns(predictions, run => own.holdoutRuns.includes(run))
    const surrogate = await fitMetric("runtime", small(own.metrics.runtime), predictions, fitted, encoder)
    const compared = [compare(surrogate, predictions, held)]
    const previous = JSON.parse(readFileSync(join(root, "models/distilled-1/cifar10.card.json"), "utf8"))
    const card = releaseCard("distilled-2", "cifar10", own, predictions, {
      compared,
      before: compared,
      previous,
    })
    expect(card.scores.holdout["runtime"]!.rows).toBe(held.length)
    expect(card.predecessor!.holdout).toEqual(card.scores.holdout)
    expect(card.scores.byEpoch!.reduce((sum, { metrics: m }) => sum + m["runtime"]!.rows, 0)).toBe(
      held.length,
    )
    expect(card.fit!.numRows).toBe(fitted.length)
    expect(card.trainedOn).toContain(`${fitted.length} published predictions`)
    const [worst] = card.worst!
    const misses = compared[0]!.official.map((value, at) => Math.abs(value - compared[0]!.distilled[at]!))
    expect(Math.abs(worst!.expected - worst!.answered)).toBeCloseTo(Math.max(...misses), 3)
  })
})

it("agreement on the best follows the metric's direction", () => {
  const official = Float32Array.from({ length: 200 }, (_, at) => at)
  const one = { metric: "latency", rows: Int32Array.from(official), official, distilled: official }
  const same = topAgreement(one as never)
  expect(same).toEqual({ numTop: 2, sameTop: 1, nearTop: 1, tauAmongBest: 1 })
  const turned = topAgreement({ ...one, distilled: official.map(value => -value) } as never)
  expect(turned).toEqual({ numTop: 2, sameTop: 0, nearTop: 0, tauAmongBest: -1 })
})

it("a trial is fitted without the choosing runs, and pays for bytes", async () => {
  const metric = { ...small(own.metrics["test-acc"]), maxBytes: 1_000_000 }
  const names = searchedParameters(metric).map(({ name }) => name)
  expect(recipeOf(metric, { slopeWeight: 2, maxDepth: 3 })).toMatchObject({
    slopeWeight: 2,
    parameters: { numTrees: 30, maxDepth: 3 },
  })
  expect(names).toContain("learningRate")
  const isRandom = { ...own, choosingRuns: ["jahs-random-40-1", "jahs-nsgaii-40-0"] }
  const free = await runTrial("test-acc", metric, isRandom, predictions)
  expect(free.value).toBeCloseTo((free.R2 + free.kendallTau) / 2, 9)
  const dear = await runTrial("test-acc", { ...metric, maxBytes: free.bytes / 2 }, isRandom, predictions)
  expect(dear.value).toBeCloseTo(free.value - 0.1, 3)
})

describe("the search", () => {
  const search = (journals: string, trials: number, ...more: string[]): ReturnType<typeof run> =>
    run(
      "search-models.ts",
      ...["--predictions", journals, "--journals", journals, "--trials", `${trials}`],
      ...["--only", "cifar10/size_MB", ...more],
    )
  const journalOf = (folder: string): string => join(folder, "cifar10-size_MB.jsonl")

  it("goes on from its journal, a line half written included, and refuses that of another", async () => {
    const folders = ["whole", "stopped"].map(() => mkdtempSync(join(tmpdir(), "search-")))
    const [whole, stopped] = folders as [string, string]
    // The fixture's optimiser run is none of those that choose.
    const rows = gunzipSync(readFileSync(path)).toString().replaceAll("jahs-nsgaii-40-0", "jahs-nsgaii-40-3")
    for (const folder of folders) writeFileSync(join(folder, "cifar10.csv.gz"), gzipSync(rows))
    expect(await search(whole, 2)).toEqual({ code: 0, stderr: "" })
    expect(await search(stopped, 1)).toEqual({ code: 0, stderr: "" })
    const text = readFileSync(journalOf(whole), "utf8")
    expect(text.trimEnd().split("\n")).toHaveLength(1 + 2)
    expect(text.startsWith(readFileSync(journalOf(stopped), "utf8"))).toBe(true)
    appendFileSync(journalOf(stopped), '{"configuration":{"maxD')
    expect(await search(stopped, 2)).toEqual({ code: 0, stderr: "" })
    expect(readFileSync(journalOf(stopped), "utf8")).toBe(text)

    writeFileSync(journalOf(whole), text.replace('"numRows":', '"numRows":1'))
    const { code, stderr } = await search(whole, 2)
    expect(code).toBe(1)
    expect(stderr).toContain("is of another recipe or other predictions")
    for (const folder of folders) rmSync(folder, { recursive: true })
  })
})

describe("what is missing is said", () => {
  it.each([
    [["models.ts"], "usage: npm run models"],
    [["models.ts", "--predictions", "no-such-folder"], "cifar10.csv.gz is missing"],
    [["models.ts", "--source", "no-such-folder"], "has no card.json"],
    [["search-models.ts"], "usage: npm run models:search"],
    [["search-models.ts", "--predictions", ".", "--workers", "3"], "[--workers 1..2]"],
  ])("%s", async ([script, ...args], message) => {
    const { code, stderr } = await run(script!, ...args)
    expect(code).toBe(2)
    expect(stderr).toContain(message)
  })
})
