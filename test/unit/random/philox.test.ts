import { describe, expect, test } from "vitest"
import { Philox, type PhiloxState } from "../../../src/random/philox.ts"
import { numpyAnswers } from "./numpy-answers.ts"

/** Known answers of Random123, tests/kat_vectors, philox4x64 10: counter, key, output. */
const KNOWN_ANSWERS = `
0000000000000000 0000000000000000 0000000000000000 0000000000000000 0000000000000000 0000000000000000 16554d9eca36314c db20fe9d672d0fdc d7e772cee186176b 7e68b68aec7ba23b
ffffffffffffffff ffffffffffffffff ffffffffffffffff ffffffffffffffff ffffffffffffffff ffffffffffffffff 87b092c3013fe90b 438c3c67be8d0224 9cc7d7c69cd777b6 a09caebf594f0ba0
243f6a8885a308d3 13198a2e03707344 a4093822299f31d0 082efa98ec4e6c89 452821e638d01377 be5466cf34e90c6c a528f45403e61d95 38c72dbd566e9788 a5a1610e72fd18b5 57bd43b5e52b7fe6
`

/** Four words less one, as a number of 256 bits: the counter is raised before the first block. */
function before(words: readonly bigint[]): bigint[] {
  const whole = words.reduceRight((sum, word) => (sum << 64n) | word, 0n)
  const previous = BigInt.asUintN(256, whole - 1n)
  return words.map((_, k) => BigInt.asUintN(64, previous >> BigInt(64 * k)))
}

const draw = (bits: Philox, count: number): bigint[] => Array.from({ length: count }, () => bits.nextUint64())

describe("Philox", () => {
  test.each(KNOWN_ANSWERS.trim().split("\n"))("Random123: %s", line => {
    const words = line.split(" ").map(word => BigInt(`0x${word}`))
    const bits = new Philox({ counter: before(words.slice(0, 4)), key: words.slice(4, 6) })
    expect(draw(bits, 4)).toEqual(words.slice(6))
  })

  test.each(numpyAnswers.raw)("numpy: 12 words after counter $counter", ({ key, counter, words }) => {
    const bits = new Philox({ key: key.map(BigInt), counter: counter.map(BigInt) })
    expect(draw(bits, words.length)).toEqual(words.map(BigInt))
  })

  test("takes the lower half of a word first, and keeps the upper one over other draws", () => {
    const [first, second] = draw(new Philox({ key: [1n, 2n] }), 2) as [bigint, bigint]
    const bits = new Philox({ key: [1n, 2n] })
    expect(bits.nextUint32()).toBe(Number(first & 0xffffffffn))
    expect(bits.nextDouble()).toBe(Number(second >> 11n) * 2 ** -53)
    expect(bits.nextUint32()).toBe(Number(first >> 32n))
  })

  test("goes on from its state after every number of draws", () => {
    const bits = new Philox({ key: [3n, 2n ** 64n - 1n], counter: [2n ** 64n - 1n, 0n, 0n, 0n] })
    for (let k = 0; k < 12; k++) {
      const copy = new Philox({ key: [0n, 0n] })
      copy.restore(JSON.parse(JSON.stringify(bits.state())) as PhiloxState)
      expect(copy.state()).toEqual(bits.state())
      const saved = bits.state()
      const expected = [bits.nextUint32(), bits.nextDouble(), bits.nextUint64(), bits.nextUint32()]
      expect([copy.nextUint32(), copy.nextDouble(), copy.nextUint64(), copy.nextUint32()]).toEqual(expected)
      bits.restore(saved)
      if (k % 3 === 0) bits.nextUint32()
      else bits.nextUint64()
    }
  })

  test.each([
    [{ key: [1n] }, RangeError, "key: wrong length; expected 2 words, got 1"],
    [{ key: [1n, -1n] }, RangeError, "key[1]: out of range; expected a word of 64 bits, got -1"],
    [
      { key: [2n ** 64n, 0n] },
      RangeError,
      "key[0]: out of range; expected a word of 64 bits, got 18446744073709551616",
    ],
    [{ key: [1n, 2 as unknown as bigint] }, TypeError, "key[1]: wrong type; expected a bigint, got 2"],
    [{ key: [1n, 2n], counter: [0n] }, RangeError, "counter: wrong length; expected 4 words, got 1"],
  ])("refuses %o", (options, kind, message) => {
    expect(() => new Philox(options)).toThrow(new kind(message))
  })

  const good: PhiloxState = new Philox({ key: [1n, 2n] }).state()

  test.each([
    [null, TypeError, 'state.bitGenerator: another generator\'s state; expected "Philox", got undefined'],
    [
      { ...good, bitGenerator: "PCG64" },
      TypeError,
      'state.bitGenerator: another generator\'s state; expected "Philox", got "PCG64"',
    ],
    [
      { ...good, position: 0 },
      RangeError,
      "state.position: out of range; expected an integer from 1 to 4, got 0",
    ],
    [
      { ...good, position: 5 },
      RangeError,
      "state.position: out of range; expected an integer from 1 to 4, got 5",
    ],
    [
      { ...good, position: 1.5 },
      RangeError,
      "state.position: out of range; expected an integer from 1 to 4, got 1.5",
    ],
    [
      { ...good, half: -1 },
      RangeError,
      "state.half: out of range; expected null or an integer of 32 bits, got -1",
    ],
    [
      { ...good, half: undefined },
      RangeError,
      "state.half: out of range; expected null or an integer of 32 bits, got undefined",
    ],
    [{ ...good, key: "12" }, TypeError, 'state.key: wrong type; expected an array, got "12"'],
    [
      { ...good, key: [1, 2] },
      TypeError,
      "state.key[0]: no word; expected 0x and 16 hexadecimal digits, got 1",
    ],
    [{ ...good, key: good.counter }, RangeError, "state.key: wrong length; expected 2 words, got 4"],
    [
      { ...good, counter: ["0x1", ...good.key] },
      TypeError,
      'state.counter[0]: no word; expected 0x and 16 hexadecimal digits, got "0x1"',
    ],
  ])("refuses to restore %o, and keeps its own state", (state, kind, message) => {
    const bits = new Philox({ key: [1n, 2n] })
    expect(() => bits.restore(state as PhiloxState)).toThrow(new kind(message))
    expect(bits.state()).toEqual(good)
  })
})
