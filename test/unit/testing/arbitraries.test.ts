/** Arbitraries: what they make is what they promise, and they shrink to the simplest. */

import { describe, expect, it } from "vitest"
import { specialiseBenchmark } from "../../../src/benchmark/index.ts"
import {
  arbitraryBooster,
  arbitraryBox,
  arbitraryCell,
  arbitraryConfiguration,
  arbitraryCorruption,
  arbitraryEpoch,
  arbitraryFidelity,
  arbitraryGrid,
  arbitraryPartialConfiguration,
  arbitraryRow,
  arbitraryTrace,
  assertBooster,
} from "../../../src/entries/fast-check.ts"
import { JahsBenchError } from "../../../src/errors.ts"
import { describe as describeBooster } from "../../../src/predict/booster/booster.ts"
import { readBooster, readJson, readUbjson } from "../../../src/predict/booster/read.ts"
import { jahsSpace } from "../../../src/space/index.ts"
import { nextDown, nextUp } from "../../../src/testing/neighbours.ts"
import { bundled } from "../../support/bundled.ts"
import * as fc from "../../support/fast-check.ts"
import { readFixture } from "../../support/fixtures.ts"
import { boosterOf, columns, split } from "../../support/planted.ts"

const defaults = jahsSpace.defaultConfiguration()

/** What fast-check shrinks a failing predicate's case to. */
function shrunk<T>(arbitrary: fc.Arbitrary<T>, holds: (value: T) => boolean, seed = 1): T {
  const found = fc.check(fc.property(arbitrary, holds), { numRuns: 3000, seed })
  expect(found.failed).toBe(true)
  return found.counterexample![0]
}

const share = <T>(arbitrary: fc.Arbitrary<T>, test: (value: T) => boolean): number => {
  const values = fc.sample(arbitrary, { numRuns: 2000, seed: 4 })
  return values.filter(test).length / values.length
}

describe("configurations", () => {
  it("are valid in their space, frozen, and cover it", () => {
    fc.assert(
      fc.property(arbitraryConfiguration(), configuration => {
        expect(jahsSpace.validate(configuration)).toEqual(configuration)
        expect(Object.isFrozen(configuration)).toBe(true)
      }),
    )
    for (const { name } of jahsSpace.hyperparameters) {
      const values = fc.sample(arbitraryConfiguration(), { numRuns: 500, seed: 1 }).map(c => c[name as "N"])
      const hyperparameter = jahsSpace.get(name)
      const all = "values" in hyperparameter ? hyperparameter.values.length : 1
      expect(new Set(values).size).toBeGreaterThanOrEqual(hyperparameter.kind === "float" ? 50 : all)
    }
  })

  it("of a benchmark keep to its domain", async () => {
    const benchmark = await bundled("cifar10")
    fc.assert(
      fc.property(arbitraryConfiguration(benchmark), configuration => {
        expect(configuration.WeightDecay).toBeLessThanOrEqual(1e-3)
        benchmark.query(configuration, { metrics: ["FLOPS"] })
      }),
    )
  })

  it("shrink to the default but for what matters, numbers to two digits", () => {
    expect(shrunk(arbitraryConfiguration(), ({ Op4, N }) => !(Op4 === 3 && N === 5))).toEqual({
      ...defaults,
      Op4: 3,
      N: 5,
    })
    const { LearningRate } = shrunk(arbitraryConfiguration(), ({ LearningRate }) => LearningRate < 0.3)
    expect(LearningRate).toBe(Number(LearningRate.toPrecision(2)))
    expect(LearningRate).toBeGreaterThanOrEqual(0.3)
  })

  it("reach the ends of ranges", () => {
    const ends = share(
      arbitraryConfiguration(),
      ({ LearningRate }) => LearningRate === 1e-3 || LearningRate === 1,
    )
    expect(ends).toBeGreaterThan(0.05)
  })

  it("may lack any of their parts, and shrink to nothing", () => {
    expect(shrunk(arbitraryPartialConfiguration(), given => given.W !== 16)).toEqual({ W: 16 })
    for (const name of jahsSpace.names) {
      const has = share(arbitraryPartialConfiguration(), given => name in given)
      expect(has).toBeGreaterThan(0.2)
      expect(has).toBeLessThan(0.9)
    }
  })
})

describe("cells, epochs and fidelities", () => {
  it("are of the space", () => {
    expect(shrunk(arbitraryCell(), ({ Op2 }) => Op2 !== 4)).toEqual({ ...cellOf(defaults), Op2: 4 })
    expect(shrunk(arbitraryEpoch(), epoch => epoch < 17)).toBe(17)
    expect(share(arbitraryEpoch(), epoch => epoch === 200)).toBeGreaterThan(0.03)
    expect(fc.sample(arbitraryEpoch([3, 5]), 100).every(epoch => epoch >= 3 && epoch <= 5)).toBe(true)
    expect(shrunk(arbitraryFidelity(), ({ Resolution }) => Resolution !== 0.25)).toEqual({
      N: 1,
      W: 4,
      Resolution: 0.25,
      epoch: 1,
    })
  })

  const cellOf = ({ Op1, Op2, Op3, Op4, Op5, Op6 }: typeof defaults): object => ({
    ...{ Op1, Op2, Op3, Op4, Op5, Op6 },
  })
})

