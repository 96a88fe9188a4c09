/**
 * What things cost on one runtime: run by Node, Deno and Bun alike, it prints one line of JSON. Seven models of
 * the bundled ones' shape stand for the kernels, the bundled release of cifar10 for the benchmark.
 */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { Bench } from "tinybench"
import { createRandom, openBenchmark, readJson } from "./package.ts"
import { runtimeName } from "./rivals/serve.ts"
import { ROOT, rounded } from "./support.ts"
import { syntheticModel, syntheticRows } from "./synthetic.ts"

/** Milliseconds of one call. */
export interface Latency {
  readonly p50: number
  readonly p99: number
  readonly samples: number
}

export interface Measured {
  readonly runtime: string
  readonly milliseconds: Readonly<Record<string, Latency>>
}

const SINGLE_ROWS = 2048
const MOST_ROWS = 100_000
const BATCHES = [1, 64, 4096, MOST_ROWS]

const boosters = Array.from({ length: 7 }, (_, seed) => readJson(syntheticModel(seed + 1)))
const { numFeatures } = boosters[0]!
const rows = syntheticRows(MOST_ROWS, 201)
const single = Array.from({ length: SINGLE_ROWS }, (_, i) =>
  rows.slice(i * numFeatures, (i + 1) * numFeatures),
)
const benchmark = await openBenchmark({ task: "cifar10" })
const pack = new Uint8Array(readFileSync(join(ROOT, "models", "distilled-2", "cifar10.bin")))
const random = createRandom(201)
const configurations = Array.from({ length: 1000 }, () => benchmark.space.sample(random))
let at = 0
function next<T>(list: readonly T[]): T {
  at = (at + 1) % list.length
  return list[at]!
}

const one = { out: new Float32Array(1) }
// The few iterations are for the largest batch, of which each takes as long as the time of all others.
const bench = new Bench({ time: 1000, iterations: 6, warmupTime: 300, warmupIterations: 1 })
bench.add("row, 7 models in turn", () => {
  const row = next(single)
  for (const booster of boosters) booster.predict(row, one)
})
bench
  .add("query, 7 metrics", () => benchmark.query(next(configurations)))
  .add("query, 1 metric", () => benchmark.query(next(configurations), { metrics: ["valid-acc"] }))
  .add("trajectory, 200 epochs × 7 metrics", () => benchmark.trajectory(next(configurations)))
  .add("queryMany, 1000 configurations × 7 metrics", () => benchmark.queryMany(configurations))
  .add("sample", () => benchmark.space.sample(random))
  .add("open, 7 metrics", () => openBenchmark({ task: "cifar10", source: pack }))
  .add("open, 1 metric", () => openBenchmark({ task: "cifar10", source: pack, metrics: ["valid-acc"] }))
for (const numRows of BATCHES) {
  const options = { numRows, out: new Float32Array(numRows) }
  const part = rows.subarray(0, numRows * numFeatures)
  bench.add(`batch of ${numRows} rows`, () => next(boosters).predict(part, options))
}
await bench.run()

const milliseconds = Object.fromEntries(
  bench.tasks.map(({ name, result }) => {
    if (!("latency" in result)) throw new Error(`${name} did not finish`)
    const { p50, p99, samplesCount } = result.latency
    return [name, { p50: rounded(p50), p99: rounded(p99), samples: samplesCount }] as const
  }),
)
const measured: Measured = { runtime: runtimeName(), milliseconds }
console.log(JSON.stringify(measured))
