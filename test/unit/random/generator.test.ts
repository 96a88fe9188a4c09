import { describe, expect, test } from "vitest"
import { createRandom, Generator, type GeneratorState } from "../../../src/random/generator.ts"
import { type Call, numpyAnswers } from "./numpy-answers.ts"

function play(generator: Generator, call: Call): number {
  if (call[0] === "random") return generator.random()
  const [, low, high, count = 1] = call
  let last = Number.NaN
  for (let k = 0; k < count; k++) last = generator.integers(low, high)
  return last
}

function open(origin: { seed?: string; key?: readonly [string, string] }): Generator {
  if (origin.key) return Generator.fromKey(BigInt(origin.key[0]), BigInt(origin.key[1]))
  return createRandom(BigInt(origin.seed!))
}

describe("Generator against numpy", () => {
  test("the answers have streams from seeds and from keys, and every call", () => {
    const { streams } = numpyAnswers
    expect(streams.filter(stream => stream.seed).length).toBeGreaterThan(10)
    expect(streams.filter(stream => stream.key).length).toBeGreaterThan(3)
    const ranges = streams.flatMap(({ calls }) =>
      calls.map(call => (call[0] === "integers" ? call[2] - call[1] : 0)),
    )
    for (const range of [0, 1, 2, 5, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 40 - 5, 2 ** 40]) {
      expect(ranges, `a range of ${range}`).toContain(range)
    }
  })

  test.each(
    numpyAnswers.streams.map((stream, k) => ({ k, from: stream.seed ?? stream.key!.join(" "), ...stream })),
  )("stream $k from $from: values and state", ({ calls, results, state, ...origin }) => {
    const generator = open(origin)
    expect(calls.map(call => play(generator, call))).toEqual(results)
    expect(generator.state()).toEqual(state)
  })

  test.each(numpyAnswers.filled)(
    "integers($low, $high, size=7) is seven calls",
    ({ seed, low, high, values, state }) => {
      const generator = createRandom(BigInt(seed))
      expect(values.map(() => generator.integers(low, high))).toEqual(values)
      expect(generator.state()).toEqual(state)
    },
  )

  test("goes on from a state that went through JSON", () => {
    for (const { calls, results, state, ...origin } of numpyAnswers.streams) {
      const generator = open(origin)
      const half = calls.length >> 1
      for (const call of calls.slice(0, half)) play(generator, call)
      const other = createRandom(0)
      other.restore(JSON.parse(JSON.stringify(generator.state())) as GeneratorState)
      expect(calls.slice(half).map(call => play(other, call))).toEqual(results.slice(half))
      expect(other.state()).toEqual(state)
    }
  })
})

describe("Generator", () => {
  test("a number and a bigint of the same value are the same seed", () => {
    expect(createRandom(12).state()).toEqual(createRandom(12n).state())
    expect(createRandom(12).state()).not.toEqual(createRandom(13).state())
  })

  test("a range of one value draws nothing", () => {
    const generator = createRandom(3)
    const start = generator.state()
    expect(generator.integers(-5, -4)).toBe(-5)
    expect(generator.state()).toEqual(start)
  })

  test("integers fills its range evenly and stays in it", () => {
    const generator = createRandom(4)
    const counts = new Array<number>(7).fill(0)
    for (let k = 0; k < 70_000; k++) counts[generator.integers(-3, 4) + 3]!++
    // 10,000 each; the standard deviation is 93.
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500)
    expect(counts.reduce((sum, count) => sum + count)).toBe(70_000)
  })

  test.each([
    [0.5, 2, "low: not a safe integer; expected an integer below high, got 0.5"],
    [Number.NaN, 2, "low: not a safe integer; expected an integer below high, got NaN"],
    [-(2 ** 53), 2, "low: not a safe integer; expected an integer below high, got -9007199254740992"],
    [0, 2 ** 53, "high: not a safe integer; expected an integer above low, got 9007199254740992"],
    [0, Number.POSITIVE_INFINITY, "high: not a safe integer; expected an integer above low, got Infinity"],
    [0, "5", 'high: not a safe integer; expected an integer above low, got "5"'],
    [5, 5, "high: not above low; expected an integer above 5, got 5"],
    [5, -1, "high: not above low; expected an integer above 5, got -1"],
  ])("integers(%s, %s) is refused and draws nothing", (low, high, message) => {
    const generator = createRandom(3)
    const start = generator.state()
    expect(() => generator.integers(low, high as number)).toThrow(new RangeError(message))
    expect(generator.state()).toEqual(start)
  })

  test("createRandom refuses what is no seed", () => {
    expect(() => createRandom(-1)).toThrow(RangeError)
    expect(() => Generator.fromKey(2n ** 64n, 0n)).toThrow(RangeError)
  })
})
