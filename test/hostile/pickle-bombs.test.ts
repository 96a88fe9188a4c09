/** Small pickles that ask for much time or memory, and small pickles cut or changed at every one of their bytes. */
import { readFileSync } from "node:fs"
import { gunzipSync } from "node:zlib"
import { expect, describe as group, test } from "vitest"
import { JahsBenchError } from "../../src/errors.ts"
import { describe } from "../../src/pickle/describe.ts"
import { PickleField } from "../../src/pickle/field.ts"
import { readPickle } from "../../src/pickle/read-pickle.ts"
import { PickleDict, type PickleValue } from "../../src/pickle/value.ts"
import { largestAllocation } from "./allocations.ts"

/** A loaded machine takes a second for the largest of them. */
const SLOWEST_MS = 5000
const SLACK = 1 << 20

const ascii = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "latin1"))
const flood = (opcode: number, count: number): Uint8Array => new Uint8Array(count).fill(opcode)

/** What reading ends in: a value, or the message of a typed error; all else is thrown. */
function read(bytes: Uint8Array): { readonly value?: PickleValue; readonly refused?: string } {
  try {
    return { value: readPickle(bytes, { source: "x.pkl" }) }
  } catch (error) {
    if (!(error instanceof JahsBenchError)) throw error
    expect(error.message.length).toBeLessThan(1000)
    return { refused: error.message }
  }
}

/** Asks a value for everything that it might be; only typed errors may come. */
function askForAll(value: PickleValue): void {
  expect(describe(value).length).toBeLessThan(1500)
  const field = new PickleField(value, "a.path", "x.pkl")
  const accessors: (() => unknown)[] = [
    () => field.items(),
    () => field.entries(),
    () => field.get("a"),
    () => field.at(0),
    () => field.has("a"),
    () => field.args(),
    () => field.state,
    () => field.isNone,
    () => field.className,
    () => field.object("a.b"),
    () => field.global(),
    () => field.string(),
    () => field.strings(),
    () => field.number(),
    () => field.integer(0, 1),
    () => field.boolean(),
    () => field.bytes(),
    () => field.ndarray(),
    () => field.numbers(),
    () => field.numbers(3),
  ]
  for (const access of accessors) {
    try {
      access()
    } catch (error) {
      if (!(error instanceof JahsBenchError)) throw error
      expect(error.message).toMatch(/^x\.pkl, a\.path/)
      expect(error.message.length).toBeLessThan(2000)
    }
  }
}

/** Values inside of a value, each once, however they hold each other. */
function inside(root: PickleValue, most: number): PickleValue[] {
  const seen = new Set<PickleValue>([root])
  for (const value of seen) {
    if (seen.size > most) break
    if (typeof value !== "object" || value === null || value instanceof Uint8Array) continue
    if (Array.isArray(value)) for (const item of value) seen.add(item)
    else if (value instanceof PickleDict) for (const item of [...value.keys, ...value.values]) seen.add(item)
    else if (value.kind === "tuple" || value.kind === "set") for (const item of value.items) seen.add(item)
    else if (value.kind === "object") {
      for (const item of [...value.args, ...value.items, value.state ?? null]) seen.add(item)
      if (value.entries) seen.add(value.entries)
    } else if (value.kind === "opaque") for (const item of value.args) seen.add(item)
    else if (value.kind === "ndarray" && Array.isArray(value.values)) {
      for (const item of value.values as PickleValue[]) seen.add(item)
    }
  }
  return [...seen]
}

/** Puts the text and the encoder into the memo; each call is then a few bytes. */
const encodes = (text: string, calls: number): Uint8Array =>
  ascii(`${text}q\x030c_codecs\nencode\nq\x010Vlatin1\nq\x020${"h\x01h\x03h\x02\x86R0".repeat(calls)}N.`)
const DTYPE = "cnumpy\ndtype\n(Vf8\nI0\nI1\ntR(I3\nV>\nNNNI-1\nI-1\nI0\ntb"
const names = `cbuiltins\ngetattr\nq\x040V${"a".repeat(1000)}\nq\x030cos\npath\nq\x050`
const MANY = /too many values/
const COPIES = /copies its own data again and again/

