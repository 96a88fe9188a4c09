/** A learning curve on Deno: `deno run --allow-read examples/deno.ts`. */
import { createRandom, openBenchmark } from "jahs-bench-201"

const benchmark = await openBenchmark({ task: "fashion_mnist" })
const configuration = benchmark.space.sample(createRandom(8))
const curve = benchmark.trajectory(configuration, { metrics: ["valid-acc"] })
for (const epoch of [1, 10, 50, 200]) {
  console.log(`epoch ${epoch}: valid-acc ${curve["valid-acc"][epoch - 1]?.toFixed(2)} %`)
}
