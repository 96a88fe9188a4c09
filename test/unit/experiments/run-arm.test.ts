/** One run: what is recorded is what the benchmark answers, within the budget. */
import { describe, expect, it } from "vitest"
import type { MetricName } from "../../../src/benchmark/index.ts"
import { armOf, beginRun, protocolOf, type RunRecord, runArm } from "../../../src/experiments/index.ts"
import { MEAN_FULL_EVALUATION } from "../../../src/search/index.ts"
import { bundled } from "../../support/bundled.ts"

const benchmark = await bundled("cifar10")
const conditions = protocolOf({ arms: [], budget: 10 })
const BUDGET = 10 * MEAN_FULL_EVALUATION.cifar10

/** The configuration of an evaluation, as the benchmark is asked. */
function configurationAt({ configurations, constants }: RunRecord, at: number): Record<string, unknown> {
  const varying = Object.entries(configurations).map(([name, column]) => [name, column[at]])
  return { ...constants, ...Object.fromEntries(varying) }
}

/** That every column of a run is what the benchmark answers. */
function expectAnswers(run: RunRecord, metrics: readonly MetricName[], extrapolate = false): void {
  expect(run.id.length).toBeGreaterThan(3)
  for (const [at, epoch] of run.epoch.entries()) {
    const answer = benchmark.query(configurationAt(run, at) as never, { epoch, extrapolate })
    expect(metrics.map(metric => answer[metric])).toEqual(run.values.map(column => column[at]))
    expect(run.runtime[at]).toBe(answer.runtime)
  }
}

