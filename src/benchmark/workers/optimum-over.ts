/** The optimum over workers: parts of one search, each with the best margin that is known anywhere. */

import type { JobPool } from "../../parallel/job-pool.ts"
import type { Job } from "../../parallel/port.ts"
import type { FoundBelow } from "../../predict/regions/find-optimum.ts"
import { OptimumParts } from "../../predict/regions/optimum-parts.ts"
import { type Optimum, type OptimumOptions, OptimumPlan } from "../regions/optimum.ts"
import type { SearchContext } from "../regions/search.ts"
import type { JobSubject } from "./job-subject.ts"
import type { OptimumInput } from "./optimum-job.ts"

/**
 * @param search an id that no other search of the pool has
 * @throws as `Benchmark.optimum`
 */
export async function optimumOver(
  pool: JobPool<JobSubject>,
  search: number,
  { surrogates, region, epoch }: SearchContext,
  options: OptimumOptions,
): Promise<Optimum> {
  const { metric, goal, constraints, signal, onProgress } = options
  const question = {
    metric,
    ...(goal === undefined ? {} : { goal }),
    ...(constraints === undefined ? {} : { constraints }),
  }
  const plan = new OptimumPlan({ surrogates, region, epoch }, question)
  const parts = new OptimumParts(plan.search.descent, pool.size)
  const incumbent = parts.incumbent.cell
  const next = (): Job | null => {
    const part = parts.next()
    if (part === null) return null
    const input: OptimumInput = { search, question, region, epoch, part, incumbent }
    return { name: "optimum", input }
  }
  try {
    for await (const { job, result } of pool.asTheyEnd(next, signal)) {
      parts.end((job.input as OptimumInput).part, result as FoundBelow)
      onProgress?.(plan.progressOf(parts.state))
    }
  } finally {
    // Nothing is better than that: what a stopped search leaves running ends at once.
    parts.incumbent.raise(Infinity)
  }
  return plan.answerOf(parts.found)
}
