import { beforeAll, describe, expect, test } from "vitest"
import { Benchmark } from "../../../src/benchmark/index.ts"
import { memorySource } from "../../../src/bytes/byte-source.ts"
import { ModelFormatError } from "../../../src/errors.ts"
import { importRelease, joinPacks } from "../../../src/release/index.ts"
import { openReleasePack } from "../../../src/surrogate/release-pack.ts"
import { replicaBenchmark } from "./benchmarks.ts"
import { replica } from "./entries.ts"

const parts = new Map<string, Uint8Array>()

beforeAll(async () => {
  const base = { archive: "a.tar", release: "replica", version: "1" }
  await importRelease({ ...base, entries: replica() }, ({ task, metric }, pack) => {
    parts.set(`${task}/${metric}`, pack)
  })
})

const ofTask = (task: string): Uint8Array[] =>
  [...parts].filter(([name]) => name.startsWith(`${task}/`)).map(([, pack]) => pack)

describe("packs of a task's metrics", () => {
  test("become one pack with the answers of the models, whatever their order", async () => {
    const joined = await joinPacks("cifar10", ofTask("cifar10"))
    expect(joined.metrics).toEqual([
      "FLOPS",
      "latency",
      "runtime",
      "size_MB",
      "train-acc",
      "valid-acc",
      "test-acc",
    ])
    const other = await joinPacks("cifar10", ofTask("cifar10").reverse())
    expect(other.bytes).toEqual(joined.bytes)
    const pack = await openReleasePack(memorySource(joined.bytes, "cifar10.bin"))
    expect(pack.card.provenance!.files).toHaveLength(21)
    expect(pack.card).toEqual(joined.card)
    const benchmark = new Benchmark("cifar10", pack)
    const models = await replicaBenchmark("cifar10")
    for (const seed of [0, 1, 2, 3]) {
      const { epoch, ...config } = models.sampleConfig(seed)
      const options = { nepochs: 40, fullTrajectory: true }
      expect(benchmark.call(config, options)).toEqual(models.call(config, options))
    }
  })

  test("can be joined in steps", async () => {
    const [first, second, ...rest] = ofTask("cifar10")
    const pair = await joinPacks("cifar10", [first!, second!])
    const whole = await joinPacks("cifar10", [
      pair.bytes,
      ...rest.map((bytes, i) => memorySource(bytes, `${i}.bin`)),
    ])
    expect(whole.bytes).toEqual((await joinPacks("cifar10", ofTask("cifar10"))).bytes)
  })

  test("of another task or release, there twice, or damaged are refused", async () => {
    const [first, second] = ofTask("cifar10")
    const other = ofTask("fashion_mnist")[0]!
    await expect(joinPacks("cifar10", [first!, other])).rejects.toThrow(
      "packs[1]: pack of another task or release; expected replica of cifar10, got replica of fashion_mnist",
    )
    await expect(joinPacks("cifar10", [first!, second!, first!])).rejects.toThrow(
      "packs[2]: metric there twice",
    )
    const damaged = first!.slice()
    damaged[damaged.length - 9]! ^= 1
    await expect(joinPacks("cifar10", [damaged])).rejects.toBeInstanceOf(ModelFormatError)
    await expect(joinPacks("cifar10", [])).rejects.toBeInstanceOf(TypeError)
  })
})
