/**
 * A clock that does not tick but jumps: evaluations take the time that a benchmark predicts for them, on as many
 * workers as one likes, in one queue of events. Discrete-event simulation, as in Banks et al., "Discrete-Event
 * System Simulation"; budgets of predicted runtime are those of JAHS-Bench-201 (appendix D).
 */

import { ModelFormatError } from "../../errors.ts"
import { createRandom } from "../../random/generator.ts"
import type { AskTell, Fidelity } from "../ask-tell.ts"
import type { SearchConfiguration } from "../optimiser.ts"
import { Checkpoints } from "./checkpoints.ts"
import { checkClockSettings } from "./clock-settings.ts"
import type { Evaluate, Evaluation } from "./evaluate.ts"
import type { ClockEvent, ClockSettings, EventLog } from "./event-log.ts"
import { EventQueue } from "./event-queue.ts"

/** How long a run goes on. */
export interface RunLimits {
  /** Seconds on the clock, after which no evaluation begins; one that ends later stays out. Default: no end. */
  readonly until?: number
  /** Trials in all, earlier runs included. Default: no end. */
  readonly numTrials?: number
}

/** An evaluation on a worker. */
interface Running<Value> {
  readonly end: number
  readonly worker: number
  readonly id: number
  readonly configuration: SearchConfiguration
  readonly fidelity: Fidelity | null
  readonly value: Value
  readonly hasFailed: boolean
  readonly runtime: number
  readonly seconds: number
}

/** What is known beforehand: from a log, instead of from a benchmark and a stopwatch. */
interface Recorded<Value> {
  readonly ends: ReadonlyMap<number, Evaluation<Value>>
  thought: number
}

/**
 * Runs an optimiser on simulated workers.
 *
 * An evaluation costs its `runtime`. With `cost: "continuation"`, more of a configuration that has been evaluated
 * at a lower fidelity costs the difference, never less than nothing. The lowest idle worker begins first; of
 * evaluations that end at the same time, the one that was asked for first. So the same optimiser, benchmark and
 * settings give the same events, bit for bit.
 *
 * @example
 * ```ts
 * const space = studySpace(benchmark.space, { kind: "joint" })
 * const search = new RandomSearch(space, { goal: "maximize", seed: 1 })
 * const clock = new SimulatedClock(search, evaluateMetric(benchmark, "valid-acc"), { workers: 4 })
 * clock.run({ numTrials: 20 })
 * clock.toJSON().events.length // 40
 * ```
 */
export class SimulatedClock<Value = number> {
  private readonly optimiser: AskTell<Value>
  private readonly evaluate: Evaluate<Value>
  private readonly settings: ClockSettings<Value>
  private readonly stopwatch: (() => number) | null
  private readonly events: ClockEvent<Value>[] = []
  private readonly checkpoints = new Checkpoints()
  private readonly running = new EventQueue<Running<Value>>((a, b) =>
    a.end === b.end ? a.id < b.id : a.end < b.end,
  )
  private readonly idle = new EventQueue<number>((a, b) => a < b)
  /** Synchronous workers' results, until the last of them is there. */
  private untold: Running<Value>[] = []
  private now = 0
  private started = 0
  /** When the optimiser, which does one thing at a time, is done with the last one. */
  private optimiserFree = 0
  /** Seconds that it took and that no event tells of yet. */
  private thought = 0
  /** It had nothing to ask, and was told nothing since. */
  private isStalled = false
  private recorded: Recorded<Value> | null = null

  /**
   * @param optimiser one that has not been asked yet
   * @param evaluate see `evaluateMetric`; any function will do
   * @param settings see `ClockSettings`
   * @param stopwatch the time in seconds, from any beginning, for example `() => performance.now() / 1000`: given
   *   one, the optimiser's own time counts
   * @throws {RangeError} naming the setting, what is allowed and what was given
   */
  constructor(
    optimiser: AskTell<Value>,
    evaluate: Evaluate<Value>,
    settings: ClockSettings<Value> = {},
    stopwatch?: () => number,
  ) {
    checkClockSettings(settings)
    this.optimiser = optimiser
    this.evaluate = evaluate
    this.settings = settings
    this.stopwatch = stopwatch ?? null
    for (let worker = 0; worker < (settings.workers ?? 1); worker++) this.idle.push(worker)
  }

  /**
   * Does again what a log tells, without evaluating what ended in it, and without a stopwatch: with the log's own
   * values and times.
   *
   * @param log what `toJSON` returned, through JSON or not
   * @param optimiser one as that one was at its start
   * @param evaluate for what had not ended, and for what comes after
   * @returns a clock with the same log, that goes on as that one would have
   * @throws {ModelFormatError} at the first event that comes out differently
   */
  static replay<Value>(
    log: EventLog<Value>,
    optimiser: AskTell<Value>,
    evaluate: Evaluate<Value>,
    stopwatch?: () => number,
  ): SimulatedClock<Value> {
    const clock = new SimulatedClock(optimiser, evaluate, log.settings, stopwatch)
    const ends = new Map<number, Evaluation<Value>>()
    for (const event of log.events) {
      if (event.event === "end") ends.set(event.id, { value: event.value, runtime: event.runtime })
    }
    for (const [at, event] of log.events.entries()) {
      clock.recorded = { ends, thought: event.thought }
      if (event.event === "start") clock.start()
      else clock.finish()
      const wanted = JSON.stringify(event)
      const found = JSON.stringify(clock.events[at] ?? null)
      if (found === wanted) continue
      const path = `events[${at}]`
      const what = "not what happens with this optimiser"
      throw new ModelFormatError({ source: "log", path, what, expected: found, actual: wanted })
    }
    clock.recorded = null
    return clock
  }

