/** Surrogates over small planted trees: single rows, many, grids and epochs; packs, and the other end of a line. */
import { beforeAll, describe, expect, it } from "vitest"
import { memorySource } from "../../../src/bytes/byte-source.ts"
import { type Configuration, createEncoder, jahsSpace } from "../../../src/space/index.ts"
import { encodeEpochs, encodeGrid, partOf } from "../../../src/surrogate/encode-grid.ts"
import { openReleasePack, type ReleasePack } from "../../../src/surrogate/release-pack.ts"
import { RepairedSurrogate } from "../../../src/surrogate/repaired-surrogate.ts"
import { receiveSurrogates, sendSurrogates } from "../../../src/surrogate/shared-surrogates.ts"
import { Surrogate, SurrogateGroup } from "../../../src/surrogate/surrogate.ts"
import { surrogateJobs } from "../../../src/surrogate/surrogate-jobs.ts"
import { writeReleasePack } from "../../../src/surrogate/write-release-pack.ts"
import { boosterOf, columns, split } from "../../support/planted.ts"

const encoder = createEncoder(columns)
const trees = [split("epoch", 50, 1, 3), split("Op1_2", 0.5, 0, split("LearningRate", 0.25, 10, 20))]
/** 5 at the base, and twice that for the label. */
const plain = new Surrogate("FLOPS", boosterOf(trees, columns.length, 5), encoder, [
  { kind: "min-max", scale: 0.5, min: 0 },
])
const other = new Surrogate(
  "latency",
  boosterOf([split("epoch", 50, 4, 8), split("epoch", 100, 0, -3)], columns.length),
  encoder,
  [],
)
const card = { release: "small", domain: {} } as never

const configurationOf = (change: Partial<Configuration> = {}): Configuration => ({
  ...jahsSpace.defaultConfiguration(),
  ...change,
})

/** What the trees of `plain` say, by hand. */
const byHand = ({ Op1, LearningRate }: Configuration, epoch: number): number =>
  2 * (5 + (epoch < 50 ? 1 : 3) + (Op1 === 2 ? (LearningRate < 0.25 ? 10 : 20) : 0))

function rowsOf(points: readonly (readonly [Configuration, number])[]): Float32Array {
  const rows = new Float32Array(points.length * encoder.numFeatures)
  points.forEach(([configuration, epoch], i) => {
    encoder.encode(configuration, epoch, rows, i * encoder.numFeatures)
  })
  return rows
}

const points = [
  [configurationOf(), 1],
  [configurationOf(), 50],
  [configurationOf({ Op1: 2 }), 49],
  [configurationOf({ Op1: 2, LearningRate: 0.5 }), 200],
] as const

describe("a surrogate", () => {
  it("answers a row, and many", () => {
    const out = new Float32Array(points.length)
    plain.evaluateMany(rowsOf(points), out)
    expect([...out]).toEqual([12, 16, 32, 56])
    expect(points.map(point => plain.evaluate(rowsOf([point])))).toEqual([...out])
    expect(plain.isProjected).toBe(false)
  })

  it("answers a grid, whole and in parts, and the epochs of a configuration", () => {
    const origin = { configuration: configurationOf(), epoch: 1 }
    const rates = [0.1, 0.5].map(LearningRate => ({
      ...origin,
      configuration: configurationOf({ LearningRate }),
    }))
    const cells = ([0, 2, 1] as const).map(Op1 => ({ ...origin, configuration: configurationOf({ Op1 }) }))
    const grid = encodeGrid(encoder, origin, [cells, rates])
    const all = new Float32Array(6)
    plain.evaluateGrid({ ...grid, numCells: 6, columns: 1 }, all)
    expect([...all]).toEqual([12, 12, 32, 52, 12, 12])
    const ranges = [
      [1, 2],
      [0, 2],
    ] as const
    const part = new Float32Array(2)
    plain.evaluateGrid(partOf(grid, { first: 2, numCells: 2, ranges }), part)
    expect([...part]).toEqual([32, 52])
    const curve = new Float32Array(60)
    plain.evaluateGrid(encodeEpochs(encoder, configurationOf({ Op1: 2 }), 60), curve)
    expect([...curve]).toEqual(
      Array.from({ length: 60 }, (_, i) => byHand(configurationOf({ Op1: 2 }), i + 1)),
    )
  })

  it("of a header without the epoch is constant over it", () => {
    const header = columns.filter(name => name !== "epoch")
    const tree = { ...split("Op1_0", 0.5, 1, 2), feature: header.indexOf("Op1_0") }
    const blind = new Surrogate("FLOPS", boosterOf([tree], header.length), createEncoder(header), [])
    const curve = new Float32Array(4)
    blind.evaluateGrid(encodeEpochs(blind.encoder, configurationOf(), 4), curve)
    expect([...curve]).toEqual([2, 2, 2, 2])
    const repaired = new RepairedSurrogate(blind, "mean", 200)
    repaired.evaluateGrid(encodeEpochs(blind.encoder, configurationOf({ Op1: 1 }), 4), curve)
    expect([...curve]).toEqual([1, 1, 1, 1])
  })
})

