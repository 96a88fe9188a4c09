/** What happened on a simulated clock, as plain JSON: enough to do all of it again. */

import type { Fidelity } from "../ask-tell.ts"
import type { SearchConfiguration, SearchGoal } from "../optimiser.ts"

/** Evaluations that break off, at a moment that is uniform in their time. */
export interface Failures<Value = number> {
  /** Of each evaluation, from 0 to 1. */
  readonly probability: number
  /** What the optimiser is told of one that failed. */
  readonly value: Value
}

/** Evaluations that take longer than predicted. */
export interface Stragglers {
  /** Of each evaluation, from 0 to 1. */
  readonly probability: number
  /** How many times as long they take, 1 or more. */
  readonly factor: number
}

/** How evaluations are carried out. */
export interface ClockSettings<Value = number> {
  /** Evaluations at a time. Default: 1. */
  readonly workers?: number
  /** Whether all workers wait for the slowest one, and the optimiser is told then. Default: false. */
  readonly isSynchronous?: boolean
  /**
   * What more of an evaluated configuration costs: `"continuation"`, the difference to what was trained already;
   * `"scratch"`, all of it. Default: continuation.
   */
  readonly cost?: "continuation" | "scratch"
  readonly failures?: Failures<Value>
  readonly stragglers?: Stragglers
  /** Of failures and stragglers. Default: 0. */
  readonly seed?: number
}

/** A worker begins to evaluate a trial. */
export interface StartEvent {
  readonly event: "start"
  /** Seconds since the clock began. */
  readonly time: number
  /** From 0 on. */
  readonly worker: number
  /** Of the trial. */
  readonly id: number
  readonly configuration: SearchConfiguration
  /** Null for a full evaluation. */
  readonly fidelity: Fidelity | null
  /** Seconds for which the optimiser was waited for; 0 unless its time counts. */
  readonly thought: number
}

/** A worker is done with a trial. */
export interface EndEvent<Value = number> {
  readonly event: "end"
  readonly time: number
  readonly worker: number
  readonly id: number
  /** Of one that failed, what the optimiser was told. */
  readonly value: Value
  readonly hasFailed: boolean
  /** Seconds of training from scratch to the trial's fidelity. */
  readonly runtime: number
  /** Seconds that the worker took. */
  readonly seconds: number
  /** Seconds that the optimiser took to be told; 0 unless its time counts. */
  readonly thought: number
}

export type ClockEvent<Value = number> = StartEvent | EndEvent<Value>

/** A clock's settings and all its events, in the order in which they were handled. */
export interface EventLog<Value = number> {
  readonly settings: ClockSettings<Value>
  readonly events: readonly ClockEvent<Value>[]
}

/** From a time on, the best trial so far. */
export interface Incumbent {
  /** Seconds, or what `unit` makes of them. */
  readonly time: number
  readonly id: number
  readonly value: number
}

/**
 * The incumbents of a search: the best value so far, at any fidelity, whenever it gets better. Evaluations that
 * failed do not count.
 *
 * @param log of one objective
 * @param options which values are good; `unit`, seconds that count as 1, for example those of a mean full evaluation
 * @returns one entry a change, in the order of time
 * @example
 * ```ts
 * const start = { event: "start", worker: 0, configuration: {}, fidelity: null, thought: 0 } as const
 * const end = { event: "end", worker: 0, hasFailed: false, runtime: 5, seconds: 5, thought: 0 } as const
 * const events = [
 *   { ...start, id: 0, time: 0 },
 *   { ...end, id: 0, time: 5, value: 12 },
 *   { ...start, id: 1, time: 5 },
 *   { ...end, id: 1, time: 10, value: 9 },
 * ]
 * incumbentsOf({ settings: {}, events }, { goal: "minimize", unit: 10 }).map(({ time }) => time) // [0.5, 1]
 * ```
 */
export function incumbentsOf(
  log: EventLog,
  options: { readonly goal: SearchGoal; readonly unit?: number },
): Incumbent[] {
  const { goal, unit = 1 } = options
  const sign = goal === "minimize" ? 1 : -1
  const incumbents: Incumbent[] = []
  let best = Number.POSITIVE_INFINITY
  for (const event of log.events) {
    if (event.event === "start" || event.hasFailed || sign * event.value >= best) continue
    best = sign * event.value
    incumbents.push({ time: event.time / unit, id: event.id, value: event.value })
  }
  return incumbents
}
