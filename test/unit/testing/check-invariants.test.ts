/** Every invariant finds the defect that is planted for it, and shrinks to the configuration that shows it. */
import { beforeAll, describe, expect, it } from "vitest"
import type { Benchmark, MetricName, QueryOptions } from "../../../src/benchmark/index.ts"
import {
  assertInvariants,
  checkInvariants,
  InvariantError,
  invariants,
  outcomeText,
  type Subject,
} from "../../../src/entries/fast-check.ts"
import { type ConfigurationInput, jahsSpace } from "../../../src/space/index.ts"
import type { NodeSpec } from "../../../src/testing/forest-spec.ts"
import { type Defects, plantedBenchmark, split } from "../../support/planted.ts"

interface Planted {
  readonly defects: Defects
  /** What differs from the default configuration at epoch 1 in the shrunk example. */
  readonly example: Readonly<Record<string, unknown>>
  readonly size: number
  /** Metric and value of the answers that show it. */
  readonly answers: readonly (readonly [MetricName, number])[]
}

/** Something that falls where a column passes a threshold. */
function falling(metric: MetricName, column: string, threshold: number, by: number): Planted {
  const base = { FLOPS: 10, runtime: 100, size_MB: 0.125 }[metric as "FLOPS"] ?? 88
  const inPercent = base < 88 || base === 100
  return {
    defects: { [metric]: split(column, threshold, 0, -by) },
    example: {},
    size: inPercent ? (100 * by) / base : by,
    answers: [
      [metric, base],
      [metric, base - by],
    ],
  }
}

/** A size or FLOPS that is half as large again where a column is at or above a threshold. */
function higher(metric: "size_MB" | "FLOPS", tree: NodeSpec, example = {}): Planted {
  const base = { size_MB: 0.125, FLOPS: 10 }[metric]
  return {
    defects: { [metric]: tree },
    example,
    size: 50,
    answers: [
      [metric, base],
      [metric, 1.5 * base],
    ],
  }
}

function ofNetwork(metric: "size_MB" | "FLOPS"): Record<string, Planted> {
  const more = { size_MB: 0.0625, FLOPS: 5 }[metric]
  const name = { size_MB: "size", FLOPS: "flops" }[metric]
  const plant = (column: string, threshold: number): Planted =>
    higher(metric, split(column, threshold, 0, more))
  return {
    [`${name}-constant-over-epoch`]: plant("epoch", 57),
    [`${name}-ignores-learningrate`]: plant("LearningRate", 0.5),
    [`${name}-ignores-weightdecay`]: plant("WeightDecay", 0.005),
    [`${name}-ignores-activation`]: plant("Activation_Mish", 0.5),
    [`${name}-ignores-trivialaugment`]: plant("TrivialAugment_True", 0.5),
    // Only where two hyperparameters differ together: no single one shows it at the default.
    [`${name}-of-cell-alone`]: higher(metric, split("Activation_Mish", 0.5, 0, split("epoch", 150, 0, more))),
    [`${name}-of-convolutions-alone`]: higher(metric, split("Op1_2", 0.5, 0, split("Op6_4", 0.5, 0, more)), {
      Op3: 2,
    }),
  }
}

function outside(metric: MetricName, base: number, by: number, bound: number): Planted {
  const size = Math.abs(base + by - bound)
  return {
    defects: { [metric]: split("Op3_2", 0.5, 0, by) },
    example: { Op3: 2 },
    size,
    answers: [[metric, base + by]],
  }
}

const accuracies = ["train-acc", "valid-acc", "test-acc"] as const

