/** Model-based optimisers on functions with known minima, beside random search with the same budgets. */
import { quantile } from "../src/numeric/ranks.ts"
import { OPTIMISERS } from "../src/search/index.ts"
import { regretOf } from "../test/unit/search/functions.ts"
import { functions } from "../test/unit/search/problems.ts"

/** What is asked of an optimiser. */
export interface Limit {
  readonly optimiser: "bayesian" | "smac"
  readonly problem: string
  readonly trials: number
  /** Of the median regret; null where random search's is all that there is to beat. */
  readonly limit: number | null
  /** Seeds of a side, at most: a Gaussian process of a hundred trials takes half a minute. */
  readonly mostSeeds: number
}

export const LIMITS: readonly Limit[] = [
  { optimiser: "bayesian", problem: "branin", trials: 50, limit: 0.01, mostSeeds: 30 },
  { optimiser: "bayesian", problem: "hartmann", trials: 100, limit: 0.2, mostSeeds: 20 },
  { optimiser: "smac", problem: "branin", trials: 100, limit: null, mostSeeds: 30 },
  { optimiser: "smac", problem: "hartmann", trials: 100, limit: null, mostSeeds: 30 },
  { optimiser: "smac", problem: "countingOnes", trials: 100, limit: null, mostSeeds: 30 },
]

/** An optimiser without a counterpart. */
export interface Alone {
  readonly optimiser: "bayesian" | "smac"
  readonly problem: string
  readonly trials: number
  readonly numSeeds: number
  readonly measure: "regret"
  /** Medians. */
  readonly ours: number
  readonly random: number
  readonly limit: number | null
}

/** Final regrets of many seeds. */
export function compareWithRandom(
  { optimiser, problem, trials, limit, mostSeeds }: Limit,
  numSeeds: number,
): Alone {
  const seeds = Array.from({ length: Math.min(numSeeds, mostSeeds) }, (_, seed) => seed)
  const known = functions[problem]!
  const regrets = (name: "random" | Limit["optimiser"]): number[] =>
    seeds.map(seed => regretOf(OPTIMISERS[name].make(known.space, { goal: "minimize", seed }), known, trials))
  const [ours, random] = [quantile(regrets(optimiser), 0.5), quantile(regrets("random"), 0.5)]
  return { optimiser, problem, trials, numSeeds: seeds.length, measure: "regret", ours, random, limit }
}
