/** TPE and NSGA-II against Optuna, where Debian's python3-optuna is: few seeds of what `npm run bench:optimisers` does. */
import { spawnSync } from "node:child_process"
import { expect, it } from "vitest"
import { compareNsga2, compareTpe, optunaHypervolumes } from "../../../bench/optuna.ts"
import { createRandom } from "../../../src/random/generator.ts"
import { hypervolume } from "../../../src/search/index.ts"

const probe = spawnSync("/usr/bin/python3", ["-c", "import optuna, scipy"])
const isInstalled = probe.status === 0
const isRequired = process.env["CI"] === "true"
if (!isInstalled && !isRequired)
  console.log("Optuna skipped: python3-optuna and python3-scipy are not installed")

const oracle = it.skipIf(!isInstalled && !isRequired)

oracle("TPE is not worse on Branin's function after 40 trials", { timeout: 300_000 }, () => {
  const { ours, optuna, p } = compareTpe("branin", 10, 40)
  expect(p, `medians of ${ours} and ${optuna}`).toBeGreaterThanOrEqual(0.01)
})

oracle(
  "NSGA-II is not worse on Branin's and Currin's functions after 150 trials",
  { timeout: 300_000 },
  () => {
    const { ours, optuna, p } = compareNsga2("braninCurrin", 10, 150)
    expect(p, `medians of ${ours} and ${optuna}`).toBeGreaterThanOrEqual(0.01)
  },
)

oracle("hypervolumes are Optuna's, of two to four objectives", { timeout: 60_000 }, () => {
  const random = createRandom(9)
  const sets = Array.from({ length: 60 }, (_, i) => {
    const objectives = 2 + (i % 3)
    const points = Array.from({ length: 1 + random.integers(0, 12) }, () =>
      Array.from({ length: objectives }, () => random.random()),
    )
    return { points, reference: Array<number>(objectives).fill(1.1) }
  })
  for (const [at, volume] of optunaHypervolumes(sets).entries()) {
    const { points, reference } = sets[at]!
    expect(Math.abs(hypervolume(points, reference) - volume)).toBeLessThan(1e-12)
  }
})
