/** What a race is about. */

import { type Metric, type MetricName, metrics } from "../../../entries/index.web.ts"

/** One metric, or accuracy and latency by the hypervolume that they dominate. */
export type Objective = MetricName | "front"

/** Up to where hypervolumes are measured: an accuracy in percent, a latency in seconds, as the studies' reports do. */
export const REFERENCE = { accuracy: 0, other: 10 } as const

/** What an arm is told of. */
export function metricsOf(objective: Objective): readonly MetricName[] {
  return objective === "front" ? ["valid-acc", "latency"] : [objective]
}

function metricOf(name: MetricName): Metric {
  return metrics.find(metric => metric.name === name)!
}

/** Which sign makes a loss of the objective. */
export function signOf(objective: Objective): 1 | -1 {
  return objective === "front" || metricOf(objective).goal === "maximize" ? -1 : 1
}

/** How far an objective is seen to be from good: accuracies as errors, so that a logarithmic axis tells the best apart. */
export interface ShownObjective {
  readonly label: string
  readonly of: (value: number) => number
  readonly isLog: boolean
}

/** What charts show of an objective. */
export function shownObjective(objective: Objective): ShownObjective {
  const label = objectiveLabel(objective)
  if (objective === "front") return { label, of: value => value, isLog: false }
  if (metricOf(objective).unit !== "%") return { label, of: value => value, isLog: true }
  return { label: `error of ${objective}: 100 − ${label}`, of: value => 100 - value, isLog: true }
}

/** Name and unit of an objective's values. */
export function objectiveLabel(objective: Objective): string {
  if (objective === "front") return "hypervolume of valid-acc and latency, % · s"
  return `${objective}, ${metricOf(objective).unit}`
}
