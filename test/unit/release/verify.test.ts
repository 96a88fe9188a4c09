import { readFileSync } from "node:fs"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import { beforeAll, describe, expect, test } from "vitest"
import type { Benchmark } from "../../../src/benchmark/index.ts"
import { encodeUtf8 } from "../../../src/bytes/utf8.ts"
import { ConfigurationError, ModelFormatError } from "../../../src/errors.ts"
import { ulpsFrom } from "../../../src/numeric/ulps.ts"
import { parseVerifyData, type VerifyData, verifyPairs, verifyQueries } from "../../../src/release/index.ts"
import { type Answers, replicaAnswers, replicaBenchmark } from "./benchmarks.ts"

const TASK = "colorectal_histology"
const HYPERPARAMETERS = [
  ...["Op1", "Op2", "Op3", "Op4", "Op5", "Op6", "Activation", "TrivialAugment", "LearningRate"],
  ...["WeightDecay", "N", "W", "Resolution"],
] as const
const METRICS = ["FLOPS", "latency", "runtime", "size_MB", "train-acc", "valid-acc", "test-acc"]

interface Pair {
  readonly cells: string[]
  readonly epoch: number
}

let benchmark: Benchmark
let answers: Answers
let pairs: Pair[]

beforeAll(async () => {
  benchmark = await replicaBenchmark(TASK)
  answers = replicaAnswers(TASK)
  pairs = answers.configs.flatMap((config, i) =>
    Object.entries(answers.results[i]!).map(([epoch, values]) => ({
      epoch: Number(epoch),
      cells: [
        ...HYPERPARAMETERS.map(name => cell(config[name])),
        epoch,
        ...METRICS.map(metric => String(values[metric])),
        "run-1",
      ],
    })),
  )
})

/** As pandas writes it. */
function cell(value: unknown): string {
  if (typeof value === "boolean") return value ? "True" : "False"
  return String(value)
}

const HEADER = [...HYPERPARAMETERS, "epoch", ...METRICS, "run"]

function streamOf(text: string | Uint8Array): ReadableStream<Uint8Array> {
  const bytes = typeof text === "string" ? encodeUtf8(text) : text
  // Small pieces, so that lines are cut anywhere.
  const pieces = Array.from({ length: Math.ceil(bytes.length / 997) }, (_, i) =>
    bytes.slice(997 * i, 997 * (i + 1)),
  )
  return new ReadableStream({
    start(controller) {
      for (const piece of pieces) controller.enqueue(piece)
      controller.close()
    },
  })
}

function csv(rows: readonly Pair[], header: readonly string[] = HEADER): string {
  return [header, ...rows.map(({ cells }) => cells)].map(line => line.join(",")).join("\n")
}

/** The pairs with one cell changed. */
function planted(row: number, column: string, change: (text: string) => string): Pair[] {
  const at = HEADER.indexOf(column)
  return pairs.map((pair, i) =>
    i === row ? { ...pair, cells: pair.cells.map((text, k) => (k === at ? change(text) : text)) } : pair,
  )
}

const moved = (steps: number) => (text: string) => String(ulpsFrom(Math.fround(Number(text)), steps))

