import { expect, it } from "vitest"
import { sha256Now } from "../../../src/bytes/sha256.ts"
import { encodeUtf8 } from "../../../src/bytes/utf8.ts"
import { equalBytes, isOneOf } from "../../../src/service/constant-time.ts"

/** Bytes that count how often they are read. */
function counted(bytes: readonly number[]): {
  readonly bytes: ArrayLike<number>
  readonly reads: () => number
} {
  let reads = 0
  const proxy = new Proxy(bytes, {
    get(target, name, receiver) {
      if (typeof name === "string" && /^\d+$/.test(name)) reads++
      return Reflect.get(target, name, receiver)
    },
  })
  return { bytes: proxy, reads: () => reads }
}

it("reads every byte, wherever the first difference is", () => {
  const secret = Array.from({ length: 32 }, (_, k) => k)
  for (const at of [-1, 0, 15, 31]) {
    const guess = counted(secret.map((byte, k) => (k === at ? byte ^ 1 : byte)))
    expect(equalBytes(guess.bytes, secret)).toBe(at < 0)
    expect(guess.reads()).toBe(32)
  }
})

it("is not fooled by lengths", () => {
  expect(equalBytes([], [])).toBe(true)
  expect(equalBytes([1], [1, 0])).toBe(false)
})

it("finds a secret among several, at any place", () => {
  const digests = ["alpha", "beta", "gamma"].map(text => sha256Now(encodeUtf8(text)))
  for (const text of ["alpha", "beta", "gamma"]) expect(isOneOf(text, digests)).toBe(true)
  for (const text of ["", "alph", "alphaa", "Alpha"]) expect(isOneOf(text, digests)).toBe(false)
})
