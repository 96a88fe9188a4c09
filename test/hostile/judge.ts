/** The rule for broken input, applied to one mutant: a typed error that says where, or the oracle's own answer. */
import {
  type Booster,
  describe,
  JahsBenchError,
  ModelFormatError,
  UnsupportedModelError,
} from "../../src/entries/trees.ts"
import { firstDifference } from "../support/float32.ts"

/** What the oracle makes of the same bytes. */
export interface Oracle {
  readonly numOutputs: number
  readonly walk: (row: Float32Array) => {
    readonly margin: readonly number[]
    readonly leaf: readonly number[]
  }
}

export interface Mutant {
  readonly what: string
  readonly read: () => Booster
  /** Decodes the same bytes by the tests' own means; only called where the reader accepts them. */
  readonly oracle: () => Oracle
  readonly rows: readonly Float32Array[]
  /** Offset of the trees in the bytes, -1 where they have lost their name: tells how far a refused one got. */
  readonly treesAt: number
}

export interface Verdict {
  /** Accepted boosters are walked, save those whose rows no test can hold. */
  readonly outcome: "walked" | "too wide" | "refused"
  /** Whether it got past the header: accepted, or refused inside or behind the trees. */
  readonly isPast: boolean
  readonly milliseconds: number
}

/** Rows so wide that a test cannot hold them are not walked. */
const WIDEST_ROW = 100_000

const IN_TREES = /\btrees\b|tree_info|iteration_indptr|^\[\d+\]/

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u001f]/

/** Problems with a typed error: where, what was expected and what was found must be there. */
function complaint(error: unknown): string | null {
  if (!(error instanceof ModelFormatError || error instanceof UnsupportedModelError)) {
    return `threw ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`
  }
  if (error.offset === undefined && !error.path) return `says no place: ${error.message}`
  if (!error.expected || !error.actual) return `says not what was expected and found: ${error.message}`
  if (error.message.length > 2000 || CONTROL.test(error.message))
    return `is not one short line: ${error.message}`
  return null
}

/** A row as wide as the booster wants it. */
function widen(row: Float32Array, width: number): Float32Array {
  return Float32Array.from({ length: width }, (_, k) => (k < row.length ? row[k] : (k % 3) - 1))
}

/** Everything else that can be asked may fail, but only with errors of the package. */
function askTheRest(booster: Booster, row: Float32Array): void {
  try {
    booster.predict(row)
  } catch (error) {
    if (!(error instanceof JahsBenchError)) throw error
  }
}

/** Leaf ids; a linear booster has none and must say so. */
function leavesOf(booster: Booster, row: Float32Array): ArrayLike<number> {
  if (describe(booster).booster !== "gblinear") return booster.predict(row, { output: "leaf" })
  try {
    booster.predict(row, { output: "leaf" })
  } catch (error) {
    if (error instanceof UnsupportedModelError) return []
    throw error
  }
  throw new Error("a linear booster gave leaf ids")
}

function compare(booster: Booster, mutant: Mutant): "walked" | "too wide" {
  const { numOutputs, walk } = mutant.oracle()
  if (booster.numOutputs !== numOutputs) throw new Error(`${booster.numOutputs} outputs, not ${numOutputs}`)
  if (booster.numFeatures > WIDEST_ROW) return "too wide"
  for (const original of mutant.rows) {
    const row = widen(original, booster.numFeatures)
    const expected = walk(row)
    const margin = booster.predict(row, { output: "margin" })
    const leaf = leavesOf(booster, row)
    if (firstDifference(margin, expected.margin) !== -1) {
      throw new Error(`margins ${margin}, the oracle says ${expected.margin}`)
    }
    // Ids are integers: a JSON document may write the id 0 as -0.
    if (leaf.length !== expected.leaf.length || expected.leaf.some((id, k) => id !== leaf[k])) {
      throw new Error(`leaves ${leaf}, the oracle says ${expected.leaf}`)
    }
    askTheRest(booster, row)
  }
  return "walked"
}

/** Time that a reading takes: the shortest of three where the first was slow, since other work may have slowed it. */
function timed(read: () => void): number {
  let shortest = Number.POSITIVE_INFINITY
  for (let k = 0; k < 3 && shortest > 100; k++) {
    const start = performance.now()
    try {
      read()
    } catch {
      // What it throws is looked at elsewhere.
    }
    shortest = Math.min(shortest, performance.now() - start)
  }
  return shortest
}

/** Reads a mutant and holds the result against the rule; throws an Error where it is broken. */
export function judge(mutant: Mutant): Verdict {
  const milliseconds = timed(mutant.read)
  let booster: Booster
  try {
    booster = mutant.read()
  } catch (error) {
    const problem = complaint(error)
    if (problem !== null) throw new Error(`${mutant.what}: ${problem}`)
    const { offset, path } = error as JahsBenchError
    const isPast =
      (offset !== undefined && offset > mutant.treesAt) || (path !== undefined && IN_TREES.test(path))
    return { outcome: "refused", isPast, milliseconds }
  }
  try {
    return { outcome: compare(booster, mutant), isPast: true, milliseconds }
  } catch (error) {
    throw new Error(`${mutant.what}: accepted, but ${error instanceof Error ? error.message : String(error)}`)
  }
}
