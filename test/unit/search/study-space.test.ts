import { beforeAll, describe, expect, it } from "vitest"
import type { Benchmark } from "../../../src/benchmark/index.ts"
import {
  evaluateMetric,
  evaluateMetrics,
  MEAN_FULL_EVALUATION,
  RandomSearch,
  SimulatedClock,
  studySpace,
} from "../../../src/search/index.ts"
import { jahsSpace } from "../../../src/space/index.ts"
import { bundled } from "../../support/bundled.ts"

let benchmark: Benchmark
beforeAll(async () => {
  benchmark = await bundled("cifar10")
})

const OPERATIONS = ["Op1", "Op2", "Op3", "Op4", "Op5", "Op6"]
const TRAINING = ["LearningRate", "WeightDecay", "Activation", "TrivialAugment"]
const varying = (space: ReturnType<typeof studySpace>): string[] =>
  space.filter(({ kind }) => kind !== "constant").map(({ name }) => name)

describe("the spaces of the study", () => {
  it("are the joint one, and its two halves", () => {
    expect(varying(studySpace(jahsSpace, { kind: "joint" }))).toEqual([...OPERATIONS, ...TRAINING])
    expect(varying(studySpace(jahsSpace, { kind: "hpo-only" }))).toEqual(TRAINING)
    expect(varying(studySpace(jahsSpace, { kind: "nas-only" }))).toEqual(OPERATIONS)
  })

  it("fix what is not searched by the seed", () => {
    const fixed = (seed: number): string =>
      JSON.stringify(
        studySpace(jahsSpace, { kind: "nas-only", seed }).filter(({ kind }) => kind === "constant"),
      )
    expect(fixed(1)).toBe(fixed(1))
    expect(new Set([0, 1, 2, 3, 4].map(fixed)).size).toBe(5)
    const fidelities = { N: [1, 3], W: [4], Resolution: [0.5] }
    expect(varying(studySpace(jahsSpace, { kind: "hpo-only", fidelities }))).toEqual([...TRAINING, "N"])
  })

  it("are refused by another name", () => {
    expect(() => studySpace(jahsSpace, { kind: "both" as "joint" })).toThrow(
      'options.kind: expected "joint", "hpo-only" or "nas-only", got "both"',
    )
  })
})

describe("a benchmark on the clock", () => {
  it("answers by fidelity", () => {
    const configuration = { ...benchmark.space.defaultConfiguration() }
    const options = { metrics: ["valid-acc", "runtime"] as const }
    const full = benchmark.query(configuration, options)
    expect(evaluateMetric(benchmark, "valid-acc")(configuration, null)).toEqual({
      value: full["valid-acc"],
      runtime: full.runtime,
    })
    const early = benchmark.query(configuration, { ...options, epoch: 7 })
    expect(evaluateMetrics(benchmark, ["runtime", "valid-acc"])(configuration, { epoch: 7 })).toEqual({
      value: [early.runtime, early["valid-acc"]],
      runtime: early.runtime,
    })
    // The bundled release has N = 5 only: another N as a fidelity is another configuration.
    expect(() => evaluateMetric(benchmark, "valid-acc")(configuration, { N: 3 })).toThrow("N")
  })

  it("takes as long as its runtimes add up to", () => {
    const search = new RandomSearch(studySpace(benchmark.space, { kind: "joint" }), { goal: "maximize" })
    const clock = new SimulatedClock(search, evaluateMetric(benchmark, "valid-acc"))
    clock.run({ until: 20 * MEAN_FULL_EVALUATION.cifar10 })
    const { events } = clock.toJSON()
    const runtimes = events.flatMap(event => (event.event === "end" ? [event.runtime] : []))
    expect(runtimes.length).toBeGreaterThan(10)
    expect(clock.time).toBe(runtimes.reduce((sum, runtime) => sum + runtime, 0))
    expect(clock.time).toBeLessThanOrEqual(20 * MEAN_FULL_EVALUATION.cifar10)
  })
})
