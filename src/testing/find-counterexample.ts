/** The simplest case that breaks a law, found and shrunk by fast-check. */

import * as fc from "fast-check"

/** What was tried, and what was found. */
export interface Found<Case> {
  readonly numRuns: number
  /** null where no case breaks the law. */
  readonly example: Case | null
  /** Leads fast-check to the example. */
  readonly path: string | null
}

export interface FindOptions {
  readonly numRuns: number
  readonly seed: number
  /** Sizes up to this are no breach. */
  readonly tolerance: number
}

/**
 * Looks for a case that a law's measure finds too large.
 *
 * @param measure how far a case breaks the law
 * @throws what `measure` throws: a question that fails is not a law that is broken
 */
export function findCounterexample<Case>(
  cases: fc.Arbitrary<Case>,
  measure: (value: Case) => number,
  { numRuns, seed, tolerance }: FindOptions,
): Found<Case> {
  let thrown: { readonly error: unknown } | null = null
  const property = fc.property(cases, value => {
    try {
      return measure(value) <= tolerance
    } catch (error) {
      thrown ??= { error }
      return false
    }
  })
  const details = fc.check(property, { numRuns, seed })
  const failure = thrown as { readonly error: unknown } | null
  if (failure !== null) throw failure.error
  const { counterexample, counterexamplePath } = details
  return {
    numRuns: details.numRuns,
    example: counterexample === null ? null : counterexample[0],
    path: counterexamplePath,
  }
}
