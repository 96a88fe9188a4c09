/** Optimisers on the bundled release, on the simulated clock: better than random search with the same budget. */
import { describe, expect, it } from "vitest"
import { openBenchmark } from "../../../src/entries/node.ts"
import {
  epochRungs,
  evaluateMetric,
  MEAN_FULL_EVALUATION,
  OPTIMISERS,
  SimulatedClock,
  type SingleObjectiveName,
  studySpace,
} from "../../../src/search/index.ts"
import { meanOf } from "./functions.ts"

const BUDGET = 50
const seeds = Array.from({ length: 12 }, (_, seed) => seed)

async function bestsOf(task: "cifar10" | "fashion_mnist"): Promise<(name: SingleObjectiveName) => number[]> {
  const benchmark = await openBenchmark({
    task,
    source: new URL(`../../../models/distilled-2/${task}.bin`, import.meta.url),
  })
  const space = studySpace(benchmark.space, { kind: "joint" })
  const evaluate = evaluateMetric(benchmark, "valid-acc")
  return name =>
    seeds.map(seed => {
      const { make, usesRungs } = OPTIMISERS[name]
      const search = make(space, { goal: "maximize", seed, ...(usesRungs ? { rungs: epochRungs() } : {}) })
      new SimulatedClock(search, evaluate).run({ until: BUDGET * MEAN_FULL_EVALUATION[task] })
      return search.best!.value
    })
}

describe("after 50 mean full evaluations of cifar10", async () => {
  const bests = await bestsOf("cifar10")
  const random = bests("random")
  it.each(["local-search", "regularised-evolution", "hyperband", "dehb", "tpe"] as const)(
    "%s is better than random search on average",
    name => {
      expect(meanOf(bests(name))).toBeGreaterThan(meanOf(random))
    },
  )
})
