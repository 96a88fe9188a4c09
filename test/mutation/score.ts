/** What a run of mutation tests comes to: counts out of Stryker's report. */

import type { Folder } from "./folders.ts"

/** A mutant of Stryker's report. */
interface Mutant {
  readonly status: string
  readonly statusReason?: string
}

/** The part of Stryker's report that is counted. */
export interface MutationReport {
  readonly files: Readonly<Record<string, { readonly mutants: readonly Mutant[] }>>
}

interface Counts {
  /** Files of the folder with at least one mutant that was tried. */
  readonly files: number
  /** Mutants that a test can kill or miss. */
  readonly mutants: number
  readonly killed: number
  /** Mutants that run a hundred times as often through their place as the code does: loops without an end. */
  readonly endless: number
  /** Mutants that took so long by the clock that they were stopped: endless, or a machine with other work. */
  readonly stopped: number
  readonly survived: number
  /** Mutants in code that no test of the run reaches, which counts as survived. */
  readonly notCovered: number
  /** Mutants with a comment that says why no test can tell them from the code. */
  readonly equivalent: number
}

interface Score extends Counts {
  readonly date: string
  /** One function in so many was mutated. */
  readonly share: number
  /** The tests that were run. */
  readonly tests: readonly string[]
}

export type Scores = Partial<Record<Folder, Score>>

const isTimeout = ({ status }: Mutant): boolean => status === "Timeout"
const isEndless = (mutant: Mutant): boolean =>
  isTimeout(mutant) && mutant.statusReason?.startsWith("Hit limit") === true

/** A report without the mutants that were stopped by the clock, so that the next run tries them again. */
export function withoutStopped(report: MutationReport): MutationReport {
  const files = Object.entries(report.files).map(([name, file]) => {
    const mutants = file.mutants.filter(mutant => !isTimeout(mutant) || isEndless(mutant))
    return [name, { ...file, mutants }] as const
  })
  return { ...report, files: Object.fromEntries(files) }
}

/** Counts what became of the mutants of a folder. */
export function countsOf(report: MutationReport, folder: Folder): Counts {
  const counts = {
    files: 0,
    mutants: 0,
    killed: 0,
    endless: 0,
    stopped: 0,
    survived: 0,
    notCovered: 0,
    equivalent: 0,
  }
  for (const [file, { mutants }] of Object.entries(report.files)) {
    if (!file.startsWith(`src/${folder}/`)) continue
    const before = counts.mutants
    for (const mutant of mutants) {
      const { status, statusReason = "" } = mutant
      if (status === "Ignored" && statusReason.startsWith("Equivalent: ")) counts.equivalent++
      if (status === "Killed") counts.killed++
      else if (status === "Survived") counts.survived++
      else if (status === "NoCoverage") counts.notCovered++
      else if (isEndless(mutant)) counts.endless++
      else if (isTimeout(mutant)) counts.stopped++
      else continue
      counts.mutants++
    }
    if (counts.mutants > before) counts.files++
  }
  return counts
}

/** Mutants that were noticed, of all, in percent. What the clock stopped counts as noticed. */
export function percentOf({ killed, endless, stopped, mutants }: Counts): number {
  return mutants === 0 ? 0 : (100 * (killed + endless + stopped)) / mutants
}
