/** What Survey was told: all of it in the address. */

import { metrics as allMetrics, jahsSpace, type Metric, type MetricName } from "../../../entries/index.web.ts"
import type { Brush } from "../../parts/scatter.tsx"
import { choiceParameter, type Parameter, textParameter } from "../../state/parameter.ts"

const names = allMetrics.map(({ name }) => name)
const colors = [...names, ...jahsSpace.hyperparameters.map(({ name }) => name)]

export const counts = ["1000", "3000", "10000"] as const

export const count: Parameter<(typeof counts)[number]> = choiceParameter("survey-count", counts, "3000")
export const xMetric: Parameter<MetricName> = choiceParameter("survey-x", names, "latency")
export const yMetric: Parameter<MetricName> = choiceParameter("survey-y", names, "valid-acc")
export const colored: Parameter<(typeof colors)[number]> = choiceParameter(
  "survey-color",
  colors,
  "LearningRate",
)
export const xScale: Parameter<"log" | "linear"> = choiceParameter("survey-xscale", ["log", "linear"])
export const yScale: Parameter<"log" | "linear"> = choiceParameter("survey-yscale", ["log", "linear"])
export const rankMetric: Parameter<MetricName> = choiceParameter("survey-rank", names, "valid-acc")

function integerParameter(name: string, fallback: number, least: number, most: number): Parameter<string> {
  return textParameter(name, String(fallback), text =>
    /^\d+$/.test(text) && Number(text) >= least && Number(text) <= most ? text : null,
  )
}

export const MOST_SEED: number = 2 ** 31 - 1
export const seed: Parameter<string> = integerParameter("survey-seed", 0, 0, MOST_SEED)
export const epoch: Parameter<string> = integerParameter("survey-epoch", 200, 1, 200)

/** `x from, x to, y from, y to`, in the metrics' units; empty where nothing is brushed. */
export const brushText: Parameter<string> = textParameter("survey-brush", "", text =>
  brushOf(text) === null ? null : text,
)

/** Reads a brush; null where there is none. */
export function brushOf(text: string): Brush | null {
  const numbers = text.split(",").map(Number)
  if (text === "" || numbers.length !== 4 || !numbers.every(Number.isFinite)) return null
  const [xFrom, xTo, yFrom, yTo] = numbers as [number, number, number, number]
  return { x: [Math.min(xFrom, xTo), Math.max(xFrom, xTo)], y: [Math.min(yFrom, yTo), Math.max(yFrom, yTo)] }
}

const BRUSH_DIGITS = 5

/** Brushes what lies within, or nothing. */
export function setBrush(brush: Brush | null): void {
  const numbers = brush === null ? [] : [...brush.x, ...brush.y]
  brushText.set(numbers.map(number => Number(number.toPrecision(BRUSH_DIGITS))).join(","))
}

/** A metric by its name. */
export function metricNamed(name: MetricName): Metric {
  return allMetrics.find(metric => metric.name === name)!
}

/** Where equal ratios are equal steps: what can be 100 % cannot double. */
export function canBeLog(name: MetricName): boolean {
  return metricNamed(name).unit !== "%"
}

export const optimumMetric: Parameter<MetricName> = choiceParameter("survey-optimum", names, "valid-acc")
export const constrained: Parameter<"none" | MetricName> = choiceParameter("survey-constraint", [
  "none",
  ...names,
])
/** Of the constraint, in the metric's unit; empty for none. */
export const limit: Parameter<string> = textParameter("survey-limit", "", text =>
  text !== "" && Number.isFinite(Number(text)) ? text : null,
)
