/** Mutated files of the official release, plain and in gzip: a typed error or a surrogate, soon and in little memory. */
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { gunzipSync } from "node:zlib"
import { describe, expect, test } from "vitest"
import { JahsBenchError } from "../../src/errors.ts"
import { PickleField } from "../../src/pickle/field.ts"
import { readPickle } from "../../src/pickle/read-pickle.ts"
import { importRelease, readOfficialModel } from "../../src/release/index.ts"
import { Random } from "../support/random.ts"
import { largestAllocation } from "./allocations.ts"
import { mutateBytes, splice, unlike } from "./mutate-bytes.ts"

const MUTANTS = process.env["DEEP"] ? 100_000 : 1500
const TIMEOUT_MS = 7_200_000
/** No single file may take longer; a run's slowest is some hundred milliseconds. */
const SLOWEST_MS = 5000
/** What a run may grow by: V8 collects when it likes. */
const GROWTH = 1e9
const SLACK = 1 << 20

const FILES = ["params", "label_headers", "model"] as const

type Files = Readonly<Record<(typeof FILES)[number], Uint8Array>>

interface Base {
  readonly name: string
  readonly zipped: Files
  readonly plain: Files
}

function load(folder: string, name: string): Base {
  const read = (file: string): Uint8Array => new Uint8Array(readFileSync(join(folder, `${file}.pkl.gz`)))
  const zipped = { params: read("params"), label_headers: read("label_headers"), model: read("model") }
  const gunzip = (bytes: Uint8Array): Uint8Array => new Uint8Array(gunzipSync(bytes))
  const { params, label_headers, model } = zipped
  const plain = { params: gunzip(params), label_headers: gunzip(label_headers), model: gunzip(model) }
  return { name, zipped, plain }
}

const bases: readonly Base[] = ["official-1.7", "official-1.5"].flatMap(replica => {
  const shapes = join(import.meta.dirname, "..", "fixtures", replica, "pipeline-shapes")
  return readdirSync(shapes)
    .filter(name => name !== "untrained")
    .map(name => load(join(shapes, name), `${replica}/${name}`))
})

/** Opcodes, so that a replaced byte is often one. */
const OPCODES =
  "(.0121FIJKLMNPQRSTUVXabcdeghijloprstqu}])\x80\x81\x85\x86\x87\x88\x89\x8a\x8b\x8c\x8d\x8e\x92\x93\x94\x95\x96"

/** Nearly all of a model is its booster's bytes: what scikit-learn wrote stands before and behind them. */
const NEAR_END = 12_000

function place(length: number, random: Random): number {
  if (random.chance(0.3)) return random.below(length)
  const near = random.below(Math.min(length, NEAR_END))
  return random.chance(0.5) ? near : length - 1 - near
}

/** One to three changes: a byte, a run cut out or doubled, the end cut off. */
function mutatePickle(bytes: Uint8Array, random: Random): Uint8Array {
  let mutant: Uint8Array = bytes.slice()
  for (let changes = 1 + random.below(3); changes > 0 && mutant.length > 0; changes--) {
    const at = place(mutant.length, random)
    const run = mutant.slice(at, at + 1 + random.below(40))
    const kind = random.below(random.chance(0.1) ? 6 : 5)
    if (kind === 0) mutant[at] = random.below(256)
    else if (kind === 1) mutant[at] = OPCODES.charCodeAt(random.below(OPCODES.length))
    else if (kind === 2) mutant[at] = mutant[at]! ^ (1 << random.below(8))
    else if (kind === 3) mutant = splice(mutant, at, run.length, new Uint8Array())
    else if (kind === 4) mutant = splice(mutant, at, 0, run)
    else mutant = mutant.slice(0, at)
  }
  return mutant
}

interface Mutant {
  readonly name: string
  /** Bytes that are read, decompressed. */
  readonly length: number
  readonly read: () => void | Promise<void>
}

/** Judges mutants one by one; the same seed makes the same mutant. */
async function judge(kind: string, seed: number, make: (random: Random) => Mutant): Promise<void> {
  let [refused, slowest] = [0, 0]
  const before = process.memoryUsage.rss()
  const broken: string[] = []
  for (let k = 0; k < MUTANTS && broken.length < 10; k++) {
    const { name, length, read } = make(new Random(seed + k))
    const start = performance.now()
    const pending: (void | Promise<void>)[] = []
    try {
      const largest = largestAllocation(() => {
        pending.push(read())
      })
      await pending[0]
      if (largest > 4 * length + SLACK) broken.push(`${seed + k}, ${name}: ${largest} bytes at once`)
    } catch (error) {
      refused++
      if (!(error instanceof JahsBenchError) || error.message.length > 2000)
        broken.push(`${seed + k}, ${name}: ${error instanceof Error ? error.stack : error}`)
    }
    slowest = Math.max(slowest, performance.now() - start)
  }
  const growth = process.memoryUsage.rss() - before
  console.log(
    `${kind}: ${MUTANTS.toLocaleString("en")} mutants, ${((100 * refused) / MUTANTS).toFixed(1)} % refused, ` +
      `slowest ${slowest.toFixed(0)} ms, ${(growth / 1e6).toFixed(0)} MB more at the end`,
  )
  expect(broken).toEqual([])
  expect(refused).toBeGreaterThan(MUTANTS / 10)
  expect(refused).toBeLessThan(MUTANTS)
  expect(slowest).toBeLessThan(SLOWEST_MS)
  expect(growth).toBeLessThan(GROWTH)
}