const BOMBS: Readonly<Record<string, readonly [make: () => Uint8Array, refused: RegExp | undefined]>> = {
  "marks alone": [() => flood(0x28, 20_000_000), MANY],
  "empty dicts alone": [() => flood(0x7d, 20_000_000), MANY],
  "empty lists alone": [() => flood(0x5d, 20_000_000), MANY],
  "empty sets alone": [() => flood(0x8f, 20_000_000), MANY],
  "empty tuples alone": [() => flood(0x29, 20_000_000), MANY],
  "a memo of more keys than a Map holds": [
    () => flood(0x94, 17_000_000).fill(0x4e, 0, 1),
    /too large a memo/,
  ],
  // Engines hash a long integer by its lowest digits.
  "keys that are integers with the same lowest digits": [
    () => {
      const key = (k: number): string =>
        `\x8a\x0b${"\0".repeat(8)}${String.fromCharCode(k & 255, (k >> 8) & 255, 1)}N`
      return ascii(`}(${Array.from({ length: 60_000 }, (_, k) => key(k)).join("")}u.`)
    },
    undefined,
  ],
  "two long keys alike, set in turn": [
    () => {
      const key = `V${"x".repeat(2_000_000)}\n`
      return ascii(`${key}q\x010${key}q\x020}(${"h\x01Nh\x02N".repeat(100_000)}u.`)
    },
    undefined,
  ],
  "a name that grows with each getattr": [
    () => ascii(`${names}${"h\x04h\x05h\x03\x86Rq\x050".repeat(100_000)}N.`),
    undefined,
  ],
  "a name that grows and is called": [
    () => ascii(`${names}${"h\x04h\x05h\x03\x86Rq\x05)R0".repeat(100_000)}N.`),
    undefined,
  ],
  "calls of calls": [() => ascii(`cos\nsystem\n${")R".repeat(400_000)}.`), undefined],
  "a short text encoded again and again": [() => encodes(`V${"x".repeat(1000)}\n`, 100_000), COPIES],
  "a long text that cannot be encoded, again and again": [
    () => encodes(`V${"x".repeat(1_000_000)}\\u20ac\n`, 100_000),
    undefined,
  ],
  "a long UTF-8 text encoded again and again": [
    () => encodes(`X\x40\x42\x0f\0${"x".repeat(1_000_000)}`, 100_000),
    undefined,
  ],
  "big-endian bytes made an array again and again": [
    () => {
      const call = "h\x03(h\x01h\x02J\x48\xe8\x01\0\x85VC\ntR0"
      const bytes = `B\x40\x42\x0f\0${"x".repeat(1_000_000)}q\x010`
      return ascii(`${bytes}${DTYPE}q\x020cnumpy.core.numeric\n_frombuffer\nq\x030${call.repeat(50_000)}N.`)
    },
    COPIES,
  ],
  "integers of thousands of digits": [() => ascii(`${`L${"7".repeat(3999)}L\n0`.repeat(2000)}N.`), undefined],
  "a dtype with a fraction of a byte": [
    () => ascii(`cnumpy\ndtype\n(Vf8\nI0\nI1\ntR(I3\nV<\nNNNF8.5\nI-1\nI0\ntb.`),
    undefined,
  ],
}

group("bombs end soon and stay small", () => {
  test.each(Object.entries(BOMBS))("%s", (_, [make, refused]) => {
    const bytes = make()
    let result: ReturnType<typeof read> = {}
    const start = performance.now()
    const heap = process.memoryUsage().heapUsed
    const largest = largestAllocation(() => {
      result = read(bytes)
      if (result.value !== undefined) askForAll(result.value)
    })
    expect(performance.now() - start).toBeLessThan(SLOWEST_MS)
    expect(process.memoryUsage().heapUsed - heap).toBeLessThan(600e6)
    expect(largest).toBeLessThanOrEqual(4 * bytes.length + SLACK)
    if (refused === undefined) expect(result.refused).toBeUndefined()
    else expect(result.refused).toMatch(refused)
  })

  test("names of the objects that all JavaScript objects inherit are no floats", () => {
    for (const word of ["constructor", "__proto__", "toString", "valueOf"]) {
      expect(read(ascii(`F${word}\n.`)).refused).toMatch(/byte \d+: not a float/)
    }
  })

  test("a dtype keeps whole bytes", () => {
    const { value } = read(BOMBS["a dtype with a fraction of a byte"]![0]())
    expect(value).toMatchObject({ kind: "dtype", itemSize: 8 })
  })
})

group("values that hold each other", () => {
  test("are described and asked for without end or recursion", () => {
    for (const pickle of [
      "(lp0\ng0\na.",
      "}p0\nVa\ng0\ns.",
      "cos\nsystem\np0\n(g0\n(lp1\ng1\natR.",
      "ca.b\nC\n)\x81p0\n}Va\ng0\nsb.",
      `${"]".repeat(200_000)}${"a".repeat(199_999)}.`,
      `N${"\x85".repeat(400_000)}.`,
      `Vx\n${"cos\nsystem\n".repeat(1)}0${"\x85".repeat(9)}.`,
    ]) {
      const { value, refused } = read(ascii(pickle))
      expect(refused).toBeUndefined()
      for (const part of inside(value!, 1000)) askForAll(part)
    }
  })
})

group("a small pickle", () => {
  const folder = new URL("../fixtures/official-1.7/pipeline-shapes/", import.meta.url)
  const load = (path: string): Uint8Array =>
    new Uint8Array(gunzipSync(readFileSync(new URL(`${path}/label_headers.pkl.gz`, folder))))

  test.each(["chain", "chain_protocol2", "chain_protocol3", "chain_protocol4"])(
    "%s, cut at every place, is refused",
    name => {
      const bytes = load(name)
      expect(read(bytes).refused).toBeUndefined()
      for (let end = 0; end < bytes.length; end++) {
        expect(read(bytes.slice(0, end)).refused, `${end} bytes`).toMatch(/^x\.pkl @ byte \d+/)
      }
    },
  )

  test.each(["chain", "chain_protocol2", "chain_protocol4"])(
    "%s, each byte replaced, is a value or is refused",
    name => {
      const bytes = load(name)
      let accepted = 0
      for (let at = 0; at < bytes.length; at++) {
        for (const byte of [0x28, 0x52, 0xff, bytes[at]! ^ 1]) {
          const mutant = bytes.slice()
          mutant[at] = byte
          const { value } = read(mutant)
          if (value === undefined) continue
          accepted++
          if (at % 16 === 0) for (const part of inside(value, 100)) askForAll(part)
        }
      }
      // Texts and names may be any others: neither all nor none are accepted.
      expect(accepted).toBeGreaterThan(bytes.length / 2)
      expect(accepted).toBeLessThan(4 * bytes.length)
    },
  )
})
