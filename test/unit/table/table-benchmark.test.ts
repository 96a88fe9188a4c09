import { expect, it } from "vitest"
import { ConfigurationError, FidelityError, NotFoundError } from "../../../src/errors.ts"
import { createRandom } from "../../../src/random/generator.ts"
import { type Configuration, jahsSpace } from "../../../src/space/index.ts"
import { openSmallTable, type SmallRow, writeSmallTable } from "../../support/recorded-tables.ts"

const base: Configuration = { ...jahsSpace.defaultConfiguration(), N: 1, W: 4, Resolution: 0.25 }
const other: Configuration = { ...base, LearningRate: 0.01 }
const row = (configuration: Configuration, epoch: number, value: number): SmallRow => ({
  configuration,
  epoch,
  value,
})
// Two runs of the first, one of the other with a gap.
const rows = [
  ...[row(base, 1, 10), row(base, 2, 20), row(base, 3, 30)],
  ...[row(other, 1, 1), row(other, 3, 3)],
  ...[row(base, 1, 11), row(base, 2, 21), row(base, 3, 31)],
]
const open = async () => openSmallTable(await writeSmallTable(rows))

it("answers, with the last epoch as default", async () => {
  const table = await open()
  expect(table).toMatchObject({ kind: "table", release: "small-1", numRows: 8, numConfigurations: 2 })
  expect(table.epochs).toEqual({ lower: 1, upper: 3 })
  expect(table.query(base)).toEqual({ "valid-acc": 30 })
  expect(table.query(base, { epoch: 1 })).toEqual({ "valid-acc": 10 })
  expect(table.trajectory(base)).toEqual({
    epoch: Int32Array.of(1, 2, 3),
    "valid-acc": Float64Array.of(10, 20, 30),
  })
  expect([...table.configurations()]).toEqual([base, other])
})

it("keeps what was recorded twice, and counts it", async () => {
  const table = await open()
  expect(table.query(base, { epoch: 2, occurrence: 1 })).toEqual({ "valid-acc": 21 })
  expect(table.trajectory(base, { epochs: 2, occurrence: 1 })["valid-acc"]).toEqual(Float64Array.of(11, 21))
  expect(table.occurrences(base)).toBe(2)
  expect(table.occurrences(other)).toBe(1)
  expect(table.occurrences(other, { epoch: 2 })).toBe(0)
  expect(table.occurrences({ ...base, W: 8 })).toBe(0)
  const message = "options.occurrence: recorded twice at epoch 2; expected 0..1, got 2"
  const ask = () => table.query(base, { epoch: 2, occurrence: 2 })
  expect(ask).toThrow(NotFoundError)
  expect(ask).toThrow(message.replace("twice", "2 times"))
  expect(() => table.query(other, { epoch: 1, occurrence: 1 })).toThrow(
    "recorded once at epoch 1; expected 0, got 1",
  )
  expect(() => table.query(base, { occurrence: -1 })).toThrow(RangeError)
})

it("names the epochs there are", async () => {
  const table = await open()
  expect(() => table.query(other, { epoch: 2 })).toThrow(FidelityError)
  expect(() => table.query(other, { epoch: 2 })).toThrow(
    "options.epoch: an epoch at which this configuration was not recorded; expected one of 1, 3, got 2",
  )
  expect(() => table.trajectory(other)).toThrow("expected one of 1, 3, got 2")
  expect(() => table.query(base, { epoch: 200 })).toThrow("expected one of 1..3, got 200")
  expect(() => table.query(base, { epoch: 1.5 })).toThrow(FidelityError)
  expect([...table.recordedEpochs(other)]).toEqual([1, 3])
})

it("names the nearest configuration there is", async () => {
  const table = await open()
  const asked = { ...base, LearningRate: 0.02, Op1: 3 } as const
  expect(() => table.query(asked)).toThrow(NotFoundError)
  expect(() => table.query(asked)).toThrow(
    /^small-1 \(cifar10\), configuration: never recorded; expected one of 2 recorded configurations, of which the nearest is \{"Op1":0,.*"LearningRate":0\.01,.*\}, at a distance of 1\.10, got \{"Op1":3,/,
  )
  const { configuration, distance } = table.nearest(asked)
  expect(configuration).toEqual(other)
  // One operation, and a third of a decade of three: log10(2) / 3.
  expect(distance).toBeCloseTo(1 + Math.log10(2) / 3, 12)
})

it("takes what has one value for given, and refuses what the space does not have", async () => {
  const table = await open()
  const { N: _, W: __, Resolution: ___, Optimizer: ____, ...rest } = base
  expect(table.query(rest as Configuration)).toEqual({ "valid-acc": 30 })
  expect(table.space.get("N").kind).toBe("constant")
  expect(table.space.get("LearningRate")).toMatchObject({ lower: 0.01, upper: 0.1 })
  expect(() => table.query({ ...base, N: 2 } as never)).toThrow(ConfigurationError)
  expect(() => table.query({ ...base, LearningRat: 2 } as never)).toThrow("unknown hyperparameter")
  expect(() => table.query(base, { metrics: ["valid-ac" as "valid-acc"] })).toThrow("did you mean valid-acc?")
  expect(() => table.query(base, { metrics: "valid-acc" as never })).toThrow(TypeError)
  expect(() => table.query(base, { extrapolate: true } as never)).toThrow(
    "options.extrapolate: unknown option",
  )
})

it("draws recorded configurations only", async () => {
  const table = await open()
  const random = createRandom(1)
  const drawn = Array.from({ length: 40 }, () => table.sample(random))
  expect(new Set(drawn.map(one => one.LearningRate))).toEqual(new Set([0.1, 0.01]))
  expect(drawn[0]).not.toHaveProperty("epoch")
  expect(Object.isFrozen(drawn[0])).toBe(true)
  expect(() => table.sample(1 as never)).toThrow("random: expected a source of numbers")
  const { epoch, ...configuration } = table.sampleConfig(3)
  expect(table.query(configuration, { epoch })).toHaveProperty("valid-acc")
})
