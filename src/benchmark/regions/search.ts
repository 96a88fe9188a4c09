/** What all searches over a region have in common: their options, and what they need of a benchmark. */

import { NotFoundError, show, UnsupportedModelError } from "../../errors.ts"
import type { Surrogate } from "../../surrogate/surrogate.ts"
import { directionOf } from "../../surrogate/target-transform.ts"
import { type Metric, metrics } from "../metric.ts"
import type { Region, WholeRegion } from "./region.ts"

/** Options of every search. */
export interface SearchOptions {
  /** What is fixed or narrowed; the rest is all that the release covers. */
  readonly fixed?: Region
  /** Epoch at which the metrics are asked, 1…200 (default 200). */
  readonly epoch?: number
  /** Search outside the release's domain, too (default false). */
  readonly extrapolate?: boolean
  /** Ends the search: the promise is rejected with its reason. */
  readonly signal?: AbortSignal
}

/** What searches need of a benchmark. */
export interface SearchContext {
  readonly surrogates: ReadonlyMap<string, Surrogate>
  readonly region: WholeRegion
  readonly epoch: number
}

export function surrogateOf(
  surrogates: ReadonlyMap<string, Surrogate>,
  metric: unknown,
  path: string,
): Surrogate {
  const surrogate = typeof metric === "string" ? surrogates.get(metric) : undefined
  if (surrogate?.isProjected) {
    throw new UnsupportedModelError({
      path,
      what: "a repaired metric has no trees to search",
      expected: "a metric that is not repaired",
      actual: surrogate.metric,
    })
  }
  if (surrogate !== undefined) return surrogate
  const expected = [...surrogates.keys()].join(", ")
  throw new NotFoundError({ path, what: "unknown metric", expected, actual: show(metric) })
}

/** A goal, or the metric's own. */
export function goalOf(metric: string, goal: Metric["goal"] | undefined, path: string): Metric["goal"] {
  if (goal === "minimize" || goal === "maximize") return goal
  if (goal !== undefined) throw new TypeError(`${path}: expected "minimize" or "maximize", got ${show(goal)}`)
  return metrics.find(({ name }) => name === metric)?.goal ?? "minimize"
}

/** The sign with which a better metric is a greater margin. */
export function signOf({ transforms }: Surrogate, goal: Metric["goal"]): 1 | -1 {
  return (goal === "maximize" ? 1 : -1) * directionOf(transforms) === 1 ? 1 : -1
}
