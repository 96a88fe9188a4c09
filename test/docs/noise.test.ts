/** docs/noise: the stored analysis is of the bundled table, its page of the analysis, and the words are true of both. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, it } from "vitest"
import { learningFigure } from "../../scripts/measured/learning-figure.ts"
import { analysisOf } from "../../scripts/measured/noise-pages.ts"
import type { NoiseAnalysis } from "../../src/experiments/noise/noise-analysis.ts"
import { root } from "./blocks.ts"
import { storedNoise } from "./noise-tables.ts"

const read = (file: string): string => readFileSync(join(root, file), "utf8")

/** Sizes and what was fitted to them take half a minute: `npm run measured` measures them. */
it("the stored analysis is what the bundled table gives again", async () => {
  const parquet = readFileSync(join(root, "models/measured-1/fashion_mnist.parquet"))
  const { learning, ...again } = await analysisOf(parquet, 0)
  expect(learning).toBe(null)
  const { learning: stored, ...rest } = storedNoise()
  expect(JSON.parse(JSON.stringify(again))).toEqual(rest)
  const { fidelities } = rest
  const most = Math.max(...fidelities.map(({ configurations }) => configurations))
  expect(fidelities.find(({ fidelity }) => fidelity === stored!.fidelity)!.configurations).toBe(most)
  const largest = Math.max(...stored!.points.map(({ numConfigurations }) => numConfigurations))
  expect(largest).toBe(most - Math.ceil(0.2 * most))
})

it("page and figure are of the stored analysis", () => {
  const analysis = storedNoise()
  const page = read("docs/noise/measured-1.html")
  for (const { metric, tau } of analysis.reruns) expect(page, metric).toContain(tau.value.toFixed(3))
  expect(page).toContain(`${analysis.shift!.numRuns[0]} runs of the first collection`)
  expect(read("docs/noise/learning-curves.svg")).toBe(learningFigure(analysis))
})

it("what docs/noise.md says of surrogates and of what moved is true", () => {
  const { learning, reruns, shift } = storedNoise() as NoiseAnalysis & { learning: object; shift: object }
  const largest = Math.max(...learning.points.map(({ numConfigurations }) => numConfigurations))
  for (const metric of ["train-acc", "valid-acc", "test-acc"]) {
    const last = learning.points.find(of => of.metric === metric && of.numConfigurations === largest)!
    expect(last.tau, metric).toBeLessThan(reruns.find(of => of.metric === metric)!.tau.value)
    expect(last.r2, metric).toBeLessThan(0.6)
    expect(last.tau).toBeGreaterThan(learning.points.find(of => of.metric === metric)!.tau)
  }
  for (const { metric, hasMoved } of shift.metrics) {
    expect(hasMoved, metric).toBe(metric === "latency" || metric === "runtime")
  }
})
