/**
 * Whether two threads could build a tree's histograms faster than one: CPU time a tree, of its histograms, and of the
 * larger half of their columns, which the slower of two threads would have. `npm run bench:histograms`.
 */
import { writeFileSync } from "node:fs"
import { createRandom } from "../src/random/generator.ts"
import { createEncoder, encodedColumns, jahsSpace } from "../src/space/index.ts"
import { Boosting } from "../src/training/boosting.ts"
import { type BinBlock, binTable } from "../src/training/grow/binned-table.ts"
import { Histograms } from "../src/training/grow/histogram.ts"
import { settingsOf } from "../src/training/parameters.ts"
import { checkTable } from "../src/training/training-data.ts"

/** What was measured: times in milliseconds of CPU time a tree. */
export interface HistogramThreads {
  readonly columns: number
  readonly fillsATree: number
  readonly tree: number
  readonly histograms: number
  readonly halfHistograms: number
  /** One thread's time by that of the slower of two. */
  readonly gainAtMost: number
}

const NUM_ROWS = 150_000
const ROUNDS = 9
const TREES_A_ROUND = 10

const random = createRandom(1)
const encoder = createEncoder(encodedColumns())
const { numFeatures } = encoder
const rows = new Float32Array(NUM_ROWS * numFeatures)
const labels = new Float32Array(NUM_ROWS)
for (let row = 0; row < NUM_ROWS; row++) {
  const configuration = jahsSpace.sample(random)
  const epoch = 1 + (row % 200)
  encoder.encode(configuration, epoch, rows, row * numFeatures)
  const { Op1, Op3, N, LearningRate } = configuration
  labels[row] = Op1 + 3 * Math.abs(Math.log(LearningRate)) + epoch / 50 + (Op3 * N) / 5 + random.random()
}
const table = checkTable({ rows, numFeatures, labels }, "data")
const settings = settingsOf({ learningRate: 0.1 }, numFeatures)
const binned = binTable(table, settings.maxBins)

/** The first columns of a block, in one of their own. */
function firstColumns({ bins, columns }: BinBlock, count: number): BinBlock {
  const own = columns.slice(0, count)
  const taken = new Uint16Array(NUM_ROWS * count)
  for (let row = 0; row < NUM_ROWS; row++) {
    for (let at = 0; at < count; at++) taken[row * count + at] = bins[row * columns.length + at] ?? 0
  }
  return { bins: taken, columns: own, numBins: own.reduce((sum, { numBins }) => sum + numBins, 0) }
}

const half = {
  ...binned,
  blocks: binned.blocks.map(block => firstColumns(block, Math.ceil(block.columns.length / 2))),
}
const extras = { none: null, all: new Histograms(binned), half: new Histograms(half) }
let extra: Histograms | null = null
let numFills = 0
const fill = Histograms.prototype.fill
// What is filled once more, and thrown away, costs what filling costs: a clock around each call would cost as much.
Histograms.prototype.fill = function (...given) {
  numFills++
  if (extra !== null) extra.release(fill.apply(extra, given))
  return fill.apply(this, given)
}

function cpuMilliseconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

const boosting = new Boosting(table, settings, "rmse")
for (let tree = 0; tree < TREES_A_ROUND; tree++) boosting.next()
numFills = 0
const times: Record<keyof typeof extras, number[]> = { none: [], all: [], half: [] }
for (let round = 0; round < ROUNDS; round++) {
  for (const kind of ["none", "all", "half"] as const) {
    extra = extras[kind]
    const start = cpuMilliseconds()
    for (let tree = 0; tree < TREES_A_ROUND; tree++) boosting.next()
    times[kind].push((cpuMilliseconds() - start) / TREES_A_ROUND)
  }
}
const least = (values: readonly number[]): number => Math.min(...values)
const tree = least(times.none)
const histograms = least(times.all) - tree
const halfHistograms = least(times.half) - tree
const result: HistogramThreads = {
  columns: binned.blocks.reduce((sum, { columns }) => sum + columns.length, 0),
  fillsATree: numFills / (3 * ROUNDS * TREES_A_ROUND),
  ...{ tree, histograms, halfHistograms },
  gainAtMost: tree / (tree - histograms + halfHistograms),
}
console.table(result)
writeFileSync(
  new URL("results/histogram-threads.json", import.meta.url),
  `${JSON.stringify(result, null, 2)}\n`,
)
