/** What a worker does for an optimum: one part of the search. */

import { SharedMaximum } from "../../parallel/shared-maximum.ts"
import type { FoundBelow } from "../../predict/regions/find-optimum.ts"
import { findPart, type OptimumPart } from "../../predict/regions/optimum-parts.ts"
import { OptimumPlan, type OptimumQuestion } from "../regions/optimum.ts"
import type { WholeRegion } from "../regions/region.ts"
import type { JobSubject } from "./job-subject.ts"

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
