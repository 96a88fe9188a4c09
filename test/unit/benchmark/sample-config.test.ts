import { readFileSync } from "node:fs"
import { join } from "node:path"
import { gunzipSync } from "node:zlib"
import { describe, expect, test } from "vitest"
import { type ConfigRandom, type SampledConfig, sampleConfig } from "../../../src/benchmark/sample-config.ts"
import { createRandom } from "../../../src/random/generator.ts"
import { RandomState } from "../../../src/random/mt19937.ts"
import { jahsSpace } from "../../../src/space/index.ts"
import { bundled } from "../../support/bundled.ts"

interface Sampled {
  readonly seed: number
  readonly config: SampledConfig
}

function sampledBy(replica: string): readonly Sampled[] {
  const path = join(import.meta.dirname, "..", "..", "fixtures", replica, "expected.json.gz")
  return JSON.parse(gunzipSync(readFileSync(path)).toString()).sample_config
}

describe.each(["official-1.7", "official-1.5"])("%s", replica => {
  test("has twelve seeds", () => {
    expect(sampledBy(replica).map(({ seed }) => seed)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
  })

  test.each(sampledBy(replica))(
    "seed $seed is what jahs_bench draws, to the bit and in its order",
    sampled => {
      const config = sampleConfig(sampled.seed)
      expect(config).toEqual(sampled.config)
      expect(Object.keys(config)).toEqual(Object.keys(sampled.config))
    },
  )
})

test("a RandomState moves on from one configuration to the next", () => {
  const random = new RandomState(4)
  const first = sampleConfig(random)
  expect(first).toEqual(sampleConfig(4))
  const between = new RandomState(0)
  between.restore(random.state())
  const second = sampleConfig(random)
  expect(second).not.toEqual(first)
  expect(sampleConfig(between)).toEqual(second)
})

test("draws are frozen configurations of the whole space, with epochs from 1 to 199", () => {
  const random = new RandomState(1)
  const epochs = new Set<number>()
  for (let k = 0; k < 3000; k++) {
    const sampled = sampleConfig(random)
    expect(Object.isFrozen(sampled)).toBe(true)
    const { epoch, ...configuration } = sampled
    expect(jahsSpace.validate(configuration)).toEqual(configuration)
    epochs.add(epoch)
  }
  // 199 values over 3,000 draws: that one is missing has a chance of 6 in 100,000, and the seed is fixed.
  expect([...epochs].sort((a, b) => a - b)).toEqual(Array.from({ length: 199 }, (_, k) => k + 1))
})

test("a benchmark draws the same, and answers what it drew", async () => {
  const benchmark = await bundled("cifar10")
  const sampled = benchmark.sampleConfig(5)
  expect(sampled).toEqual(sampleConfig(5))
  const answer = benchmark.call(sampled, { nepochs: sampled.epoch })
  expect(Object.keys(answer)).toEqual(["182"])
})

test.each<[unknown, RegExp]>([
  [-1, /^RangeError: seed: out of range/],
  [2 ** 32, /^RangeError: seed: out of range/],
  [1.5, /^RangeError: seed: out of range/],
  ["1", /^TypeError: seed: wrong type; expected an integer from 0 to 4294967295 or a RandomState, got "1"$/],
  [undefined, /^TypeError: seed: wrong type; .* got undefined$/],
  [null, /^TypeError: seed: wrong type; .* got null$/],
  [createRandom(1), /^TypeError: seed: wrong type; .* got an object$/],
])("seed %s is refused", (seed, message) => {
  let text = ""
  try {
    sampleConfig(seed as ConfigRandom)
  } catch (error) {
    text = String(error)
  }
  expect(text).toMatch(message)
})
