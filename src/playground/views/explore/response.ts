/** The response along one axis, worked out in the engine: exact, as a surrogate is constant between thresholds. */

import type {
  Benchmark,
  GridInput,
  HyperparameterName,
  HyperparameterValue,
  MetricName,
} from "../../../entries/index.web.ts"
import type { PackId } from "../../engine/pack-id.ts"
import type { Point } from "../../state/point.ts"
import type { Axis } from "./axis.ts"

export interface ResponseInput {
  readonly pack: PackId
  readonly point: Point
  readonly metric: MetricName
  readonly axis: Axis
}

/** A metric along an axis. */
export interface Response {
  readonly axis: Axis
  readonly metric: MetricName
  /** Values on the axis; of a float, where each piece begins. */
  readonly at: readonly HyperparameterValue[]
  /** One entry a value, in the metric's unit. */
  readonly values: Float32Array
}

async function alongFloat(
  benchmark: Benchmark,
  input: ResponseInput,
  signal: AbortSignal,
): Promise<Response> {
  const { point, metric, axis } = input
  const { [axis.name as HyperparameterName]: _, ...fixed } = point.configuration
  // With everything else fixed there is nothing to take a mean of: each piece has its own value.
  const { axes, means } = await benchmark.exactMarginal({
    metric,
    by: [axis.name as HyperparameterName],
    fixed,
    epoch: point.epoch,
    signal,
  })
  const at = axes[0]!.values.map(piece => (Array.isArray(piece) ? (piece[0] as number) : (piece as number)))
  return { axis, metric, at, values: Float32Array.from(means) }
}

/** A grid of one axis. */
function alongValues(benchmark: Benchmark, { point, metric, axis }: ResponseInput): Response {
  const input = { ...point.configuration, epoch: point.epoch, [axis.name]: "all" }
  const grid = benchmark.grid(input as GridInput, { metrics: [metric] })
  return { axis, metric, at: grid.axes[0]!.values, values: grid.columns[metric] }
}

/** The response along an axis from the point at hand. */
export async function response(
  benchmark: Benchmark,
  input: ResponseInput,
  signal: AbortSignal,
): Promise<Response> {
  return input.axis.kind === "float" ? alongFloat(benchmark, input, signal) : alongValues(benchmark, input)
}
