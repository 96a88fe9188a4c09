/** Node, Deno and Bun: trains one epoch with the installed package, tells it, and then waits to be ended. */
import process from "node:process"
import { openBenchmark } from "jahs-bench-201"

const [cache, configuration, mode] = process.argv.slice(2)
const live = await openBenchmark({ task: "fashion_mnist", kind: "live", cache })
const onProgress = () => {
  if (mode === "exit") process.exit(7)
}
for await (const epoch of live.train(JSON.parse(configuration), { epochs: 200, seed: 5, onProgress })) {
  console.log(JSON.stringify(epoch))
  await new Promise(() => setInterval(() => {}, 1000))
}
