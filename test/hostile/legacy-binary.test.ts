/** Mutated legacy binaries, alone and inside the handles of pickled Boosters of 1.0 to 1.3. */
import { it } from "vitest"
import { readBooster, readLegacyBinary, readPickledHandle } from "../../src/entries/trees.ts"
import { decodeJson } from "../oracle/json-decoder.ts"
import { decodeLegacy, type LegacyField, type LegacyModel } from "../oracle/legacy-decoder.ts"
import { referenceOutputs, walk } from "../oracle/reference-walker.ts"
import { caseRows, readCase, readFixture } from "../support/fixtures.ts"
import type { Random } from "../support/random.ts"
import type { Oracle } from "./judge.ts"
import { type Changed, mutateBytes, unlike } from "./mutate-bytes.ts"
import { NUMBERS } from "./mutate-fields.ts"
import { runMutants, TIMEOUT_MS } from "./run.ts"

/** Small real files of every booster, with and without attributes. */
const BINARIES: readonly string[] = [
  ...["1.5/attributes", "1.5/gblinear", "1.7/constant_stump", "1.7/names_escaped", "1.7/rank_ndcg"],
  ...["1.7/gblinear_multiclass", "1.7/depth_one_stumps", "1.7/multi_label_logistic", "1.7/dart_multiclass"],
  ...["2.1/base_score_nondefault", "2.1/gblinear"],
]
const HANDLES: readonly string[] = [
  "1.5/attributes",
  "1.5/gblinear",
  "1.7/attributes",
  "1.7/gblinear",
  "1.7/dart",
]

/** "CONFIG-offset:" and the 64-bit length of the binary. */
const HEADER = 22

interface Base {
  readonly name: string
  readonly bytes: Uint8Array
  readonly rows: readonly Float32Array[]
  readonly fields: readonly LegacyField[]
  readonly treesAt: number
}

function binaryOf(bytes: Uint8Array): LegacyModel {
  if (new TextDecoder("latin1").decode(bytes.subarray(0, 14)) !== "CONFIG-offset:") return decodeLegacy(bytes)
  const size = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigInt64(14, true))
  if (size < 0 || size > bytes.length - HEADER) throw new Error(`oracle: a binary of ${size} bytes`)
  decodeJson(bytes.subarray(HEADER + size))
  return decodeLegacy(bytes.subarray(0, HEADER + size), HEADER)
}

function load(path: string, file: string): Base {
  const [version, name] = path.split("/")
  const bytes = readFixture(`xgboost-${version}`, name, file)
  const { rows } = caseRows(readCase(`xgboost-${version}`, name))
  const { fields, treesAt } = binaryOf(bytes)
  return { name: `${path}/${file}`, bytes, rows: [0, 1, 2, 20, 40, 60].map(k => rows[k]), fields, treesAt }
}

function oracleOf(bytes: Uint8Array): Oracle {
  const { document, baseMargin } = binaryOf(bytes)
  const options = baseMargin ? { baseMargin } : {}
  return { numOutputs: referenceOutputs(document), walk: row => walk(document, row, options) }
}

const COUNTS: readonly bigint[] = [
  0n,
  1n,
  3n,
  255n,
  2n ** 31n,
  2n ** 32n + 1n,
  2n ** 53n,
  2n ** 63n,
  2n ** 64n - 1n,
]

/** Writes over one number. */
function mutateField(base: Base, random: Random): Changed {
  const bytes = base.bytes.slice()
  const view = new DataView(bytes.buffer)
  // Half of the time one in front of the trees: they are few, and a reader trusts them most.
  const fields = random.chance(0.5) ? base.fields.filter(field => field.at < base.treesAt) : base.fields
  const { at, type } = random.pick(fields)
  const near = (value: number): number => value + random.pick([1, -1, 2, 0x40000000])
  if (type === "f32") view.setFloat32(at, random.pick(NUMBERS), true)
  else if (type === "u64") view.setBigUint64(at, random.pick(COUNTS), true)
  else view.setInt32(at, random.chance(0.4) ? near(view.getInt32(at, true)) : random.pick(NUMBERS), true)
  return { bytes, what: `${type} at byte ${at}` }
}

/** Makes one node's child, feature or value another's: what stays a file of the right length is read to its end. */
function copyField(base: Base, random: Random): Changed {
  const bytes = base.bytes.slice()
  const inTrees = base.fields.filter(field => field.at >= base.treesAt && field.type !== "u64")
  const [from, to] = [random.pick(inTrees).at, random.pick(inTrees).at]
  bytes.set(base.bytes.subarray(from, from + 4), to)
  return { bytes, what: `bytes ${from} to ${to}` }
}

function run(): void {
  const bases = [
    ...BINARIES.map(path => load(path, "model.deprecated.bin")),
    ...HANDLES.map(path => load(path, "pickle-handle.config-offset.bin")),
  ]
  runMutants("legacy binary", 4_000_000, random => {
    const base = random.pick(bases)
    const mutate = random.pick([mutateField, mutateField, copyField, null])
    const { bytes, what } = unlike(
      base.bytes,
      () => mutate?.(base, random) ?? mutateBytes(base.bytes, random),
    )
    const isHandle = base.name.includes("handle")
    const read = (): ReturnType<typeof readBooster> =>
      isHandle ? readPickledHandle(bytes) : readLegacyBinary(bytes)
    return {
      what: `${base.name}, ${what}`,
      read: random.chance(0.5) ? read : () => readBooster(bytes, { baseScore: 0 }),
      oracle: () => oracleOf(bytes),
      rows: base.rows,
      treesAt: base.treesAt,
    }
  })
}

it("ends in a typed error or in the oracle's answers", run, TIMEOUT_MS)