const planted: Readonly<Record<string, Planted>> = {
  "flops-within-data": outside("FLOPS", 10, 240, 220.1197),
  "latency-within-data": outside("latency", 1, -1, 0.0063556),
  "runtime-within-data": { ...outside("runtime", 100, -90, 20.00798) },
  "size-within-data": outside("size_MB", 0.125, 1.5, 1.531547),
  "train-acc-within-data": outside("train-acc", 90, 15, 100),
  "valid-acc-within-data": outside("valid-acc", 88, 7, 92.9241),
  "test-acc-within-data": outside("test-acc", 88, -87, 1.6199),
  "runtime-never-falls-over-epoch": {
    defects: { runtime: split("epoch", 150, 0, -300) },
    example: {},
    // The epoch at which 300 s are lost gains 100 s, as every fifth does.
    size: 100 * (200 / 3000),
    answers: [
      ["runtime", 3000],
      ["runtime", 2800],
    ],
  },
  "runtime-linear-in-epoch": {
    defects: { runtime: split("epoch", 100, 0, 4000) },
    example: {},
    // Half the step of 4000 s, in percent of the last 8000 s, and the tilt of the line through both halves.
    size: 25.4,
    answers: [],
  },
  ...ofNetwork("size_MB"),
  ...ofNetwork("FLOPS"),
  ...Object.fromEntries(
    accuracies.map(metric => [
      `${metric}-curve-holds`,
      {
        defects: { [metric]: split("epoch", 120, 0, -6) },
        example: {},
        size: 6,
        answers: [
          [metric, metric === "train-acc" ? 90 : 88],
          [metric, metric === "train-acc" ? 84 : 82],
        ],
      } satisfies Planted,
    ]),
  ),
  "train-acc-above-valid-acc": {
    defects: { "train-acc": split("Op2_3", 0.5, 0, -10) },
    example: { Op2: 3 },
    size: 8,
    answers: [
      ["train-acc", 80],
      ["valid-acc", 88],
    ],
  },
  "valid-acc-near-test-acc": {
    defects: { "test-acc": split("Activation_Mish", 0.5, 0, -8) },
    example: { Activation: "Mish" },
    size: 8,
    answers: [
      ["valid-acc", 88],
      ["test-acc", 80],
    ],
  },
  ...Object.fromEntries(
    accuracies.flatMap(metric => {
      const base = metric === "train-acc" ? 90 : 88
      const answers = [
        [metric, base - 4],
        [metric, base],
      ] as const
      return [
        [
          `${metric}-same-for-isomorphic-cells`,
          // A convolution on the edge before a skip, and after one, is the same: one of them is told apart.
          {
            defects: { [metric]: split("Op1_2", 0.5, 0, split("Op2_1", 0.5, 0, -4)) },
            example: { Op1: 1, Op2: 2 },
            size: 4,
            answers,
          },
        ],
        [
          `${metric}-same-without-a-path`,
          { defects: { [metric]: split("Op6_4", 0.5, 0, -4) }, example: {}, size: 4, answers },
        ],
      ] satisfies [string, Planted][]
    }),
  ),
  "valid-acc-continuous-in-learningrate": {
    defects: { "valid-acc": split("LearningRate", 0.1005, 0, -6) },
    example: {},
    size: 6,
    answers: [
      ["valid-acc", 82],
      ["valid-acc", 88],
    ],
  },
  "valid-acc-continuous-in-weightdecay": {
    defects: { "valid-acc": split("WeightDecay", 0.000502, 0, -6) },
    example: {},
    size: 6,
    answers: [
      ["valid-acc", 82],
      ["valid-acc", 88],
    ],
  },
  "size-never-falls-in-n": falling("size_MB", "N", 4, 0.0625),
  "flops-never-falls-in-n": falling("FLOPS", "N", 4, 5),
  "runtime-never-falls-in-n": falling("runtime", "N", 4, 50),
  "valid-acc-holds-in-n": falling("valid-acc", "N", 4, 8),
  "size-never-falls-in-w": falling("size_MB", "W", 16, 0.0625),
  "flops-never-falls-in-w": falling("FLOPS", "W", 16, 5),
  "runtime-never-falls-in-w": falling("runtime", "W", 16, 50),
  "valid-acc-holds-in-w": falling("valid-acc", "W", 16, 8),
  "flops-never-falls-in-resolution": falling("FLOPS", "Resolution", 1, 5),
  "runtime-never-falls-in-resolution": falling("runtime", "Resolution", 1, 50),
  "size-ignores-resolution": higher("size_MB", split("Resolution", 0.5, 0, 0.0625)),
  "valid-acc-holds-in-resolution": falling("valid-acc", "Resolution", 1, 8),
}