describe("a run", () => {
  it.each(["random", "hyperband", "tpe"])("of %s records what the benchmark answers", optimiser => {
    const run = runArm(armOf({ optimiser }), benchmark, 3, conditions)
    expectAnswers(run, ["valid-acc"])
    expect(run.numEvaluations).toBe(run.id.length)
    expect(run.totalSeconds).toBeCloseTo(
      run.seconds.reduce((sum, seconds) => sum + seconds, 0),
      3,
    )
    expect(run.time.at(-1)).toBeLessThanOrEqual(BUDGET)
    expect([...run.time]).toEqual([...run.time].sort((a, b) => a - b))
  })

  it("is done again from its log, and refused where that tells of something else", () => {
    const arm = armOf({ optimiser: "tpe" })
    const { clock, limits, record } = beginRun(arm, benchmark, 3, conditions)
    clock.run(limits)
    const log = JSON.parse(JSON.stringify(clock.toJSON()))
    const again = beginRun(arm, benchmark, 3, conditions, log)
    expect(again.clock.toJSON()).toEqual(clock.toJSON())
    expect(again.record()).toEqual(record())
    expect(record()).toEqual(runArm(arm, benchmark, 3, conditions))
    expect(() => beginRun(arm, benchmark, 4, conditions, log)).toThrow(
      "log, events[0]: not what happens with this optimiser",
    )
  })

  it("ends at its trials, if they come first", () => {
    expect(
      runArm(armOf({ optimiser: "random", numTrials: 4 }), benchmark, 0, conditions).numEvaluations,
    ).toBe(4)
  })

  it("believes a published prior, and refuses one where nothing is believed", () => {
    const good = armOf({ optimiser: "bayesian", numTrials: 3, settings: { prior: "good" } })
    expect(good.title).toBe("Bayesian optimisation with the good prior, joint space")
    const accuracies = (["good", "bad"] as const).map(prior => {
      const arm = armOf({ optimiser: "bayesian", numTrials: 3, settings: { prior } })
      return Math.max(...runArm(arm, benchmark, 0, conditions).values[0])
    })
    expect(accuracies[0]).toBeGreaterThan(accuracies[1])
    expect(() => armOf({ optimiser: "random", settings: { prior: "good" } })).toThrow(
      "arm, settings.prior: random has no priors",
    )
  })

  it("costs the difference for more epochs of a configuration", () => {
    const { seconds, runtime, epoch } = runArm(armOf({ optimiser: "hyperband" }), benchmark, 0, conditions)
    const promoted = [...epoch.keys()].filter(at => seconds[at] < runtime[at])
    expect(promoted.length).toBeGreaterThan(10)
    expect(Math.min(...promoted.map(at => epoch[at]))).toBe(7)
  })

  it("fixes the same part for the same seed, whatever the optimiser", () => {
    const constantsOf = (optimiser: string, seed: number) =>
      runArm(armOf({ optimiser, space: "hpo-only" }), benchmark, seed, conditions).constants
    expect(constantsOf("random", 1)).toEqual(constantsOf("tpe", 1))
    expect(constantsOf("random", 1)).not.toEqual(constantsOf("random", 2))
    const nasOnly = runArm(armOf({ optimiser: "random", space: "nas-only" }), benchmark, 1, conditions)
    expect(Object.keys(nasOnly.configurations)).toEqual(["Op1", "Op2", "Op3", "Op4", "Op5", "Op6"])
  })

  it("leaves the release's domain where it is to extrapolate", () => {
    const wide = { ...conditions, extrapolate: true, budget: 30 }
    const run = runArm(armOf({ optimiser: "random" }), benchmark, 0, wide)
    expectAnswers(run, ["valid-acc"], true)
    const { WeightDecay } = run.configurations
    const inside = benchmark.space.get("WeightDecay") as { readonly upper: number; readonly lower: number }
    expect(
      WeightDecay.some(value => (value as number) > inside.upper || (value as number) < inside.lower),
    ).toBe(true)
  })

  it("of several objectives records all of them, for optimisers of one and of several", () => {
    const metrics = ["valid-acc", "latency"] as const
    for (const optimiser of ["nsga2", "random", "hyperband"]) {
      expectAnswers(runArm(armOf({ optimiser, metrics }), benchmark, 0, conditions), metrics)
    }
  })

  it("joins objectives by the paper's scalar for optimisers of one", () => {
    const metrics = ["valid-acc", "size_MB"] as const
    expect(() => runArm(armOf({ optimiser: "tpe", metrics }), benchmark, 0, conditions)).toThrow(
      "paper's scalar",
    )
  })

  it("records improvements alone, on request", () => {
    const arm = armOf({ optimiser: "random" })
    const all = runArm(arm, benchmark, 5, conditions)
    const some = runArm(arm, benchmark, 5, { ...conditions, records: "improvements" })
    const isImprovement = (at: number) =>
      all.values[0].subarray(0, at).every(value => value < all.values[0][at])
    const wanted = [...all.id.keys()].filter(isImprovement)
    expect([...some.id]).toEqual(wanted.map(at => all.id[at]))
    expect([...some.values[0]]).toEqual(wanted.map(at => all.values[0][at]))
    expect([some.numEvaluations, some.totalSeconds]).toEqual([all.numEvaluations, all.totalSeconds])
    expectAnswers(some, ["valid-acc"])
  })

  it("records what nothing earlier dominates, of several objectives", () => {
    const arm = armOf({ optimiser: "nsga2", metrics: ["valid-acc", "latency"] })
    const all = runArm(arm, benchmark, 5, conditions)
    const some = runArm(arm, benchmark, 5, { ...conditions, records: "improvements" })
    const [accuracy, latency] = all.values
    const isDominated = (at: number) =>
      [...all.id.keys()].some(
        before => before < at && accuracy[before] >= accuracy[at] && latency[before] <= latency[at],
      )
    expect([...some.id]).toEqual([...all.id].filter((_, at) => !isDominated(at)))
    expect(some.id.length).toBeLessThan(all.id.length)
  })

  it("has as many evaluations at a time as there are workers", () => {
    const one = runArm(armOf({ optimiser: "random" }), benchmark, 0, conditions)
    const eight = runArm(armOf({ optimiser: "random" }), benchmark, 0, { ...conditions, workers: 8 })
    expect(eight.numEvaluations).toBeGreaterThan(5 * one.numEvaluations)
  })
})
