/**
 * TPE and NSGA-II against Optuna's, with equal budgets, on Branin's and Hartmann's functions and on counting ones:
 * final regret, or hypervolume, of many seeds a side. Needs Debian's python3-optuna and python3-scipy. And Bayesian
 * optimisation, with a Gaussian process and with a forest, against random search and against limits of regret.
 * `npm run bench:optimisers`; with `-- --seeds 20` and `-- --only tpe` less.
 */
import { parseArgs } from "node:util"
import { functions, pairs } from "../test/unit/search/problems.ts"
import { type Alone, compareWithRandom, LIMITS } from "./known-functions.ts"
import { type Comparison, compareNsga2, compareTpe } from "./optuna.ts"
import { type Environment, environment, writeResult } from "./support.ts"

/** What is written to `bench/results`. */
export interface OptimisersResult {
  readonly environment: Environment
  readonly numSeeds: number
  readonly results: readonly Comparison[]
  readonly alone: readonly Alone[]
}

const KINDS = ["tpe", "nsga2", "bayesian", "smac"] as const

const { values } = parseArgs({
  options: { seeds: { type: "string", default: "100" }, only: { type: "string" } },
})
const numSeeds = Number(values.seeds)
const { only } = values
if (only !== undefined && !KINDS.some(kind => kind === only)) {
  console.error(`--only: expected one of ${KINDS.join(", ")}, got ${only}`)
  process.exit(2)
}
const isWanted = (kind: (typeof KINDS)[number]): boolean => only === undefined || only === kind

/** It takes long: each row is shown when it is there. */
function shown<Row>(row: Row): Row {
  console.log(JSON.stringify(row))
  return row
}

const alone: Alone[] = []
for (const limit of LIMITS)
  if (isWanted(limit.optimiser)) alone.push(shown(compareWithRandom(limit, numSeeds)))
const results: Comparison[] = []
if (isWanted("tpe"))
  for (const name of Object.keys(functions)) results.push(shown(compareTpe(name, numSeeds)))
if (isWanted("nsga2"))
  for (const name of Object.keys(pairs)) results.push(shown(compareNsga2(name, numSeeds)))
if (only === undefined) {
  writeResult("optimisers", {
    environment: environment(),
    numSeeds,
    results,
    alone,
  } satisfies OptimisersResult)
}
