/** Mutated handles of pickled Boosters of 1.4 and later: JSON text or UBJSON of a configuration and a model. */
import { it } from "vitest"
import { readBooster, readPickledHandle } from "../../src/entries/trees.ts"
import { decodeJson } from "../oracle/json-decoder.ts"
import { referenceOutputs, walk } from "../oracle/reference-walker.ts"
import { decodeUbjson } from "../oracle/ubjson-decoder.ts"
import { readFixture } from "../support/fixtures.ts"
import { type Fields, loadBases } from "./bases.ts"
import { encodeJson, encodeUbjson } from "./encode.ts"
import type { Oracle } from "./judge.ts"
import { mutateBytes, unlike } from "./mutate-bytes.ts"
import { mutateField } from "./mutate-fields.ts"
import { mutateModel } from "./mutate-model.ts"
import { runMutants, TIMEOUT_MS } from "./run.ts"

const encoder = new TextEncoder()
const latin1 = new TextDecoder("latin1")

/** JSON goes on with a quote (perhaps behind white space) or a brace, UBJSON with a mark. */
function isJson(bytes: Uint8Array): boolean {
  return /^[\s\uFEFF]*\{\s*["}]/.test(latin1.decode(bytes.subarray(0, 64)))
}

function oracleOf(bytes: Uint8Array): Oracle {
  const document = (isJson(bytes) ? decodeJson(bytes) : decodeUbjson(bytes)) as { Model: unknown }
  return { numOutputs: referenceOutputs(document.Model), walk: row => walk(document.Model, row) }
}

function run(): void {
  const bases = loadBases().map(base => {
    const [version, name] = base.name.split("/")
    const isText = version === "xgboost-1.5"
    const bytes = readFixture(version, name, "pickle-handle.bin")
    const { Config } = (isText ? decodeJson(bytes) : decodeUbjson(bytes)) as { Config: Fields }
    const encode = (handle: Fields): Uint8Array =>
      isText ? encoder.encode(encodeJson(handle)) : encodeUbjson(handle).bytes
    const handle = { Config, Model: base.model }
    return { ...base, handle, encode, bytes: encode(handle) }
  })
  runMutants("pickled handle", 5_000_000, random => {
    const base = random.pick(bases)
    const isBlind = random.chance(0.4)
    const { bytes, what } = unlike(base.bytes, () => {
      if (isBlind) return mutateBytes(base.bytes, random)
      const handle = structuredClone(base.handle)
      const done = random.chance(0.8)
        ? mutateModel(handle.Model, random)
        : mutateField(random.chance(0.2) ? handle : handle.Config, random)
      return { bytes: base.encode(handle), what: done }
    })
    return {
      what: `${base.name}, ${what}`,
      read: random.chance(0.5) ? () => readPickledHandle(bytes) : () => readBooster(bytes, { baseScore: 0 }),
      oracle: () => oracleOf(bytes),
      rows: base.rows,
      treesAt: latin1.decode(bytes).search(/trees("|\[)/),
    }
  })
}

it("ends in a typed error or in the oracle's answers", run, TIMEOUT_MS)
