/**
 * Grids, learning curves and workers against what they stand for: the additions that no grid can do without, rows by
 * the package's own kernels, and one thread. `npm run bench:regions -- --large <folder with model.json.gz>`; model A
 * is trained by bench/rivals/models.py. Results go to bench/results/regions.json.
 *
 * Times of one thread are CPU times, interleaved, medians of rounds; those of workers are wall clock, for which the
 * quietest round of each counts: other work on the machine takes a processor away from two threads, not from one.
 */
import { execFileSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import process from "node:process"
import { parseArgs } from "node:util"
import { Worker } from "node:worker_threads"
import { gunzipSync } from "node:zlib"
import {
  type Booster,
  createEncoder,
  createRandom,
  type GridAxis,
  jahsSpace,
  openBenchmark,
  openWorkers,
  predictGrid,
  readJson,
  readUbjson,
} from "./package.ts"
import { atLeast, atMost, environment, median, RESULTS, rounded, writeResult } from "./support.ts"

const { values } = parseArgs({
  options: {
    large: { type: "string" },
    rounds: { type: "string", default: "15" },
    output: { type: "string", default: RESULTS },
  },
})
if (values.large === undefined) {
  console.error("usage: npm run bench:regions -- --large <folder with model.json.gz> [--rounds 15]")
  process.exit(2)
}

const PYTHON = process.env["XGBOOST_PYTHON"] ?? "/usr/bin/python3"
const ROUNDS = Number(values.rounds)
const WARM_ROUNDS = 3
const CELLS = 93_750
const TREES = 500
const EPOCHS = 200
/** Configurations whose curves are asked in turn, and the epochs of them that stand for all. */
const CURVES = 100
const EVERY = 10
/** Cells that stand for all where they are asked as rows. */
const SAMPLE = 9375
const QUERIES = 20_000

/** CPU milliseconds. */
function cost(work: () => void): number {
  const start = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1000
}

/** Medians of rounds in which every piece of work had its turn. */
function race<Name extends string>(works: Record<Name, () => void>): Record<Name, number> {
  const names = Object.keys(works) as Name[]
  const times = Object.fromEntries(names.map(name => [name, [] as number[]])) as Record<Name, number[]>
  for (let round = -WARM_ROUNDS; round < ROUNDS; round++) {
    for (const name of names) {
      const took = cost(works[name])
      if (round >= 0) times[name].push(took)
    }
  }
  return Object.fromEntries(names.map(name => [name, median(times[name])])) as Record<Name, number>
}

const ONE_HOT = Float32Array.from({ length: 25 }, (_, i) => Number(i % 6 === 0))

/** All architectures, activations and both ways to augment. */
function axesOf(names: readonly string[]): GridAxis[] {
  const block = (name: string, values: readonly (number | string)[]): number[] =>
    values.map(value => names.indexOf(`${name}_${value}`))
  return [
    { features: block("Activation", ["ReLU", "Hardswish", "Mish"]), values: [1, 0, 0, 0, 1, 0, 0, 0, 1] },
    { features: "TrivialAugment_True", values: [0, 1] },
    ...[1, 2, 3, 4, 5, 6].map(edge => ({
      features: block(`Op${edge}`, [0, 1, 2, 3, 4]),
      values: ONE_HOT,
    })),
  ]
}

/** Cells of a grid as rows: every so-manieth. */
function rowsOf(axes: readonly GridAxis[], base: Float32Array, names: readonly string[]): Float32Array {
  const rows = new Float32Array(SAMPLE * base.length)
  for (let i = 0; i < SAMPLE; i++) {
    rows.set(base, i * base.length)
    let rest = i * (CELLS / SAMPLE)
    for (const { features, values } of [...axes].reverse()) {
      const group = ([features].flat() as (number | string)[]).map(feature =>
        typeof feature === "string" ? names.indexOf(feature) : feature,
      )
      const length = values.length / group.length
      for (const [k, feature] of group.entries()) {
        rows[i * base.length + feature] = values[(rest % length) * group.length + k]!
      }
      rest = Math.floor(rest / length)
    }
  }
  return rows
}

function measure(booster: Booster, names: readonly string[]): Record<string, number> {
  const encoder = createEncoder(names)
  const { numFeatures } = encoder
  const base = new Float32Array(numFeatures)
  encoder.encode(jahsSpace.defaultConfiguration(), EPOCHS, base)
  const axes = axesOf(names)
  const cells = new Float32Array(CELLS)
  const sample = new Float32Array(SAMPLE)
  const rows = rowsOf(axes, base, names)
  const additions = new Float32Array(CELLS)
  const leaves = Float32Array.from({ length: TREES }, (_, tree) => tree / 1000)
  const random = createRandom(201)
  const curveRows = Array.from({ length: CURVES }, () => {
    const row = new Float32Array(numFeatures)
    encoder.encode(jahsSpace.sample(random), 1, row)
    return row
  })
  const epochs = Float32Array.from({ length: EPOCHS }, (_, i) => i + 1)
  const epochAxis = [{ features: encoder.epochColumn, values: epochs }]
  const curve = new Float32Array(EPOCHS)
  const one = { output: "margin", out: new Float32Array(1) } as const

  predictGrid(booster, axes, { base, output: "margin", out: cells })
  booster.predict(rows, { numRows: SAMPLE, output: "margin", out: sample })
  sample.forEach((value, i) => {
    if (!Object.is(value, cells[i * (CELLS / SAMPLE)]))
      throw new Error(`cell ${i * (CELLS / SAMPLE)} differs`)
  })
  for (const row of curveRows) {
    predictGrid(booster, epochAxis, { base: row, output: "margin", out: curve })
    for (let at = 0; at < EPOCHS; at += EVERY) {
      row[encoder.epochColumn] = at + 1
      if (!Object.is(booster.predict(row, one)[0], curve[at])) throw new Error(`epoch ${at + 1} differs`)
    }
  }

  const times = race({
    additions() {
      for (const leaf of leaves) for (let i = 0; i < CELLS; i++) additions[i] += leaf
    },
    grid: () => predictGrid(booster, axes, { base, output: "margin", out: cells }),
    rows: () => booster.predict(rows, { numRows: SAMPLE, output: "margin", out: sample }),
    curves() {
      for (const row of curveRows)
        predictGrid(booster, epochAxis, { base: row, output: "margin", out: curve })
    },
    singles() {
      for (const row of curveRows) {
        for (let at = 0; at < EPOCHS; at += EVERY) {
          row[encoder.epochColumn] = at + 1
          booster.predict(row, one)
        }
      }
    },
  })
  return {
    "additions, ms": times.additions,
    "grid, ms": times.grid,
    "the same cells as a batch, ms": times.rows * (CELLS / SAMPLE),
    "curve, µs": (times.curves / CURVES) * 1000,
    "200 rows one by one, µs": ((times.singles * EVERY) / CURVES) * 1000,
  }
}

const folder = mkdtempSync(join(tmpdir(), "jahs-regions-"))
const script = join(import.meta.dirname, "rivals", "models.py")
console.error("training model A")
execFileSync(PYTHON, [script, "train", "A", folder])
const modelA = new Uint8Array(readFileSync(join(folder, "model.ubj")))
const namesA = JSON.parse(readFileSync(join(folder, "model.json"), "utf8")).learner.feature_names as string[]
rmSync(folder, { recursive: true })
const textLarge = gunzipSync(readFileSync(join(values.large, "model.json.gz")))
const namesLarge = JSON.parse(textLarge.toString("utf8")).learner.feature_names as string[]

console.error("model A")
const a = measure(readUbjson(modelA), namesA)
console.error("large")
const large = measure(readJson(new Uint8Array(textLarge)), namesLarge)

/** Shortest wall-clock milliseconds of each of two ways, in turn. */
async function quietest(works: readonly (() => unknown)[]): Promise<number[]> {
  const best = works.map(() => Number.POSITIVE_INFINITY)
  for (let round = -WARM_ROUNDS; round < ROUNDS; round++) {
    for (const [i, work] of works.entries()) {
      const start = performance.now()
      await work()
      if (round >= 0) best[i] = Math.min(best[i]!, performance.now() - start)
    }
  }
  return best
}

/** What two threads of nothing but additions reach here: more than the machine gives them, no pool can have. */
const ADDITIONS = `
  const { parentPort } = require("node:worker_threads")
  const sums = new Float32Array(4096)
  parentPort.on("message", () => {
    for (let leaf = 0; leaf < 5000; leaf++) for (let i = 0; i < sums.length; i++) sums[i] += leaf
    parentPort.postMessage(sums[0])
  })`

async function limitOfTwo(): Promise<number> {
  const threads = [0, 1].map(() => new Worker(ADDITIONS, { eval: true }))
  const ask = (thread: Worker): Promise<unknown> =>
    new Promise(resolve => {
      thread.once("message", resolve)
      thread.postMessage(0)
    })
  const [one, two] = (await quietest([() => ask(threads[0]!), () => Promise.all(threads.map(ask))])) as [
    number,
    number,
  ]
  await Promise.all(threads.map(thread => thread.terminate()))
  return (2 * one) / two
}

console.error("workers")
const limit = await limitOfTwo()
const benchmark = await openBenchmark({ task: "cifar10" })
const workers = await openWorkers(benchmark, { count: 2 })
const random = createRandom(201)
const configurations = Array.from({ length: QUERIES }, () => benchmark.space.sample(random))
const all = "all" as const
const region = {
  ...configurations[0]!,
  ...{ Activation: all, TrivialAugment: all, Op1: all, Op2: all, Op3: all, Op4: all, Op5: all, Op6: all },
}
const [batch, batchOfTwo, grid, gridOfTwo] = (await quietest([
  () => benchmark.queryMany(configurations),
  () => workers.queryMany(configurations),
  () => benchmark.grid(region),
  () => workers.grid(region),
])) as [number, number, number, number]
await workers.close()

const goals = [
  atMost("grid on large, of the additions' time", 4, large["grid, ms"]! / large["additions, ms"]!),
  atLeast(
    "batch on large, of the grid's time",
    5,
    large["the same cells as a batch, ms"]! / large["grid, ms"]!,
  ),
  atMost("curve on A, of 200 rows' time", 0.14, a["curve, µs"]! / a["200 rows one by one, µs"]!),
  atMost("curve on large, of 200 rows' time", 0.35, large["curve, µs"]! / large["200 rows one by one, µs"]!),
  atLeast("two workers, queryMany, times faster", 1.7, batch / batchOfTwo),
  atLeast("two workers, grid, times faster", 1.7, grid / gridOfTwo),
]
const times = (measured: Record<string, number>): Record<string, number> =>
  Object.fromEntries(Object.entries(measured).map(([name, time]) => [name, rounded(time)]))
const result = {
  ...environment(),
  A: times(a),
  large: times(large),
  workers: times({
    [`queryMany of ${QUERIES}, ms`]: batch,
    "of two workers, ms": batchOfTwo,
    [`grid of ${CELLS} cells × 7 metrics, ms`]: grid,
    "grid of two workers, ms": gridOfTwo,
    "two threads of additions alone, times faster than one": limit,
  }),
  goals,
}
writeResult("regions", result, values.output)
console.log(JSON.stringify(result, null, 2))
for (const { what, wanted, measured, met } of goals) {
  console.log(`${met ? "met   " : "MISSED"}  ${what}: wanted ${wanted}, measured ${measured}`)
}
