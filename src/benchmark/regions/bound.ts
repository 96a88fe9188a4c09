/** Bounds of a metric over a region. */

import { bound as boundBooster } from "../../predict/regions/bound.ts"
import type { Box } from "../../predict/regions/box.ts"
import type { Surrogate } from "../../surrogate/surrogate.ts"
import { directionOf, invertBound } from "../../surrogate/target-transform.ts"
import type { MetricName } from "../metric.ts"
import { encodeOptions, firstOf } from "./encode-options.ts"
import type { WholeRegion } from "./region.ts"

export interface MetricBoundOptions {
  readonly metric: MetricName
  /** Epoch, or the first and the last one (default 200). */
  readonly epoch?: number | readonly [first: number, last: number]
  /** Answer outside the release's domain, too (default false). */
  readonly extrapolate?: boolean
}

/** What no answer within a region is below or above, in the metric's unit. */
export interface MetricBounds {
  readonly lower: number
  readonly upper: number
}

/** The rows of a region. */
function boxOf(
  { encoder }: Surrogate,
  region: WholeRegion,
  [firstEpoch, lastEpoch]: readonly [number, number],
): Box {
  const base = firstOf(region)
  const row = new Float32Array(encoder.numFeatures)
  encoder.encode(base, firstEpoch, row)
  const choices = region.discrete
    .map(part => encodeOptions(encoder, base, part, firstEpoch))
    .filter(({ features }) => features.length > 0)
  const ranges = [
    ...region.floats.map(({ name, lower, upper }) => ({
      feature: encoder.featureNames.indexOf(name),
      lower,
      upper,
    })),
    { feature: encoder.epochColumn, lower: firstEpoch, upper: lastEpoch },
  ].filter(({ feature }) => feature >= 0)
  const decided = new Set([
    ...choices.flatMap(({ features }) => features),
    ...ranges.map(({ feature }) => feature),
  ])
  const fixed = Array.from(row.keys()).filter(feature => !decided.has(feature))
  return [
    ...ranges,
    ...choices.map(({ features, values }) => ({
      features,
      values: Array.from({ length: values.length / features.length }, (_, option) =>
        Array.from(values.subarray(option * features.length, (option + 1) * features.length)),
      ),
    })),
    { features: fixed, values: [fixed.map(feature => row[feature])] },
  ]
}

/** @param epochs the first and the last one */
export function boundMetric(
  surrogate: Surrogate,
  region: WholeRegion,
  epochs: readonly [number, number],
): MetricBounds {
  const { booster, transforms } = surrogate
  const margins = boundBooster(booster, boxOf(surrogate, region, epochs), { output: "margin" })
  const ends = [margins.lower[0], margins.upper[0]].map(margin => invertBound(transforms, margin))
  const [lower, upper] = directionOf(transforms) === 1 ? ends : ends.reverse()
  return { lower, upper }
}
