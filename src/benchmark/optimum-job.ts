/** What a worker does for an optimum: one part of the search. */

import { SharedMaximum } from "../parallel/shared-maximum.ts"
import type { FoundBelow } from "../predict/find-optimum.ts"
import { findPart, type OptimumPart } from "../predict/optimum-parts.ts"
import type { JobSubject } from "./job-subject.ts"
import { OptimumPlan, type OptimumQuestion } from "./optimum.ts"
import type { WholeRegion } from "./region.ts"

/** A part, and the search that it is of. */
export interface OptimumInput {
  readonly search: number
  readonly question: OptimumQuestion
  readonly region: WholeRegion
  readonly epoch: number
  readonly part: OptimumPart
  /** Of the `SharedMaximum` that all parts have in common. */
  readonly incumbent: Int32Array
}

export function optimumJob(subject: JobSubject, input: OptimumInput): FoundBelow {
  const { search: id, question, region, epoch, part } = input
  const { surrogates } = subject
  const { search } = subject.searchOf(id, () => new OptimumPlan({ surrogates, region, epoch }, question))
  return findPart(search, part, new SharedMaximum(input.incumbent))
}
