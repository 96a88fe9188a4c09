import { describe, expect, test } from "vitest"
import { seedWords } from "../../../src/random/seed-sequence.ts"
import { numpyAnswers } from "./numpy-answers.ts"

describe("seedWords", () => {
  test.each(numpyAnswers.seedWords)("of seed $seed are numpy's", ({ seed, words }) => {
    expect([...seedWords(BigInt(seed), words.length)]).toEqual(words)
    if (Number(seed) <= Number.MAX_SAFE_INTEGER) {
      expect([...seedWords(Number(seed), words.length)]).toEqual(words)
    }
  })

  test.each([
    [-1, RangeError, "seed: negative; expected an integer of at least 0, got -1"],
    [-1n, RangeError, "seed: negative; expected an integer of at least 0, got -1n"],
    [0.5, RangeError, "seed: not a safe integer; expected an integer of at least 0, got 0.5"],
    [Number.NaN, RangeError, "seed: not a safe integer; expected an integer of at least 0, got NaN"],
    [
      2 ** 53,
      RangeError,
      "seed: not a safe integer; expected an integer of at least 0, got 9007199254740992; give larger seeds as bigint",
    ],
    ["7", TypeError, 'seed: wrong type; expected a non-negative integer, got "7"'],
    [undefined, TypeError, "seed: wrong type; expected a non-negative integer, got undefined"],
  ])("refuses %s", (seed, kind, message) => {
    expect(() => seedWords(seed as number, 4)).toThrow(new kind(message))
  })
})
