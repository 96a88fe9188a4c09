/**
 * Training against XGBoost's `hist` on one thread, in one run: CPU time on the published predictions of the official
 * surrogates as rows, and accuracy on rows apart, there and on two synthetic tables.
 * `npm run bench:training -- --predictions ../official-predictions [--out bench/results]`
 */
import { execFileSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { gunzipSync } from "node:zlib"
import { parse } from "csv-parse/sync"
import { createRandom } from "jahs-bench-201"
import { train } from "jahs-bench-201/training"
import { atLeast, atMost, environment, type Goal, RESULTS, rounded, writeResult } from "./support.ts"

const METRICS = ["FLOPS", "latency", "runtime", "size_MB", "train-acc", "valid-acc", "test-acc"] as const
const ACTIVATIONS = ["ReLU", "Hardswish", "Mish"]
const SEED = 201

interface Table {
  readonly rows: Float32Array
  readonly numFeatures: number
  readonly labels: Float32Array
}

interface Settings {
  readonly numTrees: number
  readonly maxDepth: number
  readonly learningRate: number
}

interface Judged {
  readonly r2: number
  readonly tau: number
}

interface Answer {
  readonly seconds: number
  readonly version: string
  readonly theirs: Judged
  readonly ours: Judged
}

const { values: options } = parseArgs({
  options: { predictions: { type: "string" }, out: { type: "string", default: RESULTS } },
})
if (options.predictions === undefined) {
  console.error("--predictions: expected the folder of cifar10.csv.gz and fashion_mnist.csv.gz")
  process.exit(2)
}

type Line = Readonly<Record<string, string>>

function readLines(folder: string, task: string): Line[] {
  return parse(gunzipSync(readFileSync(join(folder, `${task}.csv.gz`))), { columns: true })
}

/** 41 features as the surrogates have them: 35 one-hot columns, N, W, Resolution, and what is continuous. */
function featuresOf(line: Line): number[] {
  const operations = [1, 2, 3, 4, 5, 6].flatMap(edge =>
    [0, 1, 2, 3, 4].map(operation => +(line[`Op${edge}`] === `${operation}`)),
  )
  const activation = ACTIVATIONS.map(name => +(line["Activation"] === name))
  const augment = +(line["TrivialAugment"] === "True")
  const continuous = ["LearningRate", "WeightDecay", "epoch"].map(name => Number(line[name]))
  return [...operations, ...activation, augment, 1 - augment, 5, 16, 1, ...continuous]
}

function tableOf(lines: readonly Line[], metric: string): Table {
  const rows = Float32Array.from(lines.flatMap(featuresOf))
  const labels = Float32Array.from(lines, line => Number(line[metric]))
  return { rows, numFeatures: rows.length / labels.length, labels }
}

/** A smooth function of eight of ten numbers, with noise; some values missing where it is asked. */
function synthetic(numRows: number, missing: number): Table {
  const random = createRandom(SEED)
  const numFeatures = 10
  const rows = Float32Array.from({ length: numRows * numFeatures }, () => random.random())
  const labels = new Float32Array(numRows)
  for (let row = 0; row < numRows; row++) {
    const [a, b, c, d, e, f, g, h] = rows.subarray(row * numFeatures, (row + 1) * numFeatures)
    const smooth = 10 * a! * b! + 20 * (c! - 0.5) ** 2 + 10 * d! + 5 * e! * f! - 3 * g! * h!
    labels[row] = smooth + random.random() + random.random() - 1
  }
  for (let at = 0; at < rows.length; at++) if (random.random() < missing) rows[at] = Number.NaN
  return { rows, numFeatures, labels }
}

/** One row of five is kept apart. */
function divide({ rows, numFeatures, labels }: Table): readonly [train: Table, test: Table] {
  const random = createRandom(SEED)
  const isApart = Uint8Array.from(labels, () => +(random.integers(0, 5) === 0))
  const part = (side: number): Table => {
    const at = Array.from(labels.keys()).filter(row => isApart[row] === side)
    const own = new Float32Array(at.length * numFeatures)
    for (const [to, row] of at.entries()) {
      own.set(rows.subarray(row * numFeatures, (row + 1) * numFeatures), to * numFeatures)
    }
    return { rows: own, numFeatures, labels: Float32Array.from(at, row => labels[row]!) }
  }
  return [part(0), part(1)]
}

const folder = mkdtempSync(join(tmpdir(), "bench-training-"))

function keep(name: string, values: Float32Array): void {
  writeFileSync(
    join(folder, `${name}.bin`),
    new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
  )
}

function askXGBoost(table: Table, settings: Settings, judge: boolean): Answer {
  keep("train-rows", table.rows)
  keep("train-labels", table.labels)
  const parameters = { max_depth: settings.maxDepth, eta: settings.learningRate }
  const { numFeatures } = table
  const input = JSON.stringify({ folder, numFeatures, numTrees: settings.numTrees, parameters, judge })
  const script = join(import.meta.dirname, "training-xgboost.py")
  return JSON.parse(execFileSync("/usr/bin/python3", [script], { input, encoding: "utf8" }))
}

/** CPU seconds of a training, all threads of the process together. */
async function trainOurs(
  table: Table,
  settings: Settings,
): Promise<[Awaited<ReturnType<typeof train>>, number]> {
  const before = process.cpuUsage()
  const trained = await train(table, settings)
  const { user, system } = process.cpuUsage(before)
  return [trained, (user + system) / 1e6]
}

interface Accuracy {
  readonly table: string
  readonly numRows: number
  readonly ours: Judged
  readonly xgboost: Judged
}

async function compare(name: string, table: Table, settings: Settings): Promise<Accuracy> {
  const [training, test] = divide(table)
  const [{ booster }] = await trainOurs(training, settings)
  keep("test-rows", test.rows)
  keep("test-labels", test.labels)
  keep("ours", booster.predict(test.rows, { numRows: test.labels.length }))
  const { ours, theirs } = askXGBoost(training, settings, true)
  const digits = ({ r2, tau }: Judged): Judged => ({ r2: Number(r2.toFixed(5)), tau: Number(tau.toFixed(5)) })
  const row = { table: name, numRows: training.labels.length, ours: digits(ours), xgboost: digits(theirs) }
  console.log(
    `${name}: R² ${row.ours.r2} (XGBoost ${row.xgboost.r2}), τ ${row.ours.tau} (${row.xgboost.tau})`,
  )
  return row
}

try {
  const tasks = ["cifar10", "fashion_mnist"].map(
    task => [task, readLines(options.predictions!, task)] as const,
  )
  const lines = tasks.flatMap(([, own]) => own).slice(0, 150_000)
  const timed = tableOf(lines, "valid-acc")
  const settings = { numTrees: 500, maxDepth: 6, learningRate: 0.1 }
  const [, seconds] = await trainOurs(timed, settings)
  const theirs = askXGBoost(timed, settings, false)
  const ratio = seconds / theirs.seconds
  console.log(`${lines.length} × ${timed.numFeatures}, 500 trees: ${seconds} s, XGBoost ${theirs.seconds} s`)

  const accuracy: Accuracy[] = []
  const modest = { numTrees: 200, maxDepth: 6, learningRate: 0.1 }
  for (const [task, own] of tasks) {
    for (const metric of METRICS) {
      accuracy.push(await compare(`${task}, ${metric}`, tableOf(own, metric), modest))
    }
  }
  accuracy.push(await compare("synthetic", synthetic(20_000, 0), modest))
  accuracy.push(await compare("synthetic, one value of ten missing", synthetic(20_000, 0.1), modest))
  const worst = (of: keyof Judged): number => Math.min(...accuracy.map(row => row.ours[of] - row.xgboost[of]))
  const goals: Goal[] = [
    atMost("CPU time of training as a multiple of XGBoost's hist on one thread", 2, ratio),
    atLeast("R² on rows apart, least difference from XGBoost's", -0.005, worst("r2")),
    atLeast("Kendall's τ on rows apart, least difference from XGBoost's", -0.005, worst("tau")),
  ]
  for (const { what, wanted, measured, met } of goals)
    console.log(`${met ? "met" : "MISSED"}: ${what}: ${measured} (${wanted})`)
  const time = { rows: lines.length, features: timed.numFeatures, ...settings }
  const table = {
    ...time,
    seconds: rounded(seconds),
    xgboostSeconds: rounded(theirs.seconds),
    ratio: rounded(ratio),
  }
  const result = {
    environment: environment(),
    xgboost: theirs.version,
    goals,
    time: table,
    settings: modest,
    accuracy,
  }
  writeResult("training", result, options.out)
  if (goals.some(({ met }) => !met)) process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true })
}
