/** The names that examples may use without declaring them; CONTRIBUTING.md lists them. */
import { readFileSync } from "node:fs"
import { createRandom, openBenchmark } from "jahs-bench-201"
import { connectBenchmark } from "jahs-bench-201/client"
import { createHandler } from "jahs-bench-201/service"
import { readBooster } from "jahs-bench-201/trees"

/** The bytes of the model of examples/train-iris.py: 4 features, 3 classes. */
export const bytes = readFileSync("model.ubj")

/** A regression on 6 features without names. */
export const booster = readBooster(readFileSync("model.json"))

/** Two rows for `booster`. */
export const rows = Float32Array.from({ length: 12 }, (_, k) => k / 4)

/** The first of them. */
export const row = rows.slice(0, 6)

/** A JSON dump of `booster`. */
export const text = readFileSync("dump.json", "utf8")

export const benchmark = await openBenchmark({ task: "cifar10" })

/** The same on a service. */
export const remote = await connectBenchmark("http://localhost", {
  task: "cifar10",
  fetch: createHandler({ benchmarks: [benchmark] }),
})

export const configuration = benchmark.space.sample(createRandom(8))

export const configurations = Array.from({ length: 5 }, (_, seed) =>
  benchmark.space.sample(createRandom(seed)),
)

/**
 * A `fetch` that answers from the working directory.
 *
 * @param {string} name
 * @returns {Promise<Response>}
 */
export async function fetch(name) {
  return new Response(readFileSync(name))
}