describe("pairs", () => {
  test("of the replica's own API agree within the tolerance", async () => {
    const result = await verifyPairs(benchmark, streamOf(csv(pairs)), "pairs.csv", { tolerance: 1 })
    expect(result).toMatchObject({ task: TASK, release: "replica", tolerance: 1, ok: true, older: [] })
    expect(result.queries).toBe(pairs.length)
    expect(result.metrics.map(({ metric }) => metric).sort()).toEqual([...METRICS].sort())
    for (const { n, bitEqual, bitEqualPercent, worstUlp, overTolerance } of result.metrics) {
      expect(n).toBe(pairs.length)
      expect(bitEqualPercent).toBe((100 * bitEqual) / n)
      expect(bitEqualPercent).toBeGreaterThan(99)
      expect(worstUlp).toBeLessThanOrEqual(1)
      expect(overTolerance).toBe(0)
    }
  })

  test("in gzip, with CRLF and an empty last line", async () => {
    const text = `${csv(pairs.slice(0, 20)).replaceAll("\n", "\r\n")}\r\n`
    const result = await verifyPairs(benchmark, streamOf(new Uint8Array(gzipSync(text))), "pairs.csv.gz")
    expect(result).toMatchObject({ queries: 20, ok: true })
  })

  test("a flipped last bit is counted, and the query named", async () => {
    const exact = await verifyPairs(benchmark, streamOf(csv(pairs)), "p")
    const before = exact.metrics.find(({ metric }) => metric === "size_MB")!
    expect(before.bitEqual).toBe(pairs.length)
    const result = await verifyPairs(benchmark, streamOf(csv(planted(17, "size_MB", moved(1)))), "p", {
      tolerance: 0,
    })
    const size = result.metrics.find(({ metric }) => metric === "size_MB")!
    expect(size).toMatchObject({ bitEqual: pairs.length - 1, worstUlp: 1, overTolerance: 1 })
    expect(size.worst).toMatchObject({ where: "line 19", epoch: pairs[17]!.epoch, ulps: 1 })
    expect(size.worst!.config.Op1).toBe(Number(pairs[17]!.cells[0]))
    expect(result.ok).toBe(false)
  })

  test("five steps are over a tolerance of four, four are not", async () => {
    for (const [steps, ok] of [
      [4, true],
      [-4, true],
      [5, false],
      [-5, false],
    ] as const) {
      const text = csv(planted(3, "size_MB", moved(steps)))
      const result = await verifyPairs(benchmark, streamOf(text), "p")
      expect(result.ok).toBe(ok)
      expect(result.metrics.find(({ metric }) => metric === "size_MB")!.worstUlp).toBe(Math.abs(steps))
    }
  })

  test("a wrong epoch is the worst query", async () => {
    const row = pairs.findIndex(({ epoch }) => epoch === 200)
    const result = await verifyPairs(benchmark, streamOf(csv(planted(row, "epoch", () => "2"))), "p")
    expect(result.ok).toBe(false)
    const runtime = result.metrics.find(({ metric }) => metric === "runtime")!
    expect(runtime.worst).toMatchObject({ where: `line ${row + 2}`, epoch: 2 })
    expect(runtime.overTolerance).toBe(1)
  })

  test("pairs that may come from v1.0.0 are kept apart, and decide nothing", async () => {
    const header = [...HEADER, "source"]
    const rows = planted(2, "FLOPS", moved(1000)).map((pair, i) => ({
      ...pair,
      cells: [...pair.cells, i === 2 ? "may be the v1.0.0 surrogates" : "v1.1.0"],
    }))
    const result = await verifyPairs(benchmark, streamOf(csv(rows, header)), "p")
    expect(result.ok).toBe(true)
    expect(result.metrics[0]!.n).toBe(pairs.length - 1)
    expect(result.older.find(({ metric }) => metric === "FLOPS")).toMatchObject({ n: 1, worstUlp: 1000 })
  })

  test("columns that are left out: some metrics, and what all queries share", async () => {
    const shared = pairs.filter(({ cells }) => cells.slice(10, 13).join() === "5,16,1")
    expect(shared.length).toBeGreaterThan(0)
    const kept = HEADER.map((name, i) => [name, i] as const).filter(
      ([name]) => !["N", "W", "Resolution", "run", "FLOPS"].includes(name),
    )
    const rows = shared.map(pair => ({ ...pair, cells: kept.map(([, i]) => pair.cells[i]!) }))
    const result = await verifyPairs(
      benchmark,
      streamOf(
        csv(
          rows,
          kept.map(([name]) => name),
        ),
      ),
      "p",
    )
    expect(result.ok).toBe(true)
    expect(result.metrics.map(({ metric }) => metric)).not.toContain("FLOPS")
    expect(result.metrics[0]!.n).toBe(shared.length)
  })

  test("a file without pairs is not ok", async () => {
    expect((await verifyPairs(benchmark, streamOf(HEADER.join(",")), "p")).ok).toBe(false)
    expect((await verifyPairs(benchmark, streamOf(""), "p")).ok).toBe(false)
  })

  test.each([
    ["Op1", "x", "line 2, Op1: not a number"],
    ["Op1", "", "line 2, Op1: not a number"],
    ["TrivialAugment", "maybe", "line 2, TrivialAugment: not a boolean"],
    ["latency", "nan", "line 2, latency: not a number"],
    ["run", "a,b", "line 2: wrong number of values"],
    ["run", '"a"', "line 2: a quoted value"],
  ])("a %s of %j is refused by line and column", async (column, text, message) => {
    const error = verifyPairs(benchmark, streamOf(csv(planted(0, column, () => text))), "pairs.csv")
    await expect(error).rejects.toBeInstanceOf(ModelFormatError)
    await expect(error).rejects.toThrow(`pairs.csv, ${message}`)
  })

  test.each([
    [
      "a missing column",
      HEADER.map(name => (name === "WeightDecay" ? "run" : name)),
      "missing column; expected WeightDecay",
    ],
    [
      "an unknown column",
      [...HEADER.slice(0, -1), "note"],
      'unknown column; expected hyperparameters, epoch, metrics, run, source, got "note"',
    ],
    ["a column twice", [...HEADER.slice(0, -1), "latency"], "column there twice"],
    ["no metric", HEADER.slice(0, HYPERPARAMETERS.length + 1), "no metric"],
  ])("%s is refused", async (_, header, message) => {
    await expect(verifyPairs(benchmark, streamOf(csv([], header)), "p")).rejects.toThrow(
      `p, line 1: ${message}`,
    )
  })

  test("what the benchmark cannot answer, a line without an end, a tolerance that is none", async () => {
    const unknown = verifyPairs(benchmark, streamOf(csv(planted(0, "Op3", () => "7"))), "p")
    await expect(unknown).rejects.toBeInstanceOf(ConfigurationError)
    await expect(verifyPairs(benchmark, streamOf("x".repeat(200_000)), "p")).rejects.toThrow(
      "a line too long",
    )
    await expect(verifyPairs(benchmark, streamOf(""), "p", { tolerance: -1 })).rejects.toThrow(RangeError)
  })
})

