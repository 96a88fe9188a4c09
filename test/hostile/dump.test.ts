/** Mutated JSON dumps, as one text, as a list of texts (`get_dump`) and as objects. */
import { it } from "vitest"
import {
  type Booster,
  type DumpOptions,
  type ReadOptions,
  readBooster,
  readDump,
} from "../../src/entries/trees.ts"
import { type DumpNode, walkDump } from "../oracle/dump-walker.ts"
import { decodeJson } from "../oracle/json-decoder.ts"
import type { Random } from "../support/random.ts"
import { type Base, loadBases } from "./bases.ts"
import { encodeJson, isPlain, type Value } from "./encode.ts"
import type { Oracle } from "./judge.ts"
import { mutateBytes, unlike } from "./mutate-bytes.ts"
import { mutateDump } from "./mutate-dump.ts"
import { runMutants, TIMEOUT_MS } from "./run.ts"

const encoder = new TextEncoder()

/** An objective whose base score is the margin's start: a dump says nothing of either. */
const objective = "reg:squarederror"

function oracleOf(base: Base, bytes: Uint8Array): Oracle {
  const dump = decodeJson(bytes) as DumpNode[]
  const baseMargin = Array.from(
    { length: base.numOutputs },
    (_, k) => base.baseScores[k] ?? base.baseScores[0],
  )
  const { numParallelTree, numOutputs } = base
  const featureNames = base.featureNames ?? undefined
  return { numOutputs, walk: row => walkDump(dump, row, { baseMargin, featureNames, numParallelTree }) }
}

/** One of the ways to hand the same dump over. */
function reader(
  bytes: Uint8Array,
  dump: Value[] | null,
  options: ReadOptions & DumpOptions,
  random: Random,
): () => Booster {
  const readers = [() => readDump(bytes, options), () => readBooster(bytes, options)]
  if (dump) readers.push(() => readDump(dump.map(encodeJson), options))
  if (dump && isPlain(dump)) readers.push(() => readBooster(dump, options))
  return random.pick(readers)
}

function run(): void {
  const bases = loadBases().flatMap(base => {
    if (base.dump === null) return []
    const { dump, baseScores, numOutputs, numParallelTree, featureNames } = base
    const names = featureNames ? { featureNames } : {}
    const options = { objective, baseScore: baseScores, numOutputs, numParallelTree, ...names }
    return [{ ...base, dump, options, bytes: encoder.encode(encodeJson(dump)) }]
  })
  runMutants("dump", 3_000_000, random => {
    const base = random.pick(bases)
    const { rows, options } = base
    let dump: Value[] | null = null
    const isBlind = random.chance(0.4)
    const { bytes, what } = unlike(base.bytes, () => {
      if (isBlind) return mutateBytes(base.bytes, random)
      dump = structuredClone(base.dump)
      const done = mutateDump(dump, random)
      return { bytes: encoder.encode(encodeJson(dump)), what: done }
    })
    const read = reader(bytes, dump, options, random)
    return { what: `${base.name}, ${what}`, read, oracle: () => oracleOf(base, bytes), rows, treesAt: 1 }
  })
}

it("ends in a typed error or in the oracle's answers", run, TIMEOUT_MS)
