/** What came of checking a law, and the error that says it. */

import type { Answer } from "./subject.ts"

/** What came of one law. What cannot be tested is never called kept. */
export interface Outcome<Example = unknown> {
  readonly name: string
  /** The law in one sentence. */
  readonly meaning: string
  readonly outcome: "kept" | "broken" | "not testable"
  /** Why it cannot be tested; null where it can. */
  readonly why: string | null
  /** Cases that were tried, those of shrinking aside. */
  readonly numRuns: number
  /** The shrunk counter-example; null where there is none. */
  readonly example: Example | null
  /** How far the example breaks the law, in `unit`; 0 where it is kept. */
  readonly size: number
  readonly unit: string
  /** Breaches up to this size are none. */
  readonly tolerance: number
  /** Queries that show the breach, with what they were answered; of a booster, none. */
  readonly answers: readonly Answer[]
  /** Finds the example again: `seed` of the check and `path` of fast-check. */
  readonly seed: number
  readonly path: string | null
}

const rounded = (value: number): string => String(Number(value.toPrecision(5)))

function answerText({ configuration, epoch, metric, value }: Answer): string {
  return `  ${metric} = ${value} at epoch ${epoch} of ${JSON.stringify(configuration)}`
}

/** An outcome in a few lines. */
export function outcomeText(outcome: Outcome): string {
  const { name, meaning, why, numRuns, size, unit, tolerance, answers, example, seed, path } = outcome
  if (outcome.outcome === "not testable") return `${name}: not testable here; ${why}`
  if (outcome.outcome === "kept") return `${name}: kept in ${numRuns} cases`
  const lines = answers.length > 0 ? answers.map(answerText) : [`  ${JSON.stringify(example)}`]
  const allowed = tolerance > 0 ? `, over the tolerance of ${rounded(tolerance)}` : ""
  return [
    `${name}: broken by ${rounded(size)} (${unit})${allowed}. ${meaning}`,
    ...lines,
    `  again: { seed: ${seed}, path: ${JSON.stringify(path)} }`,
  ].join("\n")
}

/** Laws that were found broken; `outcomes` has the counter-examples. */
export class InvariantError extends Error {
  override readonly name = "InvariantError"
  readonly outcomes: readonly Outcome[]

  /** @param outcomes the broken ones */
  constructor(of: string, outcomes: readonly Outcome[]) {
    super(`${of}: ${outcomes.length} broken\n${outcomes.map(outcomeText).join("\n")}`)
    this.outcomes = outcomes
  }
}

/**
 * Passes outcomes on, unless a law is broken.
 *
 * @throws {InvariantError} with the shrunk counter-example of each broken law
 */
export function requireKept<Example>(
  of: string,
  outcomes: readonly Outcome<Example>[],
): readonly Outcome<Example>[] {
  const broken = outcomes.filter(({ outcome }) => outcome === "broken")
  if (broken.length > 0) throw new InvariantError(of, broken)
  return outcomes
}