describe("boxes and grids", () => {
  it("boxes are parts that specialise takes, and shrink to the whole", async () => {
    const benchmark = await bundled("cifar10")
    await fc.assert(
      fc.asyncProperty(arbitraryBox(benchmark), async box => {
        expect((await specialiseBenchmark(benchmark, box, { metrics: ["latency"] })).length).toBeGreaterThan(
          0,
        )
      }),
      { numRuns: 10, seed: 1 },
    )
    expect(shrunk(arbitraryBox(), box => box.N === undefined)).toEqual({ N: 1 })
  })

  it("grids answer as their queries do, and shrink to one cell", async () => {
    const benchmark = await bundled("cifar10")
    let cells = 0
    fc.assert(
      fc.property(arbitraryGrid(benchmark, { maxCells: 60 }), input => {
        const grid = benchmark.grid(input, { metrics: ["latency"] })
        expect(grid.numCells).toBeLessThanOrEqual(60)
        cells += grid.numCells
        for (let i = 0; i < grid.numCells; i++) {
          const { configuration, epoch } = grid.cellAt(i)
          expect(benchmark.query(configuration, { epoch }).latency).toBe(grid.columns.latency[i])
        }
      }),
      { numRuns: 40, seed: 1 },
    )
    expect(cells).toBeGreaterThan(200)
    const one = shrunk(arbitraryGrid(), input => input.Activation !== "Mish")
    expect({ ...one }).toEqual({ ...defaults, Activation: "Mish", epoch: 1 })
  })
})

describe("rows", () => {
  const booster = boosterOf([split("LearningRate", 0.3, 1, 2)], columns.length)
  const rate = columns.indexOf("LearningRate")
  const threshold = Math.fround(0.3)

  it("lie on, just below and just above thresholds, are missing, infinite or anything", () => {
    const at = (test: (value: number) => boolean): number =>
      share(arbitraryRow(booster), row => test(row[rate]!))
    for (const value of [threshold, nextDown(threshold), nextUp(threshold)]) {
      expect(at(found => found === value)).toBeGreaterThan(0.1)
    }
    expect(at(Number.isNaN)).toBeGreaterThan(0.08)
    expect(at(found => Math.abs(found) === Number.POSITIVE_INFINITY)).toBeGreaterThan(0.02)
    expect(new Set(fc.sample(arbitraryRow(booster), 500).map(row => row[rate])).size).toBeGreaterThan(40)
  })

  it("keep to domains, and are not missing there unless asked for", () => {
    const domains = { [rate]: { lower: 0.1, upper: 0.5 }, 0: [0, 1] }
    for (const row of fc.sample(arbitraryRow(booster, { domains }), { numRuns: 500, seed: 1 })) {
      expect(row[rate]).toBeGreaterThanOrEqual(Math.fround(0.1))
      expect(row[rate]).toBeLessThanOrEqual(0.5)
      expect([0, 1]).toContain(row[0])
    }
    const missing = share(arbitraryRow(booster, { domains, missing: true }), row => Number.isNaN(row[rate]!))
    expect(missing).toBeGreaterThan(0.05)
    const never = share(arbitraryRow(booster, { missing: false }), row => row.some(Number.isNaN))
    expect(never).toBe(0)
  })

  it("know categories, and rows of linear boosters", () => {
    const categorical = readJson(readFixture("xgboost-1.7", "categorical_pandas", "model.json"))
    const leaves = new Set(
      fc
        .sample(arbitraryRow(categorical), { numRuns: 300, seed: 1 })
        .map(row => categorical.predict(row, { output: "leaf" }).join()),
    )
    expect(leaves.size).toBeGreaterThan(20)
    const linear = readJson(readFixture("xgboost-1.7", "gblinear_multiclass", "model.json"))
    expect(fc.sample(arbitraryRow(linear), 1)[0]).toHaveLength(linear.numFeatures)
  })
})

