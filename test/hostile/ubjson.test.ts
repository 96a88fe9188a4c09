/** Mutated UBJSON: bytes anywhere, the counts and types that the structure is made of, and fields. */
import { it } from "vitest"
import { readBooster, readUbjson } from "../../src/entries/trees.ts"
import { referenceOutputs, walk } from "../oracle/reference-walker.ts"
import { decodeUbjson } from "../oracle/ubjson-decoder.ts"
import type { Random } from "../support/random.ts"
import { type Fields, loadBases } from "./bases.ts"
import { encodeUbjson, type Site, WIDTHS, writeNumber } from "./encode.ts"
import type { Oracle } from "./judge.ts"
import { type Changed, mutateBytes, unlike } from "./mutate-bytes.ts"
import { NUMBERS } from "./mutate-fields.ts"
import { mutateModel } from "./mutate-model.ts"
import { runMutants, TIMEOUT_MS } from "./run.ts"

function oracleOf(bytes: Uint8Array): Oracle {
  const document = decodeUbjson(bytes)
  return { numOutputs: referenceOutputs(document), walk: row => walk(document, row) }
}

/** One letter a byte, so that positions agree. */
const decoder = new TextDecoder("latin1")

const MARKS = [...new TextEncoder().encode("{}[]$#SCHTFZNiUIlLdD")]

/** Eight bytes of a count that a careless reader would believe. */
const COUNTS: readonly bigint[] = [
  0n,
  1n,
  -1n,
  255n,
  65_536n,
  2n ** 31n - 1n,
  2n ** 31n,
  2n ** 32n,
  2n ** 40n,
  2n ** 53n,
  2n ** 63n - 1n,
  -(2n ** 63n),
]

/** Writes over one place where the structure stands. */
function mutateSite(original: Uint8Array, sites: readonly Site[], random: Random): Changed {
  const bytes = original.slice()
  // A kind first: payloads are many, types few, and a linear model has none.
  const kinds = [...new Set(sites.map(site => site.kind))]
  const chosen = random.pick(kinds)
  const { at, kind, type } = random.pick(sites.filter(site => site.kind === chosen))
  if (kind === "count") {
    const view = new DataView(bytes.buffer)
    const near = view.getBigInt64(at) + BigInt(random.below(5) - 2)
    if (random.chance(0.2)) bytes[at - 1] = random.pick(MARKS)
    else view.setBigInt64(at, random.chance(0.4) ? near : random.pick(COUNTS))
  } else if (kind === "payload") {
    const value = random.pick(NUMBERS)
    const isFloat = type === "d" || type === "D"
    const [low, high] =
      type === "U" ? [0, 255] : [-(2 ** (8 * WIDTHS[type] - 1)), 2 ** (8 * WIDTHS[type] - 1) - 1]
    const whole = Math.min(Math.max(Math.trunc(value) || 0, low), Math.min(high, Number.MAX_SAFE_INTEGER))
    writeNumber(new DataView(bytes.buffer), at, type, isFloat ? value : whole)
  } else {
    bytes[at] = random.chance(0.9) ? random.pick(MARKS) : random.below(256)
  }
  return { bytes, what: `${kind} at byte ${at}` }
}

function run(): void {
  const bases = loadBases().map(base => ({ ...base, ...encodeUbjson(base.model) }))
  runMutants("UBJSON", 2_000_000, random => {
    const base = random.pick(bases)
    const kind = random.below(10)
    const { bytes, what } = unlike(base.bytes, () => {
      if (kind < 3) return mutateBytes(base.bytes, random)
      if (kind < 6) return mutateSite(base.bytes, base.sites, random)
      const document: Fields = structuredClone(base.model)
      const done = mutateModel(document, random)
      return { bytes: encodeUbjson(document).bytes, what: done }
    })
    return {
      what: `${base.name}, ${what}`,
      read: random.chance(0.5) ? () => readUbjson(bytes) : () => readBooster(bytes, { baseScore: 0 }),
      oracle: () => oracleOf(bytes),
      rows: base.rows,
      treesAt: decoder.decode(bytes).indexOf("trees["),
    }
  })
}

it("ends in a typed error or in the oracle's answers", run, TIMEOUT_MS)
