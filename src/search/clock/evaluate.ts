/** What the simulated clock needs of a benchmark: a value and the time that it takes to get it. */

import type { Benchmark, MetricName } from "../../benchmark/index.ts"
import type { ConfigurationInput } from "../../space/index.ts"
import type { Fidelity } from "../ask-tell.ts"
import type { SearchConfiguration } from "../optimiser.ts"

/** What comes of an evaluation. */
export interface Evaluation<Value = number> {
  readonly value: Value
  /** Seconds of training from scratch to the fidelity. */
  readonly runtime: number
}

/**
 * Evaluates a configuration.
 *
 * @param fidelity null for a full evaluation
 */
export type Evaluate<Value = number> = (
  configuration: SearchConfiguration,
  fidelity: Fidelity | null,
) => Evaluation<Value>

/** Anything that answers queries as a `Benchmark` does. */
export type Queried = Pick<Benchmark, "query">

/** Options of evaluations by a benchmark. */
export interface EvaluateOptions {
  /** Ask outside the release's domain, too (default false). */
  readonly extrapolate?: boolean
}

function ask<M extends MetricName>(
  benchmark: Queried,
  metrics: readonly M[],
  { extrapolate = false }: EvaluateOptions,
  configuration: SearchConfiguration,
  fidelity: Fidelity | null,
): Record<M | "runtime", number> {
  const { epoch, ...others } = fidelity ?? {}
  // N, W and Resolution are part of a configuration; as fidelities they take its place.
  const whole = { ...configuration, ...others } as unknown as ConfigurationInput
  return benchmark.query(whole, {
    metrics: [...metrics, "runtime"],
    extrapolate,
    ...(epoch === undefined ? {} : { epoch }),
  }) as Record<M | "runtime", number>
}

/**
 * Evaluations by one metric of a benchmark.
 *
 * @returns a function for `SimulatedClock`, which throws what `benchmark.query` does
 * @example
 * ```ts
 * const evaluate = evaluateMetric(benchmark, "valid-acc")
 * const { value, runtime } = evaluate({ ...configuration }, { epoch: 66 })
 * value === benchmark.query(configuration, { epoch: 66 })["valid-acc"] // true
 * ```
 */
export function evaluateMetric(
  benchmark: Queried,
  metric: MetricName,
  options: EvaluateOptions = {},
): Evaluate {
  return (configuration, fidelity) => {
    const answer = ask(benchmark, [metric], options, configuration, fidelity)
    return { value: answer[metric], runtime: answer.runtime }
  }
}

/**
 * Evaluations by several metrics of a benchmark.
 *
 * @returns a function for `SimulatedClock` of an optimiser of several objectives; values in the metrics' order
 */
export function evaluateMetrics(
  benchmark: Queried,
  metrics: readonly MetricName[],
  options: EvaluateOptions = {},
): Evaluate<readonly number[]> {
  return (configuration, fidelity) => {
    const answer = ask(benchmark, metrics, options, configuration, fidelity)
    return { value: metrics.map(metric => answer[metric]), runtime: answer.runtime }
  }
}