describe("boosters", () => {
  it("of every kind, which predict the same whichever way they are asked", () => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(arbitraryBooster({ numRows: 2 }), ({ booster, rows, numRows }) => {
        expect(rows).toHaveLength(numRows * booster.numFeatures)
        const { forest, info } = booster
        seen.add(info.booster).add(`${info.version![0]}`).add(`${booster.numOutputs} outputs`)
        if (forest.categorical !== null) seen.add("categories")
        if (forest.leafVectors !== null) seen.add("vectors")
        if (forest.nodeIds !== null) seen.add("ids")
        assertBooster(booster, { numRuns: 2 })
      }),
      { numRuns: 150, seed: 1 },
    )
    for (const kind of ["gbtree", "dart", "1", "2", "3", "4 outputs", "categories", "vectors", "ids"]) {
      expect(seen).toContain(kind)
    }
  })

  it("shrink to one path, shown as XGBoost dumps it", () => {
    const model = shrunk(
      arbitraryBooster({ numRows: 1 }),
      ({ booster }) => booster.forest.categorical === null,
    )
    expect(model.booster.numTrees).toBe(1)
    expect(model.booster.trees.numNodes).toBe(2 * describeBooster(model.booster).maxDepth + 1)
    expect(fc.stringify(model)).toMatch(
      /^gbtree, 1 outputs, base score .*\nbooster\[0\]:\n0:\[f\d.*\] yes=\d+,no=\d+.*\n(\t.*\n)+rows \[.*\]$/,
    )
    expect(fc.stringify(model)).toMatch(/\t\d+:\[f\d:\{\d+.*\}\] yes=/)
  })

  it("of as many features as one asks for, numeric only where one asks", () => {
    const models = fc.sample(arbitraryBooster({ numFeatures: 7, numericOnly: true }), {
      numRuns: 30,
      seed: 1,
    })
    for (const { booster, document } of models) {
      expect(booster.numFeatures).toBe(7)
      expect(booster.forest.categorical).toBe(null)
      expect(booster.info.booster).toBe("gbtree")
      expect(readBooster(document).numTrees).toBe(booster.numTrees)
    }
  })
})

describe("corruptions", () => {
  const files = [
    ["model.json", readFixture("xgboost-1.7", "names_escaped", "model.json"), readJson],
    ["model.ubj", readFixture("xgboost-1.7", "names_escaped", "model.ubj"), readUbjson],
  ] as const

  it.each(files)("of %s end in a typed error, or in a model that predicts", (_, bytes, read) => {
    let refused = 0
    fc.assert(
      fc.property(arbitraryCorruption(bytes), corruption => {
        expect(Buffer.compare(corruption.bytes, bytes)).not.toBe(0)
        try {
          const booster = read(corruption.bytes)
          booster.predict(new Float32Array(booster.numFeatures), { output: "margin" })
        } catch (error) {
          if (!(error instanceof JahsBenchError)) throw error
          refused++
        }
      }),
      { numRuns: 400, seed: 1 },
    )
    expect(refused).toBeGreaterThan(100)
    expect(refused).toBeLessThan(400)
  })

  it("say what they did, of every kind, and shrink towards the start", () => {
    const [, bytes] = files[0]
    const said = fc.sample(arbitraryCorruption(bytes), { numRuns: 300, seed: 1 }).map(({ what }) => what)
    for (const kind of ["bit", "cut off", "left out", "doubled", "became", "digit", "number", "mark"]) {
      expect(said.some(what => what.includes(kind))).toBe(true)
    }
    expect(shrunk(arbitraryCorruption(bytes), ({ what }) => !what.endsWith("cut off")).bytes).toHaveLength(0)
    expect(() => arbitraryCorruption(new Uint8Array(0))).toThrow(/bytes: expected at least one/)
  })
})

describe("traces", () => {
  it("are what a benchmark answers, with growing time, promotions and repeats", async () => {
    const benchmark = await bundled("cifar10")
    const seen = { promoted: 0, repeated: 0, neighbours: 0 }
    const differences = (a: object, b: object): number =>
      Object.keys(a).filter(key => a[key as keyof object] !== b[key as keyof object]).length
    fc.assert(
      fc.property(arbitraryTrace(benchmark), trace => {
        expect(trace.length).toBeLessThanOrEqual(30)
        let time = 0
        trace.forEach(({ configuration, epoch, result, ...rest }, i) => {
          expect(benchmark.query(configuration, { epoch })).toEqual(result)
          time += result.runtime
          expect(rest.time).toBe(time)
          for (const earlier of trace.slice(0, i)) {
            const apart = differences(earlier.configuration, configuration)
            if (apart === 1) seen.neighbours++
            if (apart === 0 && epoch > earlier.epoch) seen.promoted++
            if (apart === 0 && epoch === earlier.epoch) seen.repeated++
          }
        })
      }),
      { numRuns: 40, seed: 1 },
    )
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(10)
  })

  it("shrink to the evaluations that matter", async () => {
    const benchmark = await bundled("cifar10")
    const trace = shrunk(arbitraryTrace(benchmark), found => found.every(({ epoch }) => epoch < 50))
    expect(trace).toHaveLength(1)
    expect(trace[0]!.configuration).toEqual(benchmark.space.defaultConfiguration())
  })
})