  /** Seconds since the beginning, at the last end of an evaluation. */
  get time(): number {
    return this.now
  }

  /**
   * Goes on until a limit is reached, or the optimiser has nothing to ask and nothing is running.
   *
   * @throws {RangeError} for a runtime that is not a positive finite number, without limits, and what the optimiser
   *   and the benchmark throw
   */
  run(limits: RunLimits): void {
    const { until = Number.POSITIVE_INFINITY, numTrials = Number.POSITIVE_INFINITY } = limits
    if (!(until < Number.POSITIVE_INFINITY || numTrials < Number.POSITIVE_INFINITY)) {
      throw new RangeError("limits: expected a finite number for until or numTrials, got neither")
    }
    while (this.step(limits) !== null);
  }

  /**
   * Whether `step` would ask the optimiser now: for optimisers that do not answer at once.
   */
  isAsking({
    until = Number.POSITIVE_INFINITY,
    numTrials = Number.POSITIVE_INFINITY,
  }: RunLimits = {}): boolean {
    return this.started < numTrials && this.now < until && this.hasRoom()
  }

  /**
   * Does what happens next: an evaluation begins, or one ends.
   *
   * @returns the event; null where a limit is reached, or nothing is left to do
   * @throws as `run`
   */
  step(limits: RunLimits = {}): ClockEvent<Value> | null {
    if (!(this.isAsking(limits) && this.start())) {
      const { first } = this.running
      if (first === undefined || first.end > (limits.until ?? Number.POSITIVE_INFINITY)) return null
      this.finish()
    }
    return this.events[this.events.length - 1]
  }

  /** @returns everything that happened, as plain JSON */
  toJSON(): EventLog<Value> {
    return { settings: this.settings, events: [...this.events] }
  }

  private hasRoom(): boolean {
    if (this.isStalled || this.idle.length === 0) return false
    // Synchronous workers begin together: none while results of others wait for the rest.
    return this.untold.length === 0
  }

  /** Lets the optimiser do something, and notes for how long. */
  private think<Result>(act: () => Result): Result {
    if (this.stopwatch === null || this.recorded !== null) return act()
    const begin = this.stopwatch()
    const result = act()
    this.thought += this.stopwatch() - begin
    return result
  }

  /** What the optimiser took since the last event; it is busy for so long. */
  private takeThought(): number {
    const thought = this.recorded?.thought ?? this.thought
    this.thought = 0
    this.optimiserFree = Math.max(this.now, this.optimiserFree) + thought
    return thought
  }

  /** @returns whether there was something to begin */
  private start(): boolean {
    const trial = this.think(() => this.optimiser.ask())
    if (trial === null) {
      this.isStalled = true
      return false
    }
    const { id, configuration, fidelity = null } = trial
    const thought = this.takeThought()
    const time = this.optimiserFree
    const worker = this.idle.pop() as number
    this.started++
    const { value, runtime } = this.recorded?.ends.get(id) ?? this.evaluate(configuration, fidelity)
    if (!(runtime > 0 && runtime < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`runtime: expected a positive finite number of seconds, got ${runtime}`)
    }
    this.events.push({ event: "start", time, worker, id, configuration, fidelity, thought })
    const { hasFailed, share } = this.fate(id)
    const trained = this.settings.cost !== "scratch" ? this.checkpoints.trained(configuration, fidelity) : 0
    // Predicted runtimes may fall from one epoch to a later one.
    const seconds = Math.max(0, runtime - trained) * share
    const told = hasFailed ? (this.settings.failures?.value as Value) : value
    const common = { worker, id, configuration, fidelity, hasFailed, runtime, seconds }
    this.running.push({ ...common, end: time + seconds, value: told })
    return true
  }

  /** Whether an evaluation fails, and which multiple of its time it takes. */
  private fate(id: number): { readonly hasFailed: boolean; readonly share: number } {
    const { failures, stragglers, seed = 0 } = this.settings
    if (failures === undefined && stragglers === undefined) return { hasFailed: false, share: 1 }
    // A stream of its own for each trial: whatever the order of starts, the same trials fail.
    const random = createRandom((BigInt(seed) << 32n) | BigInt(id))
    const [failing, moment, straggling] = [random.random(), random.random(), random.random()]
    const hasFailed = failures !== undefined && failing < failures.probability
    const isLate = stragglers !== undefined && straggling < stragglers.probability
    return { hasFailed, share: (hasFailed ? moment : 1) * (isLate ? stragglers.factor : 1) }
  }

  /** Ends the evaluation that ends first. */
  private finish(): void {
    const ended = this.running.pop()
    if (ended === undefined) return
    const { end: time, worker, id, configuration, fidelity, value, hasFailed, runtime, seconds } = ended
    this.now = Math.max(this.now, time)
    if (!hasFailed) this.checkpoints.add(configuration, fidelity, runtime)
    this.idle.push(worker)
    this.untold.push(ended)
    if (!this.settings.isSynchronous || this.running.length === 0) this.tellAll()
    const thought = this.takeThought()
    this.events.push({ event: "end", time, worker, id, value, hasFailed, runtime, seconds, thought })
  }

  /** Tells what has ended, in the order of asking. */
  private tellAll(): void {
    const results = this.untold.sort((a, b) => a.id - b.id)
    this.untold = []
    for (const result of results) this.think(() => this.optimiser.tell(result.id, result.value))
    this.isStalled = false
  }
}
