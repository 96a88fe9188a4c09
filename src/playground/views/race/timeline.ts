/** The events of a run as what workers did when: what an animation shows of them. */

import type { EventLog, Fidelity } from "../../../entries/search.ts"
import { signOf } from "./objective.ts"
import type { RunLog } from "./run-log.ts"

/** One evaluation; times in mean full evaluations. */
export interface Evaluated {
  readonly id: number
  readonly worker: number
  readonly start: number
  /** Infinity of one that the budget's end cut off. */
  readonly end: number
  /** Of the first metric; NaN of one that was cut off. */
  readonly value: number
  readonly epoch: number
  /** Better than all that ended before. */
  readonly isIncumbent: boolean
}

export interface Timeline {
  /** In the order in which they began. */
  readonly evaluations: readonly Evaluated[]
  /** Of all events, in ascending order. */
  readonly times: readonly number[]
  readonly workers: number
  /** Where the clock stops. */
  readonly end: number
  readonly lowest: number
  readonly highest: number
}

/** What a moment of a run looks like. */
export interface Moment {
  readonly numEnded: number
  readonly numRunning: number
  readonly incumbent: Evaluated | null
}

const FULL_EPOCHS = 200

function epochOf(fidelity: Fidelity | null): number {
  return fidelity?.["epoch"] ?? FULL_EPOCHS
}

/** Reads a log. */
export function timelineOf({ log, unit, budget, workers, arm }: RunLog): Timeline {
  const { events }: EventLog<readonly number[]> = log
  const ends = new Map(events.flatMap(event => (event.event === "end" ? [[event.id, event] as const] : [])))
  const sign = signOf(arm.metrics[0]!)
  const incumbents = new Set<number>()
  let best = Number.POSITIVE_INFINITY
  for (const event of events) {
    if (event.event === "start" || sign * event.value[0]! >= best) continue
    best = sign * event.value[0]!
    incumbents.add(event.id)
  }
  const evaluations = events.flatMap((event): Evaluated[] => {
    if (event.event === "end") return []
    const { id, worker, time, fidelity } = event
    const ended = ends.get(id)
    return [
      {
        ...{ id, worker, start: time / unit, epoch: epochOf(fidelity), isIncumbent: incumbents.has(id) },
        end: (ended?.time ?? Number.POSITIVE_INFINITY) / unit,
        value: ended?.value[0] ?? Number.NaN,
      },
    ]
  })
  const values = evaluations.map(({ value }) => value).filter(Number.isFinite)
  return {
    ...{ evaluations, workers, end: budget },
    times: [...new Set(events.map(({ time }) => time / unit))].sort((a, b) => a - b),
    lowest: values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
    highest: values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY),
  }
}

/** What is seen at a time. */
export function momentOf({ evaluations }: Timeline, now: number): Moment {
  let numEnded = 0
  let numRunning = 0
  let incumbent: Evaluated | null = null
  for (const evaluation of evaluations) {
    const { start, end, isIncumbent } = evaluation
    if (end <= now) numEnded++
    else if (start <= now) numRunning++
    if (isIncumbent && end <= now && (incumbent === null || end > incumbent.end)) incumbent = evaluation
  }
  return { numEnded, numRunning, incumbent }
}
