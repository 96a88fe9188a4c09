import { readFileSync } from "node:fs"
import { describe, expect, test } from "vitest"
import { RandomState, type RandomStateState } from "../../../src/random/mt19937.ts"
import { answersFolder } from "./numpy-answers.ts"

/** A third argument of `randint` is a number of draws, of which the last counts. */
type Call = readonly ["random"] | readonly ["randint", low: number, high: number, count?: number]

interface Answers {
  readonly streams: readonly {
    readonly seed: number | readonly number[]
    readonly calls: readonly Call[]
    readonly results: readonly number[]
    /** Of the state after the calls: its position, and its first and last word. */
    readonly position: number
    readonly ends: readonly number[]
  }[]
  readonly states: readonly { readonly seed: number | readonly number[]; readonly state: RandomStateState }[]
}

const answers: Answers = JSON.parse(readFileSync(new URL("random-state.json", answersFolder), "utf8"))

function play(random: RandomState, call: Call): number {
  if (call[0] === "random") return random.random()
  const [, low, high, count = 1] = call
  let last = Number.NaN
  for (let k = 0; k < count; k++) last = random.randint(low, high)
  return last
}

function thrown(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    return String(error)
  }
  throw new Error("nothing was thrown")
}

describe("RandomState against numpy", () => {
  test("the answers have both seedings, arrays longer than the state, and every kind of range", () => {
    const { streams } = answers
    const lengths = streams.map(({ seed }) => (Array.isArray(seed) ? seed.length : 0))
    for (const length of [0, 1, 3, 623, 624, 1000]) expect(lengths).toContain(length)
    const ranges = streams.flatMap(({ calls }) =>
      calls.map(call => (call[0] === "randint" ? call[2] - call[1] : 0)),
    )
    for (const range of [0, 1, 2, 5, 2 ** 31 + 1, 2 ** 32 - 1, 2 ** 32, 2 ** 32 + 1, 2 ** 40]) {
      expect(ranges, `a range of ${range}`).toContain(range)
    }
  })

  test.each(answers.streams.map((stream, k) => ({ k, ...stream })))("stream $k: values and state", stream => {
    const random = new RandomState(stream.seed)
    expect(stream.calls.map(call => play(random, call))).toEqual(stream.results)
    const { key, position } = random.state()
    expect({ position, ends: [key[0], key.at(-1)] }).toEqual({ position: stream.position, ends: stream.ends })
  })

  test.each(answers.states)("the state of a new one, seed $seed, is numpy's", ({ seed, state }) => {
    expect(new RandomState(seed).state()).toEqual(state)
  })

  test("goes on from a state that went through JSON", () => {
    for (const { seed, calls, results } of answers.streams) {
      const random = new RandomState(seed)
      const half = calls.length >> 1
      for (const call of calls.slice(0, half)) play(random, call)
      const other = new RandomState(999)
      other.restore(JSON.parse(JSON.stringify(random.state())) as RandomStateState)
      expect(calls.slice(half).map(call => play(other, call))).toEqual(results.slice(half))
      expect(calls.slice(half).map(call => play(random, call))).toEqual(results.slice(half))
    }
  })
})

describe("RandomState", () => {
  test("a range of one value draws nothing", () => {
    const random = new RandomState(3)
    const start = random.state()
    expect(random.randint(-5, -4)).toBe(-5)
    expect(random.state()).toEqual(start)
  })

  test("a state is a copy", () => {
    const random = new RandomState(3)
    const start = random.state()
    const first = random.random()
    random.restore(start)
    expect(random.random()).toBe(first)
    expect(random.state()).not.toEqual(start)
    expect(start).toEqual(new RandomState(3).state())
  })

  test.each<[unknown, string]>([
    [-1, "RangeError: seed: out of range; expected an integer from 0 to 4294967295, got -1"],
    [2 ** 32, "RangeError: seed: out of range; expected an integer from 0 to 4294967295, got 4294967296"],
    [0.5, "RangeError: seed: out of range; expected an integer from 0 to 4294967295, got 0.5"],
    [Number.NaN, "RangeError: seed: out of range; expected an integer from 0 to 4294967295, got NaN"],
    ["1", 'TypeError: seed: wrong type; expected an integer of 32 bits, got "1"'],
    [1n, "TypeError: seed: wrong type; expected an integer of 32 bits, got 1n"],
    [undefined, "TypeError: seed: wrong type; expected an integer of 32 bits, got undefined"],
    [[], "RangeError: seed: empty; expected at least one integer, got none"],
    [[1, -1], "RangeError: seed[1]: out of range; expected an integer from 0 to 4294967295, got -1"],
    [[1, "2"], 'TypeError: seed[1]: wrong type; expected an integer of 32 bits, got "2"'],
  ])("seed %s is refused", (seed, message) => {
    expect(thrown(() => new RandomState(seed as number))).toBe(message)
  })

  test.each<[number, number, RegExp]>([
    [0.5, 2, /^RangeError: low: not a safe integer; .* got 0.5$/],
    [2 ** 53, 2 ** 54, /^RangeError: low: not a safe integer; /],
    [0, 0, /^RangeError: high: not above low; expected a safe integer above 0, got 0$/],
    [3, 2, /^RangeError: high: not above low; /],
    [0, 1.5, /^RangeError: high: not above low; .* got 1.5$/],
    [0, Number.NaN, /^RangeError: high: /],
    [0, 2 ** 53, /^RangeError: high: /],
  ])("randint(%d, %d) is refused", (low, high, message) => {
    expect(thrown(() => new RandomState(0).randint(low, high))).toMatch(message)
  })

  test.each<[string, (state: RandomStateState) => unknown, RegExp]>([
    ["null", () => null, /^TypeError: state.bitGenerator: another generator's state; expected "MT19937"/],
    ["Philox", state => ({ ...state, bitGenerator: "Philox" }), /^TypeError: state.bitGenerator: .*"Philox"/],
    ["position 625", state => ({ ...state, position: 625 }), /^RangeError: state.position: .* got 625$/],
    ["position -1", state => ({ ...state, position: -1 }), /^RangeError: state.position: /],
    ["position 1.5", state => ({ ...state, position: 1.5 }), /^RangeError: state.position: /],
    ["a key of text", state => ({ ...state, key: "7" }), /^TypeError: state.key: wrong type; .* got "7"$/],
    ["a short key", state => ({ ...state, key: [1, 2] }), /^RangeError: state.key: wrong length; .* got 2$/],
    [
      "a word of text",
      state => ({ ...state, key: state.key.map((word, k) => (k === 3 ? "a" : word)) }),
      /^TypeError: state.key\[3\]: /,
    ],
    [
      "a word too large",
      state => ({ ...state, key: state.key.map((word, k) => (k === 3 ? 2 ** 32 : word)) }),
      /^RangeError: state.key\[3\]: /,
    ],
  ])("restore refuses %s and leaves the generator as it was", (_, broken, message) => {
    const random = new RandomState(7)
    const state = random.state()
    expect(thrown(() => random.restore(broken(state) as RandomStateState))).toMatch(message)
    expect(random.state()).toEqual(state)
  })
})
