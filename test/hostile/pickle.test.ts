import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { gunzipSync } from "node:zlib"
import { describe, expect, test } from "vitest"
import { JahsBenchError } from "../../src/errors.ts"
import { PickleField } from "../../src/pickle/field.ts"
import { readPickle } from "../../src/pickle/read-pickle.ts"
import { createRandom } from "../../src/random/generator.ts"
import { readOfficialModel } from "../../src/release/index.ts"

const DEEP = process.env["DEEP"] !== undefined
const shapes = join(import.meta.dirname, "..", "fixtures", "official-1.7", "pipeline-shapes")
const gunzip = (path: string): Uint8Array => new Uint8Array(gunzipSync(readFileSync(path)))

interface Files {
  readonly name: string
  readonly params: Uint8Array
  readonly labelHeaders: Uint8Array
  readonly model: Uint8Array
}

const bases: Files[] = readdirSync(shapes)
  .filter(name => name !== "untrained")
  .map(name => ({
    name,
    params: gunzip(join(shapes, name, "params.pkl.gz")),
    labelHeaders: gunzip(join(shapes, name, "label_headers.pkl.gz")),
    model: gunzip(join(shapes, name, "model.pkl.gz")),
  }))

/** Opcodes, so that a replaced byte is often one. */
const OPCODES =
  "(.0121FIJKLMNPQRSTUVXabcdeghijloprstqu}])\x80\x81\x85\x86\x87\x88\x89\x8a\x8b\x8c\x8d\x8e\x92\x93\x94\x95\x96".split(
    "",
  )

/** One to three changes: a byte, a run cut out or doubled, the end cut off. */
function mutate(bytes: Uint8Array, random: ReturnType<typeof createRandom>): Uint8Array {
  let mutant = bytes.slice()
  for (let changes = random.integers(1, 4); changes > 0; changes--) {
    const at = random.integers(0, mutant.length)
    const length = Math.min(random.integers(1, 40), mutant.length - at)
    const kind = random.integers(0, 6)
    if (kind === 0) mutant[at] = random.integers(0, 256)
    else if (kind === 1) mutant[at] = OPCODES[random.integers(0, OPCODES.length)]!.charCodeAt(0)
    else if (kind === 2)
      mutant = Uint8Array.from([...mutant.subarray(0, at), ...mutant.subarray(at + length)])
    else if (kind === 3)
      mutant = Uint8Array.from([...mutant.subarray(0, at + length), ...mutant.subarray(at)])
    else if (kind === 4) mutant[at] ^= 1 << random.integers(0, 8)
    else mutant = mutant.slice(0, Math.max(1, at))
    if (mutant.length === 0) return bytes.slice(0, 1)
  }
  return mutant
}

test("mutated pickles end in a typed error or in a surrogate", { timeout: 3_600_000 }, () => {
  const random = createRandom(5)
  const count = DEEP ? 100_000 : 1500
  let refused = 0
  let slowest = 0
  for (let i = 0; i < count; i++) {
    const base = bases[i % bases.length]!
    const which = (["params", "labelHeaders", "model"] as const)[random.integers(0, 3)]!
    const files = { ...base, [which]: mutate(base[which], random) }
    const start = performance.now()
    try {
      readOfficialModel(files, base.name)
    } catch (error) {
      if (!(error instanceof JahsBenchError)) {
        throw new Error(`mutant ${i} of ${base.name}/${which} ended in another error`, { cause: error })
      }
      refused++
    }
    slowest = Math.max(slowest, performance.now() - start)
  }
  console.log(
    `pickles: ${count} mutants, ${((100 * refused) / count).toFixed(1)} % refused, slowest ${slowest.toFixed(0)} ms`,
  )
  expect(refused).toBeGreaterThan(count / 10)
  expect(slowest).toBeLessThan(5000)
})

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
