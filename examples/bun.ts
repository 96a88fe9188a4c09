/** Many configurations at once on Bun: `bun examples/bun.ts`. */
import { createRandom, metrics, openBenchmark } from "jahs-bench-201"

const benchmark = await openBenchmark({ task: "cifar10" })
const random = createRandom(8)
const configurations = Array.from({ length: 1000 }, () => benchmark.space.sample(random))
const columns = benchmark.queryMany(configurations, { epoch: 200 })
for (const { name, unit } of metrics) {
  const column = columns[name].toSorted()
  console.log(`${name}: median ${column[500]?.toFixed(2)} ${unit}`)
}
