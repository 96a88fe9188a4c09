/** Mutated `save_model` JSON, as bytes, as text and as objects. */
import { it } from "vitest"
import { type Booster, readBooster, readJson } from "../../src/entries/trees.ts"
import { decodeJson } from "../oracle/json-decoder.ts"
import { referenceOutputs, walk } from "../oracle/reference-walker.ts"
import type { Random } from "../support/random.ts"
import { type Fields, loadBases } from "./bases.ts"
import { encodeJson, isPlain } from "./encode.ts"
import type { Oracle } from "./judge.ts"
import { mutateBytes, unlike } from "./mutate-bytes.ts"
import { mutateModel } from "./mutate-model.ts"
import { runMutants, TIMEOUT_MS } from "./run.ts"

const encoder = new TextEncoder()
const decoder = new TextDecoder()

function oracleOf(bytes: Uint8Array): Oracle {
  const document = decodeJson(bytes)
  return { numOutputs: referenceOutputs(document), walk: row => walk(document, row) }
}

/** One of the ways to hand the same model over. */
function reader(bytes: Uint8Array, document: Fields | null, random: Random): () => Booster {
  const readers = [() => readJson(bytes), () => readBooster(bytes, { baseScore: 0 })]
  if (document) readers.push(() => readBooster(decoder.decode(bytes), { baseScore: 0 }))
  if (document && isPlain(document)) readers.push(() => readBooster(document))
  return random.pick(readers)
}

function run(): void {
  const bases = loadBases().map(base => ({ ...base, bytes: encoder.encode(encodeJson(base.model)) }))
  runMutants("JSON", 1_000_000, random => {
    const base = random.pick(bases)
    let document: Fields | null = null
    const isBlind = random.chance(0.4)
    const { bytes, what } = unlike(base.bytes, () => {
      if (isBlind) return mutateBytes(base.bytes, random)
      document = structuredClone(base.model)
      const done = mutateModel(document, random)
      return { bytes: encoder.encode(encodeJson(document)), what: done }
    })
    return {
      what: `${base.name}, ${what}`,
      read: reader(bytes, document, random),
      oracle: () => oracleOf(bytes),
      rows: base.rows,
      treesAt: decoder.decode(bytes).indexOf('"trees"'),
    }
  })
}

it("ends in a typed error or in the oracle's answers", run, TIMEOUT_MS)