/** Stand-ins whose ways of asking disagree. */
const disagreeing: Readonly<Record<string, (benchmark: Benchmark) => Partial<Subject>>> = {
  deterministic(benchmark) {
    let asked = 0
    return {
      query: ((configuration: ConfigurationInput, options?: QueryOptions) => {
        const answer = benchmark.query(configuration, options)
        asked++
        return configuration.TrivialAugment ? { ...answer, latency: answer.latency + asked } : answer
      }) as Subject["query"],
    }
  },
  "all-ways-agree": benchmark => ({
    queryMany: ((configurations, options) => {
      const columns = benchmark.queryMany(configurations, { epoch: options?.epoch ?? 200 })
      // The last bit of the last of many rows: what a faulty rest of a block does.
      const runtime = columns.runtime.slice()
      if (runtime.length > 32) runtime[runtime.length - 1] += 2 ** -16
      return { ...columns, runtime }
    }) as Subject["queryMany"],
  }),
  "key-order-ignored": benchmark => ({
    query: ((configuration: ConfigurationInput, options?: QueryOptions) => {
      const answer = benchmark.query(configuration, options)
      return Object.keys(configuration)[0] === "Activation" ? { ...answer, FLOPS: 11 } : answer
    }) as Subject["query"],
  }),
}

function standIn(benchmark: Benchmark, changed: Partial<Subject>): Subject {
  const { task, release, card, space, metrics } = benchmark
  return {
    ...{ task, release, card, space, metrics },
    query: benchmark.query.bind(benchmark) as Subject["query"],
    queryMany: benchmark.queryMany.bind(benchmark) as Subject["queryMany"],
    trajectory: benchmark.trajectory.bind(benchmark) as Subject["trajectory"],
    grid: benchmark.grid.bind(benchmark) as Subject["grid"],
    ...changed,
  }
}

describe("a benchmark without defects", () => {
  let healthy: Benchmark
  beforeAll(async () => {
    healthy = await plantedBenchmark()
  })

  it("keeps every law", () => {
    const outcomes = assertInvariants(healthy, { numRuns: 25, seed: 3 })
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(invariants.map(() => "kept"))
    for (const { numRuns } of outcomes) expect(numRuns).toBe(25)
  })

  it("keeps them behind a stand-in, too", () => {
    assertInvariants(standIn(healthy, {}), { numRuns: 5 })
  })
})

describe("a planted defect", () => {
  it("there is one for every invariant", () => {
    expect([...Object.keys(disagreeing), ...Object.keys(planted)].sort()).toEqual(
      invariants.map(({ name }) => name).sort(),
    )
  })

  const defaults = jahsSpace.defaultConfiguration()
  it.each(Object.entries(planted))("%s", async (name, { defects, example, size, answers }) => {
    const benchmark = await plantedBenchmark(defects)
    const [outcome] = checkInvariants(benchmark, { invariants: [name], numRuns: 1000, seed: 1 })
    expect(outcome!.outcome, outcomeText(outcome!)).toBe("broken")
    const { epoch, ...rest } = { epoch: 1, ...example }
    expect(outcome!.example).toEqual({ configuration: { ...defaults, ...rest }, epoch })
    expect(outcome!.size).toBeCloseTo(size, 1)
    const shown = outcome!.answers.map(({ metric, value }) => [metric, value])
    if (answers.length > 0) expect(shown).toEqual(answers)
    expect(outcome!.answers.length).toBeGreaterThan(0)
    for (const { configuration, epoch, metric, value } of outcome!.answers) {
      expect(benchmark.query(configuration, { epoch })[metric]).toBe(value)
    }
  })

  it.each(Object.entries(disagreeing))("%s", async (name, change) => {
    const benchmark = await plantedBenchmark()
    const subject = standIn(benchmark, change(benchmark))
    const [outcome] = checkInvariants(subject, { invariants: [name], numRuns: 100, seed: 1 })
    expect(outcome!.outcome).toBe("broken")
    const configuration = name === "deterministic" ? { ...defaults, TrivialAugment: true } : defaults
    expect(outcome!.example).toEqual({ configuration, epoch: 1 })
    expect(outcome!.answers).toHaveLength(2)
    expect(outcome!.answers[0]!.value).not.toBe(outcome!.answers[1]!.value)
  })
})

