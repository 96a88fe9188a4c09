/** The journal of a study: the runs that ended, so that a study that was stopped, however, goes on from there. */

import { type Journal, openJournal, readEntry } from "../training/journal.ts"
import { type JsonRun, runFromJson, runToJson } from "./run-json.ts"
import type { RunRecord } from "./study-results.ts"

/** Keeping a line takes a thousandth of a second, which is as long as a short run. */
const SECONDS_BETWEEN_LINES = 0.25

/** Runs that ended together, as a line. */
interface Entry {
  readonly runs: readonly JsonRun[]
  /** Processor seconds since the line before, of the same session. */
  readonly cpuSeconds: number
}

function isEntry(value: unknown): value is Entry {
  if (typeof value !== "object" || value === null) return false
  const { runs, cpuSeconds } = value as Partial<Record<keyof Entry, unknown>>
  return Array.isArray(runs) && Number.isFinite(cpuSeconds)
}

/** What tells a run from the others of its study. */
export function runKey({ task, arm, seed }: Pick<RunRecord, "task" | "arm" | "seed">): string {
  return `${task} ${arm} ${seed}`
}

/** Gathers runs, and appends them a line at a time. */
export class StudyJournal {
  /** Runs that are known, by `runKey`. */
  readonly runs: ReadonlyMap<string, RunRecord>
  /** Processor seconds of them. */
  readonly cpuSeconds: number
  private readonly journal: Journal | null
  private readonly stopwatch: () => number
  private waiting: RunRecord[] = []
  private last: number
  private lastLine: number = performance.now()

  private constructor(
    journal: Journal | null,
    stopwatch: () => number,
    runs: ReadonlyMap<string, RunRecord>,
    cpuSeconds: number,
  ) {
    this.journal = journal
    this.stopwatch = stopwatch
    this.runs = runs
    this.cpuSeconds = cpuSeconds
    this.last = stopwatch()
  }

  /**
   * Opens a journal, and begins an empty one.
   *
   * @param identity of the study, as plain JSON: a journal of another one is refused
   * @param stopwatch processor seconds of this session so far
   * @throws {ModelFormatError} for the journal of another study, or a damaged one
   */
  static async open(
    journal: Journal | undefined,
    identity: unknown,
    stopwatch: () => number,
  ): Promise<StudyJournal> {
    const runs = new Map<string, RunRecord>()
    if (journal === undefined) return new StudyJournal(null, stopwatch, runs, 0)
    const heading = JSON.stringify({ study: identity })
    const lines = await openJournal(journal, heading, "the journal of another study")
    let cpuSeconds = 0
    for (const [at, line] of lines.entries()) {
      const entry = readEntry(line, at, isEntry, "JSON with runs and cpuSeconds")
      cpuSeconds += entry.cpuSeconds
      for (const json of entry.runs) {
        const run = runFromJson(json)
        runs.set(runKey(run), run)
      }
    }
    return new StudyJournal(journal, stopwatch, runs, cpuSeconds)
  }

  /** Takes note of runs that ended; they are kept when it returns, or soon after. */
  async add(runs: readonly RunRecord[]): Promise<void> {
    if (this.journal === null) return
    this.waiting.push(...runs)
    if ((performance.now() - this.lastLine) / 1000 >= SECONDS_BETWEEN_LINES) await this.flush()
  }

  /** Keeps what was added. */
  async flush(): Promise<void> {
    if (this.journal === null || this.waiting.length === 0) return
    const now = this.stopwatch()
    const entry: Entry = { runs: this.waiting.map(runToJson), cpuSeconds: now - this.last }
    this.waiting = []
    this.last = now
    await this.journal.appendLine(JSON.stringify(entry))
    this.lastLine = performance.now()
  }
}