test("mutated pickles end in a typed error or in a surrogate", { timeout: TIMEOUT_MS }, () =>
  judge("pickles", 30_000_000, random => {
    const { name, plain } = random.pick(bases)
    const which = random.pick(FILES)
    const mutant = mutatePickle(plain[which], random)
    const files: Files = { ...plain, [which]: mutant }
    const { params, label_headers: labelHeaders, model } = files
    return {
      name: `${name}/${which}`,
      length: Math.max(model.length, mutant.length),
      read: () => void readOfficialModel({ params, labelHeaders, model }, name),
    }
  }),
)

test("mutated pickles in gzip end in a typed error or in a pack", { timeout: TIMEOUT_MS }, () =>
  judge("pickles in gzip", 40_000_000, random => {
    const { name, zipped, plain } = random.pick(bases)
    const which = random.pick(FILES)
    const { bytes } = unlike(zipped[which], () => mutateBytes(zipped[which], random))
    const files: Files = { ...zipped, [which]: bytes }
    const entries = FILES.map(file => ({
      path: `cifar10/latency/${file}.pkl.gz`,
      size: files[file].length,
      bytes: async () => files[file],
      skip: async () => {},
    }))
    const options = {
      entries: (async function* () {
        yield* entries
      })(),
      archive: "a",
      release: "r",
      version: "0",
    }
    return {
      name: `${name}/${which}`,
      length: plain.model.length,
      read: async () => void (await importRelease(options, () => {})),
    }
  }),
)

describe("bombs end soon, and small", () => {
  const ascii = (text: string): Uint8Array => Uint8Array.from(text, character => character.charCodeAt(0))
  /** A memoised value of a million bytes, then many calls that would each copy it. */
  const copies = (call: string): string => `${"V"}${"\\u0041".repeat(170_000)}\np0\n0${call.repeat(20_000)}.`
  const BOMBS: Readonly<Record<string, () => Uint8Array>> = {
    "a million marks": () => ascii(`${"(".repeat(1e6)}.`),
    "a million nested lists": () => ascii(`${"]".repeat(1e6)}${"a".repeat(1e6 - 1)}.`),
    "a list in itself": () => ascii("]p0\ng0\na."),
    "lists of lists of lists": () =>
      ascii(
        `]p0\n0${Array.from({ length: 60 }, (_, i) => `](${`g${i}\n`.repeat(10)}ep${i + 1}\n0`).join("")}N.`,
      ),
    "a text encoded again and again": () => ascii(copies("c_codecs\nencode\n(g0\nVlatin1\ntR0")),
    "sets of one list": () =>
      ascii(`(${"I1\n".repeat(100_000)}lp0\n0${"c__builtin__\nset\n(g0\ntR0".repeat(10_000)}N.`),
    "lists of one list": () =>
      ascii(`(${"I1\n".repeat(100_000)}lp0\n0${"c__builtin__\nlist\n(g0\ntR0".repeat(10_000)}N.`),
    "dicts of one list": () =>
      ascii(`(${"(I1\nI2\nt".repeat(50_000)}lp0\n0${"ccollections\nOrderedDict\n(g0\ntR0".repeat(10_000)}N.`),
    "an array of 2^40 entries": () =>
      ascii(
        "cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(I0\ntVb\ntR(I1\n(I1099511627776\ntcnumpy\ndtype\n(Vf8\nI0\nI1\ntRI00\nVx\ntb.",
      ),
    "digits of an integer": () => ascii(`L${"9".repeat(1e6)}L\n.`),
    "a memo of a million keys": () =>
      ascii(`N${Array.from({ length: 300_000 }, (_, i) => `p${i}\n`).join("")}.`),
  }

  test.each(Object.entries(BOMBS))("%s", (_, make) => {
    const bytes = make()
    const before = process.memoryUsage()
    const start = performance.now()
    try {
      const field = new PickleField(readPickle(bytes, { source: "bomb.pkl" }), "", "bomb.pkl")
      expect(() => field.object("sklearn.pipeline.Pipeline")).toThrow(JahsBenchError)
    } catch (error) {
      expect(error).toBeInstanceOf(JahsBenchError)
    }
    expect(performance.now() - start).toBeLessThan(5000)
    const { arrayBuffers, heapUsed } = process.memoryUsage()
    expect(arrayBuffers - before.arrayBuffers).toBeLessThan(100e6)
    expect(heapUsed - before.heapUsed).toBeLessThan(400e6)
  })
})
