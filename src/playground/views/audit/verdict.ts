/** What an audit says of a law, in a few words. */

import type { AuditEntry } from "../../../entries/fast-check.ts"

export type Tally = NonNullable<AuditEntry["sweep"] | AuditEntry["sample"]>

export type Verdict = "broken" | "kept" | "not testable"

/** The tally with the worst case; null where there is none. */
export function worstOf({ sweep, sample }: AuditEntry): Tally | null {
  if (sweep === null || sample === null) return sweep ?? sample
  return sweep.worst > sample.worst ? sweep : sample
}

/** A law is kept where no case broke it: of the cases that were looked at, and no others. */
export function verdictOf(entry: AuditEntry): Verdict {
  const { untestable, sweep, sample } = entry
  const cases = (sweep?.cases ?? 0) + (sample?.cases ?? 0)
  if (untestable !== null || cases === 0) return "not testable"
  return (sweep?.broken ?? 0) + (sample?.broken ?? 0) > 0 ? "broken" : "kept"
}

/** A share in percent: a rare breach is not none, and not all is not all. */
export function percentText(share: number): string {
  const value = 100 * share
  if (share > 0 && value < 0.01) return "< 0.01 %"
  if (share < 1 && value > 99.99) return "> 99.99 %"
  return `${Number(value.toFixed(2))} %`
}
