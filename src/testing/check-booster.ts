/** Checks of anybody's booster against what is declared of it. */

import type * as fc from "fast-check"
import type { Booster } from "../predict/booster/booster.ts"
import { arbitraryRow, type RowOptions } from "./arbitrary-row.ts"
import {
  type BoosterDeclarations,
  type BoosterLaw,
  boosterLaws,
  type DeadSplit,
  deadSplits,
} from "./booster-laws.ts"
import { findCounterexample } from "./find-counterexample.ts"
import { type Outcome, requireKept } from "./outcome.ts"
import { checkKeys, checkNumRuns, checkSeed } from "./settings.ts"

/** Settings of `checkBooster`: what is declared, and how it is tried. */
export interface CheckBoosterOptions extends BoosterDeclarations, RowOptions {
  /** Rows for each law (default 100). */
  readonly numRuns?: number
  /** Equal seeds try equal rows (default 0). */
  readonly seed?: number
  /** Largest breach that is none: 0 is the default, since sums of float32 are exact here. */
  readonly tolerance?: number
}

const OPTIONS: readonly string[] = [
  ...["domains", "missing", "monotone", "ranges", "bounds", "symmetric", "sensitivity"],
  ...["numRuns", "seed", "tolerance"],
]

function checkLaw(
  law: BoosterLaw,
  rows: fc.Arbitrary<Float32Array>,
  numRuns: number,
  seed: number,
  tolerance: number,
): Outcome<readonly number[]> {
  const { name, meaning, unit } = law
  const found = findCounterexample(rows, row => law.measure(row), { numRuns, seed, tolerance })
  const { example } = found
  return {
    name,
    meaning,
    why: null,
    outcome: example === null ? "kept" : "broken",
    numRuns: found.numRuns,
    example: example && [...example],
    size: example === null ? 0 : law.measure(example),
    unit,
    tolerance,
    answers: [],
    seed,
    path: found.path,
  }
}

function checkRange(
  booster: Booster,
  feature: string,
  range: readonly [number, number],
  seed: number,
): Outcome<DeadSplit> {
  const dead = deadSplits(booster, feature, range)
  const distance = ({ threshold }: DeadSplit): number => Math.max(range[0] - threshold, threshold - range[1])
  const worst = dead.sort((a, b) => distance(b) - distance(a))[0] ?? null
  return {
    name: `range-${feature}`,
    meaning: `Every split of ${feature} tells values from ${range[0]} to ${range[1]} apart.`,
    outcome: worst === null ? "kept" : "broken",
    why: null,
    numRuns: booster.numTrees,
    example: worst,
    size: dead.length,
    unit: "splits",
    tolerance: 0,
    answers: [],
    seed,
    path: null,
  }
}

/**
 * Checks any booster: that all ways to ask it agree bit for bit, and whatever is declared of it: monotone
 * constraints, feature ranges, output bounds, symmetries, sensitivities.
 *
 * @param booster any
 * @returns an outcome a law; `example` is the shrunk row, or for a range the split
 * @throws {NotFoundError} for a feature that the booster does not have
 * @example
 * ```ts
 * const domains = Object.fromEntries([0, 1, 2, 3, 4, 5].map(feature => [feature, { lower: -1, upper: 1 }]))
 * const outcomes = checkBooster(booster, { domains, monotone: { 0: 1 }, bounds: [-100, 100], numRuns: 50 })
 * outcomes.map(({ name, outcome }) => `${name} ${outcome}`) // ["all-ways-agree kept", "monotone-f0 broken", "within-bounds kept"]
 * ```
 */
export function checkBooster(
  booster: Booster,
  options: CheckBoosterOptions = {},
): readonly Outcome<readonly number[] | DeadSplit>[] {
  checkKeys(options, OPTIONS)
  const { tolerance = 0, ranges = {} } = options
  const numRuns = checkNumRuns(options.numRuns)
  const seed = checkSeed(options.seed)
  const rows = arbitraryRow(booster, options)
  return [
    ...boosterLaws(booster, options).map(law => checkLaw(law, rows, numRuns, seed, tolerance)),
    ...Object.entries(ranges).map(([feature, range]) => checkRange(booster, feature, range, seed)),
  ]
}

/**
 * As `checkBooster`, for tests: a broken law is an error.
 *
 * @throws {InvariantError} with the shrunk counter-example of each law that is broken
 * @throws as `checkBooster`
 */
export function assertBooster(
  booster: Booster,
  options: CheckBoosterOptions = {},
): readonly Outcome<readonly number[] | DeadSplit>[] {
  return requireKept(booster.info.source, checkBooster(booster, options))
}
