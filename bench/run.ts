/** What a query, a trajectory, a batch and an open cost on the bundled release: `npm run bench`. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { createRandom, openBenchmark } from "jahs-bench-201"
import { Bench } from "tinybench"
import { environment, writeResult } from "./support.ts"

const benchmark = await openBenchmark({ task: "cifar10" })
const pack = readFileSync(join(import.meta.dirname, "..", "models", "cifar10.bin"))
const random = createRandom(201)
const configurations = Array.from({ length: 1000 }, () => benchmark.space.sample(random))
let at = 0
const next = () => configurations[at++ % configurations.length]

const bench = new Bench({ time: 1500, warmupTime: 500 })
bench
  .add("query, 7 metrics", () => benchmark.query(next()))
  .add("query, valid-acc", () => benchmark.query(next(), { metrics: ["valid-acc"] }))
  .add("trajectory, 200 epochs × 7 metrics", () => benchmark.trajectory(next()))
  .add("queryMany, 1000 configurations × 7 metrics", () => benchmark.queryMany(configurations))
  .add("sample", () => benchmark.space.sample(random))
  .add("open, 7 metrics", () => openBenchmark({ task: "cifar10", source: pack }))
await bench.run()

writeResult("benchmark", {
  ...environment(),
  milliseconds: Object.fromEntries(
    bench.tasks.map(({ name, result }) => {
      if (!("latency" in result)) throw new Error(`${name} did not finish`)
      const { p50, p99 } = result.latency
      return [name, { p50: Number(p50.toPrecision(3)), p99: Number(p99.toPrecision(3)) }]
    }),
  ),
})
