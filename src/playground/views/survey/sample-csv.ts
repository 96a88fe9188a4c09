/** A sample as CSV. */

import type { BenchmarkFacts } from "../../engine/shared-operations.ts"
import { csvText } from "../../parts/csv.ts"
import { pointAt, type Sample, valueIn } from "./sample.ts"

/**
 * Writes configurations of a sample, one a line, each with the release that answered.
 *
 * @param indices which of them
 */
export function sampleCsv(
  { task, release, hyperparameters, metrics }: BenchmarkFacts,
  sample: Sample,
  indices: readonly number[],
  front: ReadonlySet<number>,
): string {
  const names = hyperparameters.map(({ name }) => name)
  const head = ["number", "task", "release", ...names, "epoch", ...metrics, "on_front"]
  const rows = indices.map(index => {
    const { configuration, epoch } = pointAt(sample, hyperparameters, index)
    const answers = metrics.map(name => sample.metrics[name]![index]!)
    const values = hyperparameters.map(hyperparameter => valueIn(configuration, hyperparameter))
    return [index + 1, task, release, ...values, epoch, ...answers, front.has(index)]
  })
  return csvText(head, rows)
}
