/** A study for an optimiser in another process: benchmark and simulated clock are here, and ask it. */

import { ConfigurationError } from "../errors.ts"
import type { AskTell, ClockEvent, EventLog } from "../search/index.ts"
import { Space } from "../space/space.ts"
import { VERSION } from "../version.ts"
import {
  errorMessage,
  isRecord,
  MESSAGES_VERSION,
  readFidelity,
  readMessage,
  refuseLine,
  type Send,
} from "./ask-tell-messages.ts"
import { checkProtocol } from "./check-protocol.ts"
import type { LineReader } from "./line-reader.ts"
import { goalsOf, type OwnOptimiser } from "./make-optimiser.ts"
import type { Arm, Protocol } from "./protocol.ts"
import { type ArmRun, beginRun, conditionsOf, unitOf } from "./run-arm.ts"
import { provenanceOf } from "./run-study.ts"
import type { StudyBenchmark } from "./study-benchmark.ts"
import type { RunRecord, StudyResults } from "./study-results.ts"

type AnyTrial = NonNullable<ReturnType<AskTell["ask"]>>

/** The other process as an optimiser: what it said is asked for here. */
class Foreign implements AskTell<readonly number[]> {
  private next: Omit<AnyTrial, "id"> | null = null
  private numAsked = 0

  /** The trial that the clock would begin. */
  get id(): number {
    return this.numAsked
  }

  offer(trial: Omit<AnyTrial, "id"> | null): void {
    this.next = trial
  }

  ask(): AnyTrial | null {
    const { next } = this
    this.next = null
    return next && { id: this.numAsked++, ...next }
  }

  // The other process is told in a message of its own.
  tell(): void {}
}

/** What is told of a study while it is hosted. */
export interface HostStudyOptions {
  /** Told of every run that ended, with all its events. */
  readonly onRun?: (run: RunRecord, log: EventLog<readonly number[]>) => void
}

/** One run, message by message. */
class HostedRun {
  private readonly foreign = new Foreign()
  private readonly run: ArmRun
  private readonly space: Space
  private readonly fidelities: ReadonlySet<string>
  private readonly lines: LineReader
  private readonly send: Send

  constructor(
    lines: LineReader,
    send: Send,
    arm: Arm,
    benchmark: StudyBenchmark,
    seed: number,
    protocol: Protocol,
  ) {
    this.lines = lines
    this.send = send
    const own: OwnOptimiser = () => this.foreign
    this.run = beginRun(arm, benchmark, seed, {
      ...conditionsOf(protocol),
      optimisers: { [arm.optimiser]: own },
    })
    this.space = new Space(this.run.hyperparameters)
    this.fidelities = new Set(["epoch", ...(arm.rungs ?? []).flatMap(rung => Object.keys(rung))])
  }

  get hyperparameters(): ArmRun["hyperparameters"] {
    return this.run.hyperparameters
  }

  get log(): EventLog<readonly number[]> {
    return this.run.clock.toJSON()
  }

  /** @throws {ConfigurationError} where the lines end before the run does */
  async toEnd(): Promise<RunRecord> {
    const { clock, limits } = this.run
    for (;;) {
      if (clock.isAsking(limits)) this.foreign.offer(await this.ask())
      const event = clock.step(limits)
      if (event === null) return this.run.record()
      if (event.event === "end") await this.tell(event)
    }
  }

  /** Asks until something is said that can be evaluated. */
  private async ask(): Promise<Omit<AnyTrial, "id"> | null> {
    for (;;) {
      await this.send({ ask: this.foreign.id })
      const line = await this.lines.next()
      if (line === null) {
        throw new ConfigurationError({
          source: "line",
          what: "the optimiser's lines ended before the study",
          expected: `an answer to {"ask":${this.foreign.id}}`,
          actual: "the end",
        })
      }
      try {
        return this.read(line)
      } catch (error) {
        await this.send(errorMessage(error))
      }
    }
  }

  /** @throws {ConfigurationError} and what the benchmark throws for what it does not evaluate */
  private read(line: string): Omit<AnyTrial, "id"> | null {
    const message = readMessage(line)
    const { configuration, fidelity, wait, ...others } = message
    if (wait === true && Object.keys(message).length === 1) return null
    if (!isRecord(configuration) || wait !== undefined || Object.keys(others).length > 0) {
      refuseLine("no answer", '{"configuration": {…}, "fidelity": …} or {"wait": true}', message)
    }
    const read = readFidelity(fidelity)
    for (const name of Object.keys(read ?? {})) {
      if (!this.fidelities.has(name)) {
        refuseLine("not a fidelity of this study", [...this.fidelities].join(", "), name)
      }
    }
    const complete = { ...this.space.validate(configuration) }
    // Asked before the clock does: an error there would lose a worker.
    this.run.evaluate(complete, read)
    return { configuration: complete, ...(read === null ? {} : { fidelity: read }) }
  }

  private async tell(event: Extract<ClockEvent<readonly number[]>, { event: "end" }>): Promise<void> {
    const { id, value: values, time, seconds, runtime } = event
    await this.send({ tell: { id, values, time, seconds, runtime } })
  }
}

/**
 * Runs a study of one arm with another process, or a worker, as its optimiser. The messages are those of
 * `jahs-bench-201 ask-tell`.
 *
 * @param lines of the other process
 * @param send takes a message to it
 * @param protocol of one arm
 * @param runtime stands in the results; null says nothing
 * @returns results, as `runStudy` has them
 * @throws as `runStudy`; {ConfigurationError} where the lines end before the study; what `send` throws
 */
export async function hostStudy(
  lines: LineReader,
  send: Send,
  benchmarks: readonly StudyBenchmark[],
  protocol: Protocol,
  runtime: string | null,
  { onRun }: HostStudyOptions = {},
): Promise<StudyResults> {
  const [arm] = protocol.arms
  const own: OwnOptimiser = () => new Foreign()
  const used = checkProtocol(protocol, benchmarks, { [arm.optimiser]: own })
  const { budget, workers, isSynchronous } = protocol
  const units = Object.fromEntries(protocol.tasks.map(task => [task, unitOf(task)]))
  await send({
    hello: {
      ...{ messages: MESSAGES_VERSION, packageVersion: VERSION, hosts: "benchmark" },
      ...{
        metrics: arm.metrics,
        goals: goalsOf(arm.metrics),
        rungs: arm.rungs,
        budget,
        workers,
        isSynchronous,
      },
    },
  })
  const runs: RunRecord[] = []
  for (const benchmark of used) {
    for (const seed of protocol.seeds) {
      const { task, release } = benchmark
      const hosted = new HostedRun(lines, send, arm, benchmark, seed, protocol)
      const unit = unitOf(task)
      await send({ run: { task, release, seed, unit, hyperparameters: hosted.hyperparameters } })
      const run = await hosted.toEnd()
      runs.push(run)
      onRun?.(run, hosted.log)
      const { numEvaluations, totalSeconds } = run
      await send({ end: { task, seed, numEvaluations, totalSeconds } })
    }
  }
  return { provenance: provenanceOf(used, runtime), protocol, units, runs }
}
