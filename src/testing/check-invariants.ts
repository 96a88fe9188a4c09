/** Invariants as properties: random points, and the simplest counter-example of a law that is broken. */

import * as fc from "fast-check"
import type { Configuration } from "../space/index.ts"
import { arbitraryConfiguration, arbitraryEpoch } from "./arbitrary-space.ts"
import { findCounterexample } from "./find-counterexample.ts"
import type { Breach, Invariant } from "./invariant.ts"
import { chooseInvariants } from "./invariants.ts"
import { measure, whyUntestable } from "./measure.ts"
import { type Outcome, requireKept } from "./outcome.ts"
import { checkKeys, checkNumRuns, checkSeed } from "./settings.ts"
import { epochRange, type Point, type Subject } from "./subject.ts"

/** Settings of `checkInvariants`. */
export interface CheckOptions {
  /** Names, or invariants of one's own (default: all). */
  readonly invariants?: readonly (string | Invariant)[]
  /** Points for each law (default 100). */
  readonly numRuns?: number
  /** Equal seeds try equal points (default 0). */
  readonly seed?: number
  /** Name of an invariant → largest breach that is none, in its unit, in place of its own. */
  readonly tolerances?: Readonly<Record<string, number>>
}

const OPTIONS: readonly string[] = ["invariants", "numRuns", "seed", "tolerances"]

function checkOne(
  invariant: Invariant,
  subject: Subject,
  numRuns: number,
  seed: number,
  tolerance: number,
): Outcome<Point> {
  const { name, meaning, unit } = invariant
  const why = whyUntestable(invariant, subject)
  const none = { name, meaning, why, example: null, size: 0, unit, tolerance, answers: [], seed, path: null }
  if (why !== null) return { ...none, outcome: "not testable", numRuns: 0 }
  const points = fc.tuple(arbitraryConfiguration(subject), arbitraryEpoch(epochRange(subject)))
  const measured = ([configuration, epoch]: [Configuration, number]): Breach =>
    measure(invariant, subject, { configuration, epoch })
  const found = findCounterexample(points, point => measured(point).size, { numRuns, seed, tolerance })
  const { example, path } = found
  if (example === null) return { ...none, outcome: "kept", numRuns: found.numRuns }
  const [configuration, epoch] = example
  return {
    ...none,
    ...measured(example),
    outcome: "broken",
    numRuns: found.numRuns,
    example: { configuration, epoch },
    path,
  }
}

/**
 * Checks laws at random points of a benchmark's space, and shrinks what breaks them.
 *
 * @param subject a benchmark, or what answers like one
 * @returns an outcome a law: kept, broken with the shrunk counter-example, or not testable and why
 * @throws {NotFoundError} for an unknown invariant
 * @throws {TypeError} {RangeError} for options that are none
 * @throws what a query throws
 * @example
 * ```ts
 * const [outcome] = checkInvariants(benchmark, { invariants: ["size-ignores-learningrate"], numRuns: 20 })
 * outcome?.outcome // "broken"
 * outcome?.answers.length // 2
 * ```
 */
export function checkInvariants(subject: Subject, options: CheckOptions = {}): readonly Outcome<Point>[] {
  checkKeys(options, OPTIONS)
  const { tolerances = {} } = options
  const numRuns = checkNumRuns(options.numRuns)
  const seed = checkSeed(options.seed)
  const chosen = chooseInvariants(options.invariants)
  chooseInvariants(Object.keys(tolerances).filter(name => !chosen.some(invariant => invariant.name === name)))
  return chosen.map(invariant =>
    checkOne(invariant, subject, numRuns, seed, tolerances[invariant.name] ?? invariant.tolerance),
  )
}

/**
 * As `checkInvariants`, for tests: a broken law is an error.
 *
 * @throws {InvariantError} with the shrunk counter-example of each law that is broken
 * @throws as `checkInvariants`
 * @example
 * ```ts
 * assertInvariants(benchmark, { invariants: ["deterministic", "all-ways-agree"], numRuns: 20 })
 * ```
 */
export function assertInvariants(subject: Subject, options: CheckOptions = {}): readonly Outcome<Point>[] {
  return requireKept(`${subject.release} (${subject.task})`, checkInvariants(subject, options))
}
