/** What is around a worst case: the curve that shows how far out of line it is. */

import type { Answer } from "../../../entries/fast-check.ts"
import {
  type Benchmark,
  type Configuration,
  type HyperparameterName,
  type MetricName,
  metrics,
} from "../../../entries/index.web.ts"

interface PictureLine {
  readonly metric: MetricName
  /** One value an entry of the picture's `x`. */
  readonly values: Float32Array
  /** The answers that break the law. */
  readonly marks: readonly { readonly x: number; readonly value: number }[]
}

export interface Picture {
  /** What is across: `epoch`, or a hyperparameter. */
  readonly xName: string
  readonly isXLog: boolean
  readonly x: Float64Array
  readonly lines: readonly PictureLine[]
}

/** Places along a range. */
const NUM_PLACES = 96

/** Answers of one metric of one configuration lie on one learning curve. */
export function lineKey({ configuration, metric }: Answer): string {
  return `${metric} ${JSON.stringify(configuration)}`
}

function differing(a: Configuration, b: Configuration): HyperparameterName[] {
  return (Object.keys(a) as HyperparameterName[]).filter(name => a[name] !== b[name])
}

/** The one range in which all answers differ from the first; null where they differ in anything else. */
function rangeBetween(answers: readonly Answer[]): "LearningRate" | "WeightDecay" | null {
  const [first, ...others] = answers
  if (first === undefined || others.length === 0) return null
  const [name] = differing(first.configuration, others[0]!.configuration)
  if (name !== "LearningRate" && name !== "WeightDecay") return null
  const isAlone = others.every(
    ({ configuration, epoch, metric }) =>
      epoch === first.epoch &&
      metric === first.metric &&
      differing(first.configuration, configuration).join() === name,
  )
  return isAlone ? name : null
}

function alongRange(
  subject: Benchmark,
  answers: readonly Answer[],
  name: "LearningRate" | "WeightDecay",
): Picture {
  const [{ configuration, epoch, metric }] = answers as readonly [Answer]
  const hyperparameter = subject.space.get(name)
  const marks = answers.map(answer => ({ x: answer.configuration[name], value: answer.value }))
  const places = marks.map(({ x }) => x)
  if ("lower" in hyperparameter) {
    const { lower, upper } = hyperparameter
    for (let i = 0; i < NUM_PLACES; i++) {
      places.push(i === NUM_PLACES - 1 ? upper : lower * (upper / lower) ** (i / (NUM_PLACES - 1)))
    }
  }
  const x = Float64Array.from(new Set(places)).sort()
  const grid = subject.grid({ ...configuration, [name]: Array.from(x), epoch }, { metrics: [metric] })
  return { xName: name, isXLog: true, x, lines: [{ metric, values: grid.columns[metric], marks }] }
}

/**
 * Learning curves with the answers on them; where the answers differ in one range alone, the metric along that.
 *
 * @param answers of a worst case
 * @throws as `trajectory` and `grid`
 */
export function pictureOf(subject: Benchmark, answers: readonly Answer[]): Picture {
  const range = rangeBetween(answers)
  if (range !== null) return alongRange(subject, answers, range)
  const lines = [...new Set(answers.map(lineKey))].map((key): PictureLine => {
    const together = answers.filter(answer => lineKey(answer) === key)
    const [{ configuration, metric }] = together as [Answer]
    return {
      metric,
      values: subject.trajectory(configuration, { metrics: [metric] })[metric],
      marks: together.map(({ epoch, value }) => ({ x: epoch, value })),
    }
  })
  const x = Float64Array.from(lines[0]?.values ?? [], (_, i) => i + 1)
  return { xName: "epoch", isXLog: false, x, lines }
}

/** The unit of a metric. */
export function unitOf(name: MetricName): string {
  return metrics.find(metric => metric.name === name)!.unit
}
