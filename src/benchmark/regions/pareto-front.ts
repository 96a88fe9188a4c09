/** The exact Pareto front of two metrics over a region. */

import { show } from "../../errors.ts"
import { numCombinations } from "../../predict/regions/choice-space.ts"
import { type FrontPlace, findFront } from "../../predict/regions/find-front.ts"
import { invertBound } from "../../surrogate/target-transform.ts"
import type { Metric, MetricName } from "../metric.ts"
import { type FoundConfiguration, foundConfiguration } from "./best-configuration.ts"
import { type Constraints, constrained, limitsOf } from "./constraint.ts"
import { RegionSpace } from "./region-space.ts"
import { runSearch } from "./run-search.ts"
import { goalOf, type SearchContext, type SearchOptions, signOf, surrogateOf } from "./search.ts"

export interface ParetoFrontOptions extends SearchOptions {
  readonly metrics: readonly [MetricName, MetricName]
  /** Default: the metrics' own goals. */
  readonly goals?: readonly [Metric["goal"], Metric["goal"]]
  readonly constraints?: Constraints
  /** Is told how far the search is, some times a second. */
  readonly onProgress?: (progress: ParetoFrontProgress) => void
}

/** How far a search for a front is. */
export interface ParetoFrontProgress {
  /** Discrete choices that are summed or discarded. */
  readonly done: number
  readonly total: number
  /** Configurations on the front so far. */
  readonly points: number
}

export interface ParetoFront {
  readonly metrics: readonly [MetricName, MetricName]
  readonly goals: readonly [Metric["goal"], Metric["goal"]]
  /** From the best first metric to the best second one; no two have the same values. */
  readonly points: readonly FoundConfiguration[]
  readonly numChoices: number
  /** Discrete choices of which every cell was summed; the others were shown not to add to the front. */
  readonly numSummed: number
}

/** A metric's scale may round margins together: then one of two places beats the other, or is the same. */
function distinctPlaces(
  front: readonly FrontPlace[],
  metricsOf: (place: FrontPlace) => readonly [number, number],
): FrontPlace[] {
  const kept: FrontPlace[] = []
  for (const place of front) {
    const [first, second] = metricsOf(place)
    const last = kept.at(-1)
    const [lastFirst, lastSecond] = last === undefined ? [] : metricsOf(last)
    // Margins only get worse in the first metric and better in the second.
    if (second === lastSecond) continue
    if (first === lastFirst) kept.pop()
    kept.push(place)
  }
  return kept
}

/** @throws as `Benchmark.paretoFront` */
export async function paretoFront(context: SearchContext, options: ParetoFrontOptions): Promise<ParetoFront> {
  const { surrogates, region, epoch } = context
  const names: unknown = options.metrics
  if (!Array.isArray(names) || names.length !== 2 || names[0] === names[1]) {
    throw new TypeError(`options.metrics: expected two different metrics, got ${show(names)}`)
  }
  const pair = options.metrics.map(metric => surrogateOf(surrogates, metric, "options.metrics"))
  const [first, second] = pair
  const goals = [
    goalOf(first.metric, options.goals?.[0], "options.goals[0]"),
    goalOf(second.metric, options.goals?.[1], "options.goals[1]"),
  ] as const
  const constraints = constrained(options.constraints ?? {}, surrogates)
  const used = [...new Set([...pair, ...constraints.map(([surrogate]) => surrogate)])]
  const over = new RegionSpace(region, used, epoch)
  const signs = [signOf(first, goals[0]), signOf(second, goals[1])]
  const search = findFront(
    over.treesOf(first, signs[0]),
    over.treesOf(second, signs[1]),
    limitsOf(over, pair, constraints),
  )
  const { front, numSummed } = await runSearch(search, options.signal, state => {
    const { numDecided, numCombinations, front } = state
    options.onProgress?.({ done: numDecided, total: numCombinations, points: front.length })
  })
  const metricsOf = ({ first: a, second: b }: FrontPlace): readonly [number, number] => [
    invertBound(first.transforms, signs[0] * a),
    invertBound(second.transforms, signs[1] * b),
  ]
  const kept = distinctPlaces(front, metricsOf)
  return {
    metrics: [options.metrics[0], options.metrics[1]],
    goals,
    points: kept.map(place => foundConfiguration(over, used, place, epoch)),
    numChoices: numCombinations(over.space.numOptions),
    numSummed,
  }
}
