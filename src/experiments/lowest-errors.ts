/** The lowest validation error that a study can find: what simple regret is measured by. */

import type { Benchmark } from "../benchmark/index.ts"
import type { BestLosses } from "./analysis/standings.ts"
import type { Protocol } from "./protocol.ts"

/**
 * Looks for the optimum of each task: exact, with proof.
 *
 * @param benchmarks of the protocol's tasks
 * @returns errors in percent, by task
 * @throws the reason of an aborted signal, and what `benchmark.optimum` throws
 */
export async function lowestErrors(
  benchmarks: readonly Benchmark[],
  { extrapolate }: Pick<Protocol, "extrapolate">,
  signal?: AbortSignal,
): Promise<BestLosses> {
  const found: [string, number][] = []
  for (const benchmark of benchmarks) {
    const { best } = await benchmark.optimum({
      metric: "valid-acc",
      extrapolate,
      // What the arms search: fidelities are at their highest.
      fixed: { N: 5, W: 16, Resolution: 1 },
      ...(signal === undefined ? {} : { signal }),
    })
    if (best !== null) found.push([benchmark.task, 100 - best.value])
  }
  return Object.fromEntries(found)
}
