/**
 * A search whose trials run several at a time, and whose result depends on nobody's speed: trials are told in the
 * order in which they were asked for, and a new one is asked for whenever one was told.
 */

import { ModelFormatError, show } from "../errors.ts"
import type { Optimiser, SearchConfiguration } from "../search/index.ts"
import { type Journal, readEntry } from "./journal.ts"

/** A trial as a line of a journal. */
interface JournalTrial {
  readonly search: string
  readonly id: number
  readonly configuration: SearchConfiguration
  readonly value: number
}

/** What `searchTrials` needs. */
export interface TrialsOptions {
  /** Names the search's lines in the journal. */
  readonly name: string
  readonly numTrials: number
  /** Trials that run at a time. */
  readonly workers: number
  /** Lines that were read from the journal. */
  readonly lines: readonly string[]
  readonly journal: Journal | null
  /** Runs a trial. */
  evaluate(configuration: SearchConfiguration, id: number): Promise<number>
  /** Told after each trial, whether it ran now or before. */
  onTold(id: number): void
}

function isTrial(value: unknown): value is JournalTrial {
  if (typeof value !== "object" || value === null) return false
  const { search, id, configuration, value: result } = value as Partial<Record<keyof JournalTrial, unknown>>
  const isNamed = typeof search === "string" && Number.isInteger(id)
  return isNamed && typeof configuration === "object" && Number.isFinite(result)
}

function trialOf(line: string, at: number): JournalTrial {
  return readEntry(line, at, isTrial, "a trial: JSON with search, id, configuration and a finite value")
}

/** What is known of a search, by the trials' numbers. */
function trialsOf(lines: readonly string[], name: string): ReadonlyMap<number, JournalTrial> {
  const own = lines.map(trialOf).filter(({ search }) => search === name)
  return new Map(own.map(trial => [trial.id, trial]))
}

/**
 * Runs a search to its end. What the journal knows is not run again.
 *
 * @throws {ModelFormatError} where the journal is another search's, or damaged
 */
export async function searchTrials(optimiser: Optimiser, options: TrialsOptions): Promise<void> {
  const { name, numTrials, workers, journal, evaluate, onTold } = options
  const known = trialsOf(options.lines, name)
  const out: { id: number; configuration: SearchConfiguration; value: Promise<number> }[] = []
  const ask = (): void => {
    const { id, configuration } = optimiser.ask()
    const entry = known.get(id)
    if (entry !== undefined && JSON.stringify(entry.configuration) !== JSON.stringify(configuration)) {
      throw new ModelFormatError({
        source: "journal",
        path: `${name}, trial ${id}`,
        what: "a trial of another search",
        expected: JSON.stringify(configuration),
        actual: show(JSON.stringify(entry.configuration)),
      })
    }
    const value = entry === undefined ? evaluate(configuration, id) : Promise.resolve(entry.value)
    // Whoever awaits it hears of a failure; trials behind one that failed are nobody's any more.
    value.catch(() => {})
    out.push({ id, configuration, value })
  }
  let asked = 0
  for (let told = 0; told < numTrials; told++) {
    for (; asked < numTrials && out.length < workers; asked++) ask()
    const { id, configuration, value } = out.shift()!
    const result = await value
    if (!known.has(id)) {
      await journal?.appendLine(JSON.stringify({ search: name, id, configuration, value: result }))
    }
    optimiser.tell(id, result)
    onTold(id)
  }
}
