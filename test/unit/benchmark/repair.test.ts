/** Repair: the law is kept, the projection is the nearest one, every way to ask answers the same, and it says so. */
import { beforeAll, describe, expect, it } from "vitest"
import { type Benchmark, type OpenOptions, specialiseBenchmark } from "../../../src/benchmark/index.ts"
import { openWorkersWith } from "../../../src/benchmark/workers/benchmark-workers.ts"
import { assertInvariants, checkInvariants } from "../../../src/entries/fast-check.ts"
import { openBenchmark } from "../../../src/entries/index.web.ts"
import { createRandom } from "../../../src/random/generator.ts"
import { receiveSurrogates, sendSurrogates } from "../../../src/surrogate/shared-surrogates.ts"
import { packBytes } from "../../support/bundled.ts"

const laws = [
  "runtime-never-falls-over-epoch",
  "size-constant-over-epoch",
  "flops-constant-over-epoch",
] as const
const open = (options: Omit<OpenOptions, "task"> = {}): Promise<Benchmark> =>
  openBenchmark({ task: "cifar10", source: packBytes("cifar10", "distilled-1"), ...options })

let plain: Benchmark
let repaired: Benchmark
beforeAll(async () => {
  plain = await open()
  repaired = await open({ repair: true })
})

const configurations = (count: number) =>
  Array.from({ length: count }, (_, seed) => plain.space.sample(createRandom(seed)))

/** The nearest curve that never falls, by its definition: the greatest of means up to the least of means from. */
function isotonic(curve: readonly number[]): number[] {
  const sums = [0]
  for (const value of curve) sums.push(sums.at(-1)! + value)
  const mean = (from: number, to: number): number => (sums[to + 1]! - sums[from]!) / (to + 1 - from)
  return curve.map((_, at) => {
    let best = Number.NEGATIVE_INFINITY
    for (let from = 0; from <= at; from++) {
      let least = Number.POSITIVE_INFINITY
      for (let to = at; to < curve.length; to++) least = Math.min(least, mean(from, to))
      best = Math.max(best, least)
    }
    return best
  })
}

