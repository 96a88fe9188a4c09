import { beforeAll, describe, expect, test } from "vitest"
import type { Benchmark } from "../../../src/benchmark/benchmark.ts"
import type { Grid, GridInput } from "../../../src/benchmark/grid.ts"
import { type MetricName, metrics } from "../../../src/benchmark/metric.ts"
import type { GridOptions } from "../../../src/benchmark/options.ts"
import {
  ConfigurationError,
  DomainError,
  FidelityError,
  NotFoundError,
  ShapeError,
} from "../../../src/errors.ts"
import { createRandom } from "../../../src/random/generator.ts"
import type { Configuration } from "../../../src/space/index.ts"
import { bundled } from "../../support/bundled.ts"

let benchmark: Benchmark
let configuration: Configuration

beforeAll(async () => {
  benchmark = await bundled("cifar10")
  configuration = benchmark.space.sample(createRandom(7))
})

/** Holds every so-manieth cell of a grid to the query for what the cell stands for. */
function expectQueries<M extends MetricName>(grid: Grid<M>, step: number): void {
  for (let index = 0; index < grid.numCells; index += step) {
    const { configuration, epoch } = grid.cellAt(index)
    const answer = benchmark.query(configuration, { epoch, extrapolate: true })
    for (const metric of Object.keys(grid.columns) as M[]) {
      expect(grid.columns[metric][index], `${metric} of cell ${index}`).toBe(answer[metric])
    }
  }
}

const mixed = (): GridInput => ({
  ...configuration,
  epoch: [3, 200, 50],
  Activation: "all",
  LearningRate: [0.5, 0.001, 0.02],
  TrivialAugment: [true, false],
  Op3: [4, 1],
})

test("axes are what has several values, in the order in which it was written, the last one fastest", () => {
  const grid = benchmark.grid(mixed())
  expect(grid.axes).toEqual([
    { name: "Op3", values: [4, 1] },
    { name: "LearningRate", values: [0.5, 0.001, 0.02] },
    { name: "Activation", values: ["ReLU", "Hardswish", "Mish"] },
    { name: "TrivialAugment", values: [true, false] },
    { name: "epoch", values: [3, 200, 50] },
  ])
  expect(grid.shape).toEqual([2, 3, 3, 2, 3])
  expect(grid.numCells).toBe(108)
  expect(grid.first).toBe(0)
  expect(Object.keys(grid.columns)).toEqual(metrics.map(metric => metric.name))
  expect(grid.cellAt(0)).toEqual({
    configuration: { ...configuration, Op3: 4, LearningRate: 0.5, Activation: "ReLU", TrivialAugment: true },
    epoch: 3,
  })
  const far = grid.cellAt((((1 * 3 + 2) * 3 + 1) * 2 + 1) * 3 + 2)
  expect(far.epoch).toBe(50)
  expect(far.configuration).toMatchObject({
    Op3: 1,
    LearningRate: 0.02,
    Activation: "Hardswish",
    TrivialAugment: false,
  })
  expectQueries(grid, 1)
})

test("all architectures answer as their queries do", () => {
  const all = "all" as const
  const cells = { Op1: all, Op2: all, Op3: all, Op4: all, Op5: all, Op6: all }
  const grid = benchmark.grid({ ...configuration, ...cells }, { metrics: ["valid-acc", "latency"] })
  expect(grid.numCells).toBe(15_625)
  expectQueries(grid, 97)
})

test("a grid without axes is one cell, at epoch 200", () => {
  const grid = benchmark.grid(configuration)
  expect(grid.axes).toEqual([])
  expect(grid.cellAt(0)).toEqual({ configuration, epoch: 200 })
  expectQueries(grid, 1)
})

test("the epochs of a grid are the trajectory's", () => {
  const grid = benchmark.grid({ ...configuration, epoch: "all" })
  const { epoch, ...curves } = benchmark.trajectory(configuration)
  expect(grid.axes).toEqual([{ name: "epoch", values: Array.from(epoch) }])
  expect(grid.columns).toEqual(curves)
})

