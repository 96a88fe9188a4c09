/** Metric values as lines and columns. */

import { type Metric, type MetricName, metrics } from "../../benchmark/index.ts"
import { durationText, metricText } from "../frame/numbers.ts"
import type { Column } from "../frame/table.ts"
import { table } from "../frame/table.ts"

/** Metrics of a result, in the order of results. */
export function metricsOf(result: object): Metric[] {
  return metrics.filter(({ name }) => Object.hasOwn(result, name))
}

/** One column a metric. */
export function metricColumns(chosen: readonly Metric[]): Column[] {
  return chosen.map(({ name, unit }) => ({ title: name, unit }))
}

/**
 * One line a metric: name, value, unit and what it is.
 *
 * @param result metric → value
 * @param paint what is done to the heading
 */
export function metricLines(
  result: Readonly<Partial<Record<MetricName, number>>>,
  paint: (line: string) => string,
): string[] {
  const rows = metricsOf(result).map(({ name, unit, description }) => {
    const value = result[name]!
    const remark = name === "runtime" ? `${durationText(value)} of training` : SHORT[name]
    return [name, metricText(name, value), unit, remark ?? description]
  })
  const columns: Column[] = [
    { title: "metric", align: "left" },
    { title: "value" },
    { title: "unit", align: "left" },
    { title: "", align: "left" },
  ]
  return table(columns, rows, paint)
}

/** Descriptions that would not fit a line of 80 characters. */
const SHORT: Readonly<Partial<Record<MetricName, string>>> = {
  FLOPS: "multiply-accumulates for one image",
}
