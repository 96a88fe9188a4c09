/**
 * TPE and NSGA-II against Optuna's, with equal budgets, on Branin's and Hartmann's functions and on counting ones:
 * final regret, or hypervolume, of many seeds a side. Needs Debian's python3-optuna and python3-scipy.
 * `npm run bench:optimisers`; with `-- --seeds 20` and `-- --only tpe` less.
 */
import { writeFileSync } from "node:fs"
import { parseArgs } from "node:util"
import { functions, pairs } from "../test/unit/search/problems.ts"
import { type Comparison, compareNsga2, compareTpe } from "./optuna.ts"

const { values } = parseArgs({
  options: { seeds: { type: "string", default: "100" }, only: { type: "string" } },
})
const numSeeds = Number(values.seeds)
const results: Comparison[] = []
if (values.only !== "nsga2")
  for (const name of Object.keys(functions)) results.push(compareTpe(name, numSeeds))
if (values.only !== "tpe") for (const name of Object.keys(pairs)) results.push(compareNsga2(name, numSeeds))
console.table(results)
if (values.only === undefined) {
  const file = new URL("results/optimisers.json", import.meta.url)
  writeFileSync(file, `${JSON.stringify({ numSeeds, results }, null, 2)}\n`)
}