test("a trajectory of any length answers as its queries do", () => {
  for (const epochs of [1, 2, 16, 17, 200]) {
    const { epoch, ...curves } = benchmark.trajectory(configuration, { epochs })
    expect(epoch).toEqual(Int32Array.from({ length: epochs }, (_, i) => i + 1))
    for (let i = 0; i < epochs; i++) {
      const answer = benchmark.query(configuration, { epoch: i + 1 })
      const row = Object.fromEntries(Object.entries(curves).map(([metric, curve]) => [metric, curve[i]]))
      expect(row).toEqual(answer)
    }
  }
})

test("a value that repeats is a cell each time", () => {
  const { columns } = benchmark.grid({ ...configuration, LearningRate: [0.1, 0.1, 0.5] })
  expect(columns["valid-acc"][0]).toBe(columns["valid-acc"][1])
})

test.each([4, 28 * 7, 28 * 100, 1e6])("blocks of at most %i bytes are the grid's cells, in order", memory => {
  const whole = benchmark.grid(mixed())
  let first = 0
  for (const block of benchmark.gridBlocks(mixed(), { memory })) {
    expect(block.first).toBe(first)
    expect(block.axes).toEqual(whole.axes)
    expect(block.numCells * 28).toBeLessThanOrEqual(Math.max(28, memory))
    for (const metric of benchmark.metrics) {
      const expected = whole.columns[metric].slice(first, first + block.numCells)
      expect(block.columns[metric]).toEqual(expected)
    }
    expect(block.cellAt(block.numCells - 1)).toEqual(whole.cellAt(first + block.numCells - 1))
    first += block.numCells
  }
  expect(first).toBe(whole.numCells)
})

describe("what is refused", () => {
  const refuse = (input: object, options: GridOptions = {}): unknown => {
    try {
      benchmark.grid(input as GridInput, options)
    } catch (error) {
      return error
    }
    throw new Error("nothing was thrown")
  }
  const changed = (change: object): object => ({ ...configuration, ...change })

  test.each([
    [() => refuse([]), ConfigurationError, /^grid: no grid; expected an object/],
    [() => refuse(changed({ Op1: [] })), ConfigurationError, /^grid, Op1: no values; expected a value/],
    [() => refuse(changed({ Op1: [0, 7] })), ConfigurationError, /^grid\.Op1\[1\], Op1: value off the list/],
    [() => refuse(changed({ Op9: [0] })), ConfigurationError, /^grid, Op9: unknown/],
    [() => refuse(changed({ Op9: "all" })), ConfigurationError, /unknown hyperparameter/],
    [
      () => refuse(changed({ LearningRate: "all" })),
      ConfigurationError,
      /^grid, LearningRate: a range has no list of all values; expected a number or an array of numbers/,
    ],
    [() => refuse({ Op1: "all" }), ConfigurationError, /^grid, Op2: missing/],
    [() => refuse(changed({ epoch: [1, 201] })), FidelityError, /^grid\.epoch\[1\]: not an epoch/],
    [() => refuse(changed({ epoch: 0 })), FidelityError, /^grid\.epoch: not an epoch/],
    [() => refuse(changed({ N: [5, 1] })), DomainError, /^grid\.N\[1\], N: outside the domain/],
    [() => refuse(configuration, { metrics: ["acc" as never] }), NotFoundError, /unknown metric/],
    [() => refuse(configuration, { epochs: 3 } as object), TypeError, /^options\.epochs: unknown option/],
    [() => refuse(configuration, { memory: 0 }), RangeError, /^options\.memory: expected a number of bytes/],
    [
      () => refuse(mixed(), { memory: 100 }),
      ShapeError,
      /^grid: too many cells \(108\); expected at most 100 bytes.*, got 3024; gridBlocks gives it in blocks$/,
    ],
  ])("%s", (run, type, message) => {
    const error = run()
    expect(error).toBeInstanceOf(type)
    expect((error as Error).message).toMatch(message)
  })

  test("at once, not with the first block", () => {
    expect(() => benchmark.gridBlocks({ ...configuration, epoch: [0] })).toThrow(FidelityError)
  })

  test("cells that are not there", () => {
    const grid = benchmark.grid({ ...configuration, Op1: "all" })
    for (const index of [-1, 5, 0.5]) expect(() => grid.cellAt(index)).toThrow(RangeError)
  })

  test("but for what extrapolates when asked to", () => {
    const grid = benchmark.grid({ ...configuration, N: [5, 1] }, { extrapolate: true })
    expectQueries(grid, 1)
  })
})
