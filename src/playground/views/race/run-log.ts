/** The log of one run as a document: enough to do the run again, and to see that it is the same. Works in the engine. */

import {
  type Arm,
  type ArmRun,
  beginRun,
  type OwnOptimiser,
  type RunConditions,
} from "../../../entries/experiments.ts"
import { type Benchmark, ModelFormatError } from "../../../entries/index.web.ts"
import { type EventLog, MEAN_FULL_EVALUATION } from "../../../entries/search.ts"
import { OWN, type RaceConditions } from "./race-setup.ts"

/** All of a run's events, and what they belong to. */
export interface RunLog extends RaceConditions {
  readonly kind: typeof KIND
  readonly task: string
  readonly release: string
  /** Of the pack that evaluated: 64 hexadecimal digits. */
  readonly sha256: string
  /** Seconds of a mean full evaluation. */
  readonly unit: number
  readonly seed: number
  readonly arm: Arm
  readonly log: EventLog<readonly number[]>
}

/** What a replay found. */
export interface Replayed {
  readonly numEvents: number
  /** Evaluations that the benchmark answered anew, with the same bits. */
  readonly numEvaluations: number
}

const KIND = "jahs-bench-201 event log"
/** Far more than any race has: a file that says more is not one of ours. */
const MOST_WORKERS = 1024

/** What every run of a race is run with. */
export function conditionsOf({ budget, workers, isSynchronous }: RaceConditions): RunConditions {
  return { budget, workers, isSynchronous, extrapolate: false, records: "all" }
}

/** Writes the document of a run. */
export function runLogOf(
  benchmark: Benchmark,
  { budget, workers, isSynchronous }: RaceConditions,
  arm: Arm,
  seed: number,
  log: EventLog<readonly number[]>,
): RunLog {
  const { task, release, sha256 } = benchmark
  return {
    ...{
      kind: KIND,
      task,
      release,
      sha256,
      unit: MEAN_FULL_EVALUATION[task],
      seed,
      arm,
      budget,
      workers,
      isSynchronous,
    },
    // Events refer to the optimiser's own records.
    log: structuredClone(log),
  }
}

function refuse(path: string, what: string, expected: string, actual: unknown): never {
  throw new ModelFormatError({ source: "log", path, what, expected, actual: String(actual).slice(0, 80) })
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null
}

/** Fields that are needed before the replay itself can say what is wrong: what they must be, and whether they are. */
const FIELDS: readonly [path: string, expected: string, isRight: (log: Partial<RunLog>) => boolean][] = [
  ["budget", "a number above 0", ({ budget }) => Number.isFinite(budget) && budget! > 0],
  ["unit", "a number above 0", ({ unit }) => Number.isFinite(unit) && unit! > 0],
  ["seed", "an integer of 0 or more", ({ seed }) => Number.isSafeInteger(seed) && seed! >= 0],
  [
    "workers",
    `an integer from 1 to ${MOST_WORKERS}, the log's own`,
    ({ workers, log }) =>
      Number.isInteger(workers) &&
      workers! >= 1 &&
      workers! <= MOST_WORKERS &&
      log?.settings?.workers === workers,
  ],
  [
    "arm",
    "an arm of a study",
    ({ arm }) =>
      isRecord(arm) && isRecord(arm.settings) && Array.isArray(arm.metrics) && arm.metrics.length > 0,
  ],
  ["log", "events", ({ log }) => Array.isArray(log?.events) && log.events.every(isRecord)],
]

/**
 * Reads a document.
 *
 * @throws {ModelFormatError} for what is none, or of another pack
 */
export function readRunLog(text: string, { sha256, task, release }: Benchmark): RunLog {
  let read: Partial<RunLog> | null = null
  try {
    read = JSON.parse(text)
  } catch {
    refuse("", "not JSON", "the log of a run", text)
  }
  if (read?.kind !== KIND) refuse("kind", "not the log of a run", KIND, read?.kind)
  if (read.sha256 !== sha256) {
    refuse("sha256", "of another pack", `${sha256} (${task}, ${release})`, `${read.task}, ${read.release}`)
  }
  for (const [path, expected, isRight] of FIELDS) {
    if (!isRight(read)) refuse(path, "not of a run", expected, JSON.stringify(read[path as keyof RunLog]))
  }
  return read as RunLog
}

/** Asks what a log says was asked: of an optimiser that was pasted, that is all there is. */
function scripted({ events }: EventLog<readonly number[]>): OwnOptimiser {
  return () => {
    const starts = events.filter(event => event.event === "start")
    return {
      ask() {
        const next = starts.shift()
        if (next === undefined) return null
        const { id, configuration, fidelity } = next
        return { id, configuration, ...(fidelity === null ? {} : { fidelity }) }
      },
      tell() {},
    }
  }
}

/**
 * Does a run again, event by event.
 *
 * @throws {ModelFormatError} at the first event that comes out differently, or value that the benchmark does not answer
 */
export function replayRun(benchmark: Benchmark, document: RunLog): Replayed {
  const { arm, seed, log } = document
  const conditions = {
    ...conditionsOf(document),
    ...(arm.optimiser === OWN ? { optimisers: { [OWN]: scripted(log) } } : {}),
  }
  const { clock, evaluate }: ArmRun = beginRun(arm, benchmark, seed, conditions, log)
  const { events } = clock.toJSON()
  const asked = new Map(events.flatMap(event => (event.event === "start" ? [[event.id, event]] : [])))
  let numEvaluations = 0
  for (const [at, event] of events.entries()) {
    if (event.event === "start") continue
    const { configuration, fidelity } = asked.get(event.id)!
    const { value, runtime } = evaluate(configuration, fidelity)
    const [found, wanted] = [JSON.stringify([value, runtime]), JSON.stringify([event.value, event.runtime])]
    if (found !== wanted) refuse(`log.events[${at}]`, "not what the benchmark answers", found, wanted)
    numEvaluations++
  }
  return { numEvents: events.length, numEvaluations }
}
