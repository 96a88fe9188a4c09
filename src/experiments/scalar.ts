/**
 * Several objectives as one number for optimisers of one objective: the scalar of JAHS-Bench-201's study (appendix D,
 * and the authors' experiment code), of accuracy and latency.
 */

import type { MetricName, TaskName } from "../benchmark/index.ts"
import { ConfigurationError } from "../errors.ts"

/** The range of latencies that the scalar takes as 0 to 1, in seconds, of each task. */
export const LATENCY_BOUNDS: Readonly<Record<TaskName, readonly [number, number]>> = {
  cifar10: [0.00635562329065232, 114.1251799692699],
  colorectal_histology: [0.0063284998354704485, 798.9547640807386],
  fashion_mnist: [0.007562867628561484, 9.461364439356307],
}

/**
 * The scalar of a task's valid-acc and latency.
 *
 * @param metrics in which order the values come
 * @returns from values to what is to be minimised: 1 - (accuracy / 100 - (latency - min) / (max - min))
 * @throws {ConfigurationError} for other metrics
 * @example
 * ```ts
 * const scalar = paperScalar("cifar10", ["valid-acc", "latency"])
 * scalar([90, 10]) < scalar([90, 20]) // true
 * ```
 */
export function paperScalar(
  task: TaskName,
  metrics: readonly MetricName[],
): (values: readonly number[]) => number {
  const accuracy = metrics.indexOf("valid-acc")
  const latency = metrics.indexOf("latency")
  if (metrics.length !== 2 || accuracy < 0 || latency < 0) {
    throw new ConfigurationError({
      source: "arm",
      path: "metrics",
      what: "objectives that the paper's scalar does not join",
      expected: "valid-acc and latency, or an optimiser of several objectives",
      actual: metrics.join(", "),
    })
  }
  const [min, max] = LATENCY_BOUNDS[task]
  return values => 1 - (values[accuracy] / 100 - (values[latency] - min) / (max - min))
}
