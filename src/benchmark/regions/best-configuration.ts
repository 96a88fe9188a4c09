/** What a search found, as a configuration with its metrics. */

import type { Place } from "../../predict/regions/place.ts"
import type { Configuration } from "../../space/index.ts"
import type { Surrogate } from "../../surrogate/surrogate.ts"
import { type MetricName, metrics } from "../metric.ts"
import type { Cell, RegionSpace } from "./region-space.ts"

/** A configuration that a search found. */
export interface FoundConfiguration {
  readonly configuration: Configuration
  /** What `query` answers for it: the metrics that were searched for and those that are constrained. */
  readonly metrics: { readonly [Name in MetricName]?: number }
  /** Every LearningRate and WeightDecay in here gives the same answers. */
  readonly cell: Cell
}

/** @param surrogates those whose metrics are told */
export function foundConfiguration(
  over: RegionSpace,
  surrogates: readonly Surrogate[],
  { options, cells }: Place,
  epoch: number,
): FoundConfiguration {
  const configuration = over.configurationIn(options, cells)
  const values: { [Name in MetricName]?: number } = {}
  for (const { name } of metrics) {
    const surrogate = surrogates.find(({ metric }) => metric === name)
    if (surrogate === undefined) continue
    const row = new Float32Array(surrogate.encoder.numFeatures)
    surrogate.encoder.encode(configuration, epoch, row)
    values[name] = surrogate.evaluate(row)
  }
  return { configuration, metrics: values, cell: over.cellOf(cells) }
}