describe("a group", () => {
  it("answers every metric of a row, projected ones by themselves", () => {
    const answer = (surrogates: readonly Surrogate[], epoch: number): Record<string, number> => {
      const result = {}
      new SurrogateGroup(surrogates).evaluate(configurationOf({ Op1: 2 }), epoch, result)
      return result
    }
    expect(answer([plain, other], 60)).toEqual({ FLOPS: 36, latency: 8 })
    expect(answer([plain, other], 100)).toEqual({ FLOPS: 36, latency: 5 })
    const repaired = new RepairedSurrogate(other, "isotonic", 200)
    // 50 epochs of 8 are followed by 101 of 5: their common mean.
    const pooled = Math.fround((50 * 8 + 101 * 5) / 151)
    expect(answer([repaired, plain], 60)).toEqual({ FLOPS: 36, latency: pooled })
    expect(answer([plain, repaired], 200)).toEqual({ FLOPS: 36, latency: pooled })
    expect(answer([plain, repaired], 49)).toEqual({ FLOPS: 32, latency: 4 })
  })
})

describe("a repaired surrogate", () => {
  const mean = new RepairedSurrogate(other, "mean", 200)

  it("answers the mean, or what never falls", () => {
    const expected = Math.fround((49 * 4 + 50 * 8 + 101 * 5) / 200)
    const out = new Float32Array(points.length)
    mean.evaluateMany(rowsOf(points), out)
    expect([...out]).toEqual(points.map(() => expected))
    expect([mean.isProjected, mean.projection, mean.lastEpoch, mean.metric]).toEqual([
      true,
      "mean",
      200,
      "latency",
    ])
  })

  it("answers grids with the epoch first, in the middle and last", () => {
    const isotonic = new RepairedSurrogate(plain, "isotonic", 200)
    const origin = { configuration: configurationOf(), epoch: 7 }
    const cells = ([0, 2] as const).map(Op1 => ({ ...origin, configuration: configurationOf({ Op1 }) }))
    const rates = [0.1, 0.5].map(LearningRate => ({
      ...origin,
      configuration: configurationOf({ LearningRate }),
    }))
    const epochs = [200, 3, 50].map(epoch => ({ ...origin, epoch }))
    // The curve never falls: the projection changes nothing.
    for (const axes of [
      [epochs, cells, rates],
      [cells, epochs, rates],
      [cells, rates, epochs],
      [cells, rates],
    ]) {
      const grid = encodeGrid(encoder, origin, axes)
      const numCells = axes.reduce((product, axis) => product * axis.length, 1)
      const [here, there] = [new Float32Array(numCells), new Float32Array(numCells)]
      isotonic.evaluateGrid({ ...grid, numCells, columns: 1 }, here)
      plain.evaluateGrid({ ...grid, numCells, columns: 1 }, there)
      expect(here).toEqual(there)
    }
  })
})

describe("a pack", () => {
  let pack: ReleasePack
  let bytes: Uint8Array
  beforeAll(async () => {
    bytes = await writeReleasePack("cifar10", card, [plain, other])
    pack = await openReleasePack(memorySource(bytes, "small.bin"))
  })

  it("holds task, card, headers and transforms, and shares encoders", () => {
    expect([pack.task, pack.card, pack.metrics]).toEqual(["cifar10", card, ["FLOPS", "latency"]])
    expect(pack.sha256).toMatch(/^[0-9a-f]{64}$/)
    const [first, second] = pack.surrogates
    expect(first!.transforms).toEqual(plain.transforms)
    expect(first!.encoder.featureNames).toEqual(columns)
    expect(second!.encoder).toBe(first!.encoder)
    for (const point of points) expect(first!.evaluate(rowsOf([point]))).toBe(plain.evaluate(rowsOf([point])))
  })

  it("opens some of its metrics", async () => {
    const some = await openReleasePack(memorySource(bytes, "small.bin"), ["latency"])
    expect(some.surrogates.map(({ metric }) => metric)).toEqual(["latency"])
    expect(some.metrics).toEqual(["FLOPS", "latency"])
  })

  it("names file and metric where a transform is none", async () => {
    const wrong = new Surrogate("FLOPS", plain.booster, encoder, [{ kind: "log" } as never])
    const broken = await writeReleasePack("cifar10", card, [wrong])
    await expect(openReleasePack(memorySource(broken, "small.bin"))).rejects.toThrow(
      "small.bin, FLOPS, targetTransform[0].kind: unknown transform",
    )
  })
})

describe("workers", () => {
  it("receive what was sent, repairs too, and do its jobs", () => {
    const all = [plain, new RepairedSurrogate(other, "mean", 200)]
    const received = receiveSurrogates(structuredClone(sendSurrogates(all)))
    expect([...received.keys()]).toEqual(["FLOPS", "latency"])
    expect([...received.values()].map(({ isProjected }) => isProjected)).toEqual([false, true])
    const rows = rowsOf(points)
    const metrics = ["latency", "FLOPS"]
    const columns = surrogateJobs.rows(received, { metrics, rows, numRows: points.length })
    const expected = metrics.map(metric => {
      const column = new Float32Array(points.length)
      all.find(surrogate => surrogate.metric === metric)!.evaluateMany(rows, column)
      return column
    })
    expect(columns).toEqual(expected)
    const curve = encodeEpochs(encoder, configurationOf(), 3)
    expect(surrogateJobs.cells(received, { metrics: ["FLOPS"], cells: [curve] })).toEqual([
      Float32Array.of(12, 12, 12),
    ])
  })
})