describe("single predictions", () => {
  const query = (i: number, change: Record<string, unknown> = {}): VerifyData => {
    const config = answers.configs[i]!
    const { 200: values } = answers.results[i]!
    const curve = benchmark.call(config, { fullTrajectory: true })
    const best = Math.max(...Object.values(curve).map(answer => answer["valid-acc"]))
    const document = {
      queries: [
        {
          task: TASK,
          config,
          epoch: 200,
          valid_error: 100 - values!["valid-acc"]!,
          lowest_valid_error_over_curve: 100 - best,
          runtime: values!["runtime"],
          source: "v1.1.0",
          ...change,
        },
        { task: "cifar10", config, epoch: 200, valid_error: 1, source: "v1.1.0" },
      ],
      constrained_optima_over_the_grid: {},
    }
    return parseVerifyData(encodeUtf8(JSON.stringify(document)))
  }

  test("of the task agree; those of other tasks are left out", async () => {
    const result = await verifyQueries(benchmark, query(4))
    expect(result).toMatchObject({ queries: 1, ok: true })
    expect(result.metrics.map(({ metric, n }) => [metric, n])).toEqual([
      ["valid-acc", 1],
      ["valid-acc, best of the curve", 1],
      ["runtime", 1],
    ])
  })

  test("planted errors are found, each in its metric", async () => {
    for (const [change, metric] of [
      [{ valid_error: 12.5 }, "valid-acc"],
      [{ lowest_valid_error_over_curve: 3 }, "valid-acc, best of the curve"],
      [{ runtime: 1 }, "runtime"],
      [{ epoch: 1 }, "runtime"],
    ] as const) {
      const result = await verifyQueries(benchmark, query(4, change))
      expect(result.ok).toBe(false)
      expect(result.metrics.find(known => known.metric === metric)!.worst).toMatchObject({
        where: "queries[0]",
      })
    }
  })

  test("those that may be of v1.0.0 are kept apart", async () => {
    const result = await verifyQueries(
      benchmark,
      query(4, { valid_error: 12.5, source: "may be the v1.0.0 surrogates" }),
    )
    expect(result).toMatchObject({ ok: null, metrics: [] })
    expect(result.older[0]).toMatchObject({ metric: "valid-acc", overTolerance: 1 })
  })
})

describe("the file of published predictions", () => {
  const bytes = readFileSync(join(import.meta.dirname, "..", "..", "..", "models", "verify.json"))

  test("has 13 queries and 121 optima a task, and says where they come from", () => {
    const { queries, optima } = parseVerifyData(bytes)
    expect(queries).toHaveLength(13)
    expect(queries.filter(query => query.mayBeOlder)).toHaveLength(12)
    expect([...optima].map(([task, rows]) => [task, rows.length])).toEqual([
      ["cifar10", 121],
      ["colorectal_histology", 121],
      ["fashion_mnist", 121],
    ])
    for (const query of queries) {
      // The accuracy behind each error is a float32 number.
      const accuracy = 100 - query.validError
      expect(Math.abs(Math.fround(accuracy) - accuracy)).toBeLessThan(2e-14)
    }
    const { attribution, licences } = JSON.parse(bytes.toString())
    expect(attribution).toContain("CC BY 4.0")
    expect(JSON.stringify(licences)).toContain("Apache-2.0")
  })

  test.each([
    [/"valid_error": [\d.]+/, '"valid_error": "8"', "queries[0].valid_error: wrong type"],
    [/"epoch": 200/, '"epoch": 0', "queries[0].epoch: out of range"],
    [/"optimal_val": [\d.]+, /, "", "constrained_optima_over_the_grid.cifar10[0].optimal_val"],
    [
      /"constrained_optima_over_the_grid": \{\s+"cifar10"/,
      '"other": {"cifar10"',
      "constrained_optima_over_the_grid",
    ],
  ])("a wrong value is refused by path: %s", (from, to, path) => {
    const file = bytes.toString()
    const wrong = file.replace(from, to)
    expect(wrong).not.toBe(file)
    expect(() => parseVerifyData(encodeUtf8(wrong))).toThrow(ModelFormatError)
    expect(() => parseVerifyData(encodeUtf8(wrong))).toThrow(path)
  })
})
