import { beforeAll, describe, expect, test } from "vitest"
import type { Benchmark } from "../../../src/benchmark/index.ts"
import { type GridAxes, gridPoints, gridSize, publishedGrid } from "../../../src/release/grid-points.ts"
import { type GridAgreement, verifyGrid } from "../../../src/release/index.ts"
import type { PublishedOptimum } from "../../../src/release/verify-data.ts"
import type { Configuration } from "../../../src/space/index.ts"
import { replicaBenchmark } from "./benchmarks.ts"

const TASK = "fashion_mnist"
const QUANTILES = [0.01, 0.1, 0.5, 1]
const AXES: GridAxes = {
  ...publishedGrid,
  LearningRate: [1e-2, 1],
  WeightDecay: [1e-3],
  Op4: [0],
  Op5: [3, 4],
  Op6: [1],
  N: [1, 5],
  W: [16],
}

/** The same statistics in the plainest way: every point asked alone, everything sorted. */
function tableOf(benchmark: Benchmark): PublishedOptimum[] {
  const { fround, trunc } = Math
  const total = gridSize(AXES)
  const points = gridPoints(AXES, 0, total).map(config => {
    const answer = benchmark.query(config, { epoch: 200 })
    return {
      error: trunc(fround(fround(100 - answer["valid-acc"]) * 100)) / 100,
      size: trunc(fround(answer.size_MB * 1e5)) / 1e5,
      runtime: trunc(answer.runtime),
    }
  })
  const sorted = (name: "error" | "size" | "runtime") =>
    points.map(point => point[name]).sort((a, b) => a - b)
  const [errors, sizes, runtimes] = [sorted("error"), sorted("size"), sorted("runtime")]
  const at = (list: readonly number[], quantile: number) => list[trunc(total * quantile) - 1]!
  return QUANTILES.flatMap(sizeQuantile =>
    QUANTILES.map(runtimeQuantile => {
      const sizeThreshold = at(sizes, sizeQuantile)
      const runtimeThreshold = at(runtimes, runtimeQuantile)
      const feasible = points.filter(
        ({ size, runtime }) => size <= sizeThreshold && runtime <= runtimeThreshold,
      )
      const best = (share: number) =>
        feasible.filter(({ error }) => error <= errors[trunc(total * share)]!).length
      return {
        sizeQuantile,
        sizeThreshold,
        runtimeQuantile,
        runtimeThreshold,
        optimum: Math.min(...feasible.map(({ error }) => error)),
        feasible: feasible.length / total,
        overlap10: best(0.1) / total,
        overlap1: best(0.01) / total,
      }
    }),
  ).filter(({ feasible }) => feasible > 0)
}

describe("the grid", () => {
  test("has 13.5 million points, all different, the last axis fastest", () => {
    expect(gridSize(publishedGrid)).toBe(13_500_000)
    const total = gridSize(AXES)
    const points = gridPoints(AXES, 0, total).map(point => JSON.stringify(point))
    expect(new Set(points).size).toBe(total)
    expect(gridPoints(AXES, 5, 3).map(point => JSON.stringify(point))).toEqual(points.slice(5, 8))
    const [first, second] = gridPoints(publishedGrid, 0, 2) as [Configuration, Configuration]
    expect(first).toMatchObject({ LearningRate: 1e-3, Resolution: 1, Optimizer: "SGD", Op5: 0, Op6: 0 })
    expect(second).toEqual({ ...first, Op6: 1 })
  })
})

describe("constrained optima", () => {
  let benchmark: Benchmark
  let published: PublishedOptimum[]

  beforeAll(async () => {
    benchmark = await replicaBenchmark(TASK)
    published = tableOf(benchmark)
  })

  const verify = (rows: PublishedOptimum[], tolerance = 0): Promise<GridAgreement> =>
    verifyGrid(benchmark, { queries: [], optima: new Map([[TASK, rows]]) }, { axes: AXES, tolerance })

  test("of the benchmark's own table agree in everything", async () => {
    const n = published.length
    expect(n).toBeGreaterThan(8)
    expect(new Set(published.map(({ optimum }) => optimum)).size).toBeGreaterThan(2)
    expect(await verify(published)).toMatchObject({
      points: gridSize(AXES),
      n,
      optimaEqual: n,
      thresholdsEqual: n,
      feasibleEqual: n,
      overlapsEqual: n,
      worst: null,
      holds: true,
    })
  })

  test.each([
    ["optimum", { optimumBy: 0.01 }, { optimaEqual: -1, feasibleEqual: 0 }],
    ["share of feasible points", { feasibleBy: 0.001 }, { optimaEqual: 0, feasibleEqual: -1 }],
    ["share of the best", { overlapBy: 0.001 }, { optimaEqual: 0, overlapsEqual: -1 }],
  ])(
    "a wrong %s is found",
    async (_, change: { optimumBy?: number; feasibleBy?: number; overlapBy?: number }, less) => {
      const n = published.length
      const rows = published.map((row, i) =>
        i === 3
          ? {
              ...row,
              optimum: row.optimum + (change.optimumBy ?? 0),
              feasible: row.feasible + (change.feasibleBy ?? 0),
              overlap1: row.overlap1 + (change.overlapBy ?? 0),
            }
          : row,
      )
      const result = await verify(rows)
      for (const [name, by] of Object.entries(less)) expect(result[name as "n"]).toBe(n + by)
      expect(result.holds).toBe(change.optimumBy === undefined)
      if (change.optimumBy !== undefined) expect(result.worst!.published).toEqual(rows[3])
    },
  )

  test("a tolerance lets an optimum be the next printed number only at its edge", async () => {
    const result = await verify(
      published.map(row => ({ ...row, optimum: row.optimum + 0.01 })),
      4,
    )
    expect(result.optimaEqual).toBeLessThan(published.length / 2)
  })

  test("no published table: nothing is shown", async () => {
    expect((await verify([])).holds).toBe(false)
  })

  test("progress is told, and a signal stops it", async () => {
    const told: number[] = []
    const controller = new AbortController()
    const onProgress = (points: number) => {
      told.push(points)
      controller.abort(new Error("stopped"))
    }
    const data = { queries: [], optima: new Map([[TASK, published]]) }
    const axes = { ...AXES, W: [4, 8, 16], Op4: [0, 1, 2, 3, 4] } as const
    const work = verifyGrid(benchmark, data, { axes, onProgress, signal: controller.signal })
    await expect(work).rejects.toThrow("stopped")
    expect(told).toEqual([4096])
  })
})
