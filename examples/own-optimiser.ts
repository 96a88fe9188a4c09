/** An optimiser of your own against random search, in a small study: `npx tsx examples/own-optimiser.ts`. */
import { createRandom, openBenchmark } from "jahs-bench-201"
import { type OwnOptimiser, protocolOf, runStudy } from "jahs-bench-201/experiments"
import { RandomSearch, type SearchConfiguration } from "jahs-bench-201/search"

/** Keeps most of the best configuration so far, and draws the rest anew. */
const keepMost: OwnOptimiser = (hyperparameters, { goals: [goal], seed }) => {
  const random = createRandom(seed)
  const fresh = new RandomSearch(hyperparameters, { goal, seed })
  const asked: SearchConfiguration[] = []
  let best = { configuration: {} as SearchConfiguration, value: Number.NEGATIVE_INFINITY }
  return {
    ask() {
      const { id, configuration } = fresh.ask()
      const kept = Object.entries(best.configuration).filter(() => random.random() < 0.8)
      asked.push({ ...configuration, ...Object.fromEntries(kept) })
      return { id, configuration: asked[id] }
    },
    tell(id, [value]) {
      if (value > best.value) best = { configuration: asked[id], value }
    },
  }
}

const benchmark = await openBenchmark({ task: "cifar10" })
const protocol = protocolOf({
  tasks: ["cifar10"],
  arms: [{ optimiser: "random" }, { optimiser: "keep-most" }],
  seeds: 10,
  budget: 50,
})
const { results } = await runStudy([benchmark], protocol, { optimisers: { "keep-most": keepMost } })
console.log(`valid-acc after 50 mean full evaluations, release ${benchmark.release}: mean of 10 seeds`)
for (const { name } of protocol.arms) {
  const finals = results.runs.filter(({ arm }) => arm === name).map(({ values }) => Math.max(...values[0]))
  console.log(`${name}: ${(finals.reduce((sum, value) => sum + value, 0) / finals.length).toFixed(2)} %`)
}