describe("what cannot be tested", () => {
  it("is never called kept: one N, W and Resolution", async () => {
    const benchmark = await plantedBenchmark({}, { N: [5], W: [16], Resolution: [1] })
    const names = invariants
      .map(({ name }) => name)
      .filter(name => /-in-(n|w|resolution)$|-resolution$/.test(name))
    expect(names).toHaveLength(12)
    const outcomes = checkInvariants(benchmark, { invariants: names, numRuns: 1 })
    expect(new Set(outcomes.map(({ outcome }) => outcome))).toEqual(new Set(["not testable"]))
    expect(outcomes[0]!.why).toBe("there is one N only: 5")
    expect(outcomeText(outcomes[0]!)).toBe("size-never-falls-in-n: not testable here; there is one N only: 5")
  })

  it("nor where a metric, a cell or the data's bounds are missing", async () => {
    const benchmark = await plantedBenchmark({}, { Op3: [2] })
    const without = standIn(benchmark, { metrics: ["size_MB"] })
    const unknown = standIn(benchmark, { task: "imagenet" as "cifar10" })
    const why = (subject: Subject, name: string): string | null =>
      checkInvariants(subject, { invariants: [name], numRuns: 1 })[0]!.why
    expect(why(without, "flops-within-data")).toBe("there is no FLOPS")
    expect(why(without, "size-within-data")).toBe(null)
    expect(why(benchmark, "valid-acc-same-for-isomorphic-cells")).toBe("there is one Op3 only")
    expect(why(unknown, "flops-within-data")).toBe("the bounds of imagenet's data are not known")
  })
})

describe("asking", () => {
  const asked = plantedBenchmark({ FLOPS: split("epoch", 57, 0, 5) })

  it("throws what broke, with the queries and the way to find it again", async () => {
    const benchmark = await asked
    const check = (): unknown =>
      assertInvariants(benchmark, { invariants: ["deterministic", "flops-constant-over-epoch"], seed: 9 })
    expect(check).toThrow(InvariantError)
    expect(check).toThrow(
      /^planted \(cifar10\): 1 broken\nflops-constant-over-epoch: broken by 50 \(%\)\. FLOPS is the same at all epochs\.\n {2}FLOPS = 10 at epoch 1 of \{.*\}\n {2}FLOPS = 15 at epoch 57 of \{.*\}\n {2}again: \{ seed: 9, path: "0.*" \}$/,
    )
  })

  it("takes a tolerance in place of the law's own", async () => {
    const benchmark = await asked
    const name = "flops-constant-over-epoch"
    const check = (tolerance: number): string | undefined =>
      checkInvariants(benchmark, { invariants: [name], tolerances: { [name]: tolerance } })[0]?.outcome
    expect(check(49)).toBe("broken")
    expect(check(50)).toBe("kept")
  })

  it("takes an invariant of one's own", async () => {
    const [law] = invariants
    const own = { ...law!, name: "own", ask: () => ({ size: 1, answers: [] }) } as typeof law
    const [outcome] = checkInvariants(await asked, { invariants: [own!] })
    expect(outcome).toMatchObject({ name: "own", outcome: "broken", size: 1 })
  })

  it("refuses what it does not know", async () => {
    const benchmark = await asked
    const check =
      (options: object): (() => unknown) =>
      () =>
        checkInvariants(benchmark, options)
    expect(check({ invariants: ["runtime-linear-in-epochs"] })).toThrow(
      /options\.invariants: no such invariant; expected one of deterministic, .*; did you mean runtime-linear-in-epoch\?/,
    )
    expect(check({ invariants: "deterministic" })).toThrow(TypeError)
    expect(check({ tolerances: { size: 1 } })).toThrow(/no such invariant/)
    expect(check({ runs: 1 })).toThrow(/options\.runs: unknown option/)
    expect(check({ numRuns: 0 })).toThrow(/options\.numRuns: expected an integer above 0, got 0/)
    expect(check({ seed: 0.5 })).toThrow(/options\.seed: expected a 32-bit integer, got 0\.5/)
  })

  it("passes on what a query throws", async () => {
    const benchmark = await asked
    const failing = standIn(benchmark, {
      query: () => {
        throw new RangeError("out of order")
      },
    })
    expect(() => checkInvariants(failing, { invariants: ["deterministic"] })).toThrow("out of order")
  })
})