describe("a repaired benchmark", () => {
  it("keeps the laws that the release breaks, and the others as before", () => {
    for (const { outcome } of checkInvariants(plain, { invariants: laws, numRuns: 20 })) {
      expect(outcome).toBe("broken")
    }
    const names = [...laws, "deterministic", "all-ways-agree", "key-order-ignored"]
    for (const { outcome } of assertInvariants(repaired, { invariants: names, numRuns: 20 })) {
      expect(outcome).toBe("kept")
    }
  })

  it("answers the nearest curve that keeps the law", () => {
    for (const configuration of configurations(4)) {
      const before = plain.trajectory(configuration)
      const after = repaired.trajectory(configuration)
      isotonic([...before.runtime]).forEach((value, i) => {
        expect(after.runtime[i]).toBe(Math.fround(value))
      })
      for (const metric of ["size_MB", "FLOPS"] as const) {
        const mean = before[metric].reduce((sum, value) => sum + value, 0) / 200
        expect(new Set(after[metric])).toEqual(new Set([Math.fround(mean)]))
      }
      for (const metric of ["latency", "train-acc", "valid-acc", "test-acc"] as const) {
        expect(after[metric]).toEqual(before[metric])
      }
    }
  })

  it("answers grids with the epoch anywhere, in blocks too, as its queries", () => {
    const [configuration] = configurations(1)
    const { Op1: _, Op5: __, ...rest } = configuration!
    for (const input of [
      { ...rest, epoch: [3, 200, 57], Op1: "all", Op5: "all" },
      { ...rest, Op1: "all", epoch: [200, 1], Op5: [4, 0] },
      { ...rest, Op1: "all", Op5: "all", epoch: 12 },
      { ...rest, Op1: "all", Op5: [1], LearningRate: [0.5, 0.01], epoch: "all" },
    ] as Parameters<Benchmark["grid"]>[0][]) {
      const metrics = ["runtime", "size_MB"] as const
      const grid = repaired.grid(input, { metrics })
      for (let i = 0; i < grid.numCells; i += 7) {
        const { configuration, epoch } = grid.cellAt(i)
        const answer = repaired.query(configuration, { epoch, metrics })
        expect(answer).toEqual({ runtime: grid.columns.runtime[i], size_MB: grid.columns.size_MB[i] })
      }
      const blocks = [...repaired.gridBlocks(input, { metrics, memory: 64 })]
      expect(blocks.length).toBeGreaterThan(1)
      expect(blocks.flatMap(block => [...block.columns.runtime])).toEqual([...grid.columns.runtime])
    }
  })

  it("answers more curves than are held at a time", () => {
    const [configuration] = configurations(1)
    const all = "all" as const
    const input = {
      ...configuration!,
      Op1: all,
      Op2: all,
      Op3: all,
      Op4: all,
      Op5: all,
      Op6: [0, 3] as const,
    }
    const grid = repaired.grid({ ...input, epoch: 40 }, { metrics: ["FLOPS"] })
    expect(grid.numCells).toBe(6250)
    for (const i of [0, 5241, 5242, 5243, 6249]) {
      const { configuration } = grid.cellAt(i)
      expect(grid.columns.FLOPS[i]).toBe(repaired.query(configuration, { epoch: 40 }).FLOPS)
    }
  })

  it("says so in its name and by its laws", async () => {
    expect(repaired.release).toBe("distilled-1, repaired")
    expect(repaired.repairs).toEqual(laws)
    expect(plain.release).toBe("distilled-1")
    expect(plain.repairs).toEqual([])
    const one = await open({ repair: ["flops-constant-over-epoch"], metrics: ["FLOPS", "runtime"] })
    expect(one.repairs).toEqual(["flops-constant-over-epoch"])
    expect(one.release).toBe("distilled-1, repaired: flops-constant-over-epoch")
    const [configuration] = configurations(1)
    expect(one.query(configuration!).runtime).toBe(plain.query(configuration!).runtime)
    expect(one.query(configuration!).FLOPS).toBe(repaired.query(configuration!).FLOPS)
  })

  it("answers the same in workers, and on the other end of a line", async () => {
    const workers = await openWorkersWith(null, 1, repaired, {})
    const some = configurations(5)
    expect(await workers.queryMany(some, { epoch: 20 })).toEqual(repaired.queryMany(some, { epoch: 20 }))
    await workers.close()
    const surrogates = repaired.select(undefined).flatMap(group => group.surrogates)
    const received = receiveSurrogates(structuredClone(sendSurrogates(surrogates)))
    for (const surrogate of surrogates) {
      const rows = new Float32Array(3 * surrogate.encoder.numFeatures)
      some.slice(0, 3).forEach((configuration, i) => {
        surrogate.encoder.encode(configuration, 33, rows, i * surrogate.encoder.numFeatures)
      })
      const [here, there] = [new Float32Array(3), new Float32Array(3)]
      surrogate.evaluateMany(rows, here)
      received.get(surrogate.metric)!.evaluateMany(rows, there)
      expect(there).toEqual(here)
    }
  })
})

describe("repair is refused", () => {
  it("for what is no law, or no list", async () => {
    await expect(open({ repair: ["size"] as never })).rejects.toThrow(
      /options\.repair: no law that can be repaired; expected runtime-never-falls-over-epoch, .*, got "size"/,
    )
    await expect(open({ repair: "size" as never })).rejects.toThrow(TypeError)
    expect((await open({ repair: false })).repairs).toEqual([])
  })

  it("where upstream's answers are promised, and in packs", async () => {
    const [configuration] = configurations(1)
    expect(() => repaired.call(configuration!)).toThrow(
      /distilled-1, repaired: a repaired benchmark does not/,
    )
    expect(() => repaired.bound({}, { metric: "runtime" })).toThrow(/no trees to search; .*got runtime/)
    const constraints = { FLOPS: { atMost: 20 } }
    await expect(repaired.optimum({ metric: "latency", constraints })).rejects.toThrow(/got FLOPS/)
    expect(repaired.bound({}, { metric: "latency" })).toEqual(plain.bound({}, { metric: "latency" }))
    await expect(specialiseBenchmark(repaired, {})).rejects.toThrow(/specialise first/)
  })

  it("for a pack that lacks epochs, not for one that has all", async () => {
    const late = await specialiseBenchmark(plain, { epoch: [50, 200] }, { metrics: ["runtime"] })
    await expect(open({ source: late, repair: true })).rejects.toThrow(
      /distilled-1: a pack without all epochs cannot be repaired; expected epochs 1\.\.200, got 50\.\.200/,
    )
    const relu = await specialiseBenchmark(plain, { Activation: "ReLU" }, { metrics: ["runtime"] })
    const small = await open({ source: relu, repair: true })
    const [sampled] = configurations(1)
    const asked = { ...sampled!, Activation: "ReLU" } as const
    expect(small.trajectory(asked).runtime).toEqual(repaired.trajectory(asked).runtime)
  })
})
