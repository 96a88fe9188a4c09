/** A run's evaluations as columns, in the order in which they ended. */

import type { MetricName } from "../benchmark/index.ts"
import type { ClockEvent, StartEvent } from "../search/index.ts"
import { epochFidelity, type Hyperparameter, type HyperparameterValue } from "../space/index.ts"
import { goalsOf } from "./make-optimiser.ts"
import type { RunRecord } from "./study-results.ts"

/** An evaluation that ended. */
interface Ended {
  readonly start: StartEvent
  readonly time: number
  readonly seconds: number
  readonly runtime: number
  readonly values: readonly number[]
}

/** Which evaluations are not dominated by those before them: enough of several objectives and of one. */
class Improvements {
  private readonly signs: readonly number[]
  private front: (readonly number[])[] = []

  constructor(metrics: readonly MetricName[]) {
    this.signs = goalsOf(metrics).map(goal => (goal === "minimize" ? 1 : -1))
  }

  /** @returns whether it is one; equal values are none */
  take(values: readonly number[]): boolean {
    const losses = values.map((value, at) => this.signs[at] * value)
    if (this.front.some(known => known.every((loss, at) => loss <= losses[at]))) return false
    this.front = this.front.filter(known => known.some((loss, at) => loss < losses[at]))
    this.front.push(losses)
    return true
  }
}

/** What a run was, beside its evaluations. */
export interface RunHeading extends Pick<RunRecord, "task" | "arm" | "seed"> {
  readonly metrics: readonly MetricName[]
  readonly hyperparameters: readonly Hyperparameter[]
  /** Hyperparameters that are fidelities of the run. */
  readonly fidelities: ReadonlySet<string>
  readonly records: "all" | "improvements"
}

function askedValue({ configuration, fidelity }: StartEvent, name: string): HyperparameterValue {
  return fidelity?.[name] ?? configuration[name]
}

/**
 * @param events of a clock, in the order in which they were handled
 */
export function runRecordOf(
  events: readonly ClockEvent<readonly number[]>[],
  { task, arm, seed, metrics, hyperparameters, fidelities, records }: RunHeading,
): RunRecord {
  const starts = new Map<number, StartEvent>()
  const improvements = new Improvements(metrics)
  const ended: Ended[] = []
  let numEvaluations = 0
  let totalSeconds = 0
  for (const event of events) {
    if (event.event === "start") {
      starts.set(event.id, event)
      continue
    }
    const { id, time, seconds, runtime, value: values } = event
    numEvaluations++
    totalSeconds += seconds
    if (records === "improvements" && !improvements.take(values)) continue
    ended.push({ start: starts.get(id) as StartEvent, time, seconds, runtime, values })
  }
  const configurations: Record<string, HyperparameterValue[]> = {}
  const constants: Record<string, HyperparameterValue> = {}
  for (const hyperparameter of hyperparameters) {
    const { name } = hyperparameter
    if (hyperparameter.kind === "constant" && !fidelities.has(name)) constants[name] = hyperparameter.value
    else configurations[name] = ended.map(({ start }) => askedValue(start, name))
  }
  return {
    ...{ task, arm, seed, numEvaluations, totalSeconds },
    id: Int32Array.from(ended, ({ start }) => start.id),
    time: Float64Array.from(ended, ({ time }) => time),
    seconds: Float64Array.from(ended, ({ seconds }) => seconds),
    runtime: Float64Array.from(ended, ({ runtime }) => runtime),
    values: metrics.map((_, metric) => Float64Array.from(ended, ({ values }) => values[metric])),
    epoch: Int32Array.from(ended, ({ start }) => start.fidelity?.["epoch"] ?? epochFidelity.upper),
    ...{ configurations, constants },
  }
}
