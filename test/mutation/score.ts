/** What a run of mutation tests comes to: counts out of Stryker's report. */

import type { Folder } from "./folders.ts"

/** The part of Stryker's report that is counted. */
export interface MutationReport {
  readonly files: Readonly<
    Record<
      string,
      { readonly mutants: readonly { readonly status: string; readonly statusReason?: string }[] }
    >
  >
}

export interface Counts {
  /** Files of the folder with at least one mutant that was tried. */
  readonly files: number
  /** Mutants that a test can kill or miss. */
  readonly mutants: number
  readonly killed: number
  /** Mutants that never ended, which counts as killed. */
  readonly timedOut: number
  readonly survived: number
  /** Mutants in code that no test of the run reaches, which counts as survived. */
  readonly notCovered: number
  /** Mutants with a comment that says why no test can tell them from the code. */
  readonly equivalent: number
}

export interface Score extends Counts {
  readonly date: string
  /** One function in so many was mutated. */
  readonly share: number
  /** The tests that were run. */
  readonly tests: readonly string[]
}

export type Scores = Partial<Record<Folder, Score>>

/** Counts what became of the mutants of a folder. */
export function scoreOf(report: MutationReport, folder: Folder): Counts {
  const counts = { files: 0, mutants: 0, killed: 0, timedOut: 0, survived: 0, notCovered: 0, equivalent: 0 }
  for (const [file, { mutants }] of Object.entries(report.files)) {
    if (!file.startsWith(`src/${folder}/`)) continue
    const before = counts.mutants
    for (const { status, statusReason = "" } of mutants) {
      if (status === "Killed") counts.killed++
      else if (status === "Timeout") counts.timedOut++
      else if (status === "Survived") counts.survived++
      else if (status === "NoCoverage") counts.notCovered++
      else if (status === "Ignored" && statusReason.startsWith("Equivalent: ")) counts.equivalent++
    }
    counts.mutants = counts.killed + counts.timedOut + counts.survived + counts.notCovered
    if (counts.mutants > before) counts.files++
  }
  return counts
}

/** Mutants killed or without an end, of all that could be, in percent. */
export function percentOf({ killed, timedOut, mutants }: Counts): number {
  return mutants === 0 ? 0 : (100 * (killed + timedOut)) / mutants
}
