/** Random search on the benchmark: `node examples/random-search.mjs [task] [evaluations] [seed]`. */
import { createRandom, openBenchmark } from "jahs-bench-201"

const [task = "cifar10", evaluations = "100", seed = "0"] = process.argv.slice(2)
const benchmark = await openBenchmark({ task })
const random = createRandom(Number(seed))
let incumbent
let runtime = 0
console.log(`${task}, release ${benchmark.release}: not the official surrogates`)
for (let evaluation = 1; evaluation <= Number(evaluations); evaluation++) {
  const configuration = benchmark.space.sample(random)
  const metrics = benchmark.query(configuration, { epoch: 200 })
  runtime += metrics.runtime
  if (incumbent && metrics["valid-acc"] <= incumbent.metrics["valid-acc"]) continue
  incumbent = { configuration, metrics }
  const days = (runtime / 86_400).toFixed(1)
  console.log(`evaluation ${evaluation}, day ${days}: valid-acc ${metrics["valid-acc"].toFixed(2)} %`)
}
console.log(incumbent)
