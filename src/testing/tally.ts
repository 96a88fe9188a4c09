/** Counting breaches: how many cases, how many broken, how large the breaches are, and the worst. */

import type { Breach } from "./invariant.ts"
import type { Answer } from "./subject.ts"

/** What was found over many cases. Sizes are in the invariant's unit. */
export interface Tally {
  readonly cases: number
  readonly broken: number
  /** Broken cases among all; 0 without cases. */
  readonly share: number
  /** Size that half of all cases do not exceed, and 95 of 100; kept cases have 0, or what is within tolerance. */
  readonly median: number
  readonly p95: number
  readonly worst: number
  /** Queries that show the worst case, with their answers; none where nothing was measured above 0. */
  readonly answers: readonly Answer[]
}

/** More sizes than this are thinned: quantiles of that many are as good. */
const MOST_SIZES = 1_048_576

/** Adds up cases. */
export class TallyCounter {
  private readonly tolerance: number
  private cases = 0
  private broken = 0
  private worst = 0
  private answers: readonly Answer[] = []
  private sizes: number[] = []
  /** Every so manieth size is kept. */
  private stride = 1

  /** @param tolerance sizes up to this are no breach */
  constructor(tolerance: number) {
    this.tolerance = tolerance
  }

  /** @param answers is asked for the worst cases only */
  add(size: number, answers: () => Breach["answers"]): void {
    if (this.cases % this.stride === 0) this.keep(size)
    this.cases++
    if (size > this.tolerance) this.broken++
    if (size <= this.worst) return
    this.worst = size
    this.answers = answers()
  }

  private keep(size: number): void {
    this.sizes.push(size)
    if (this.sizes.length < MOST_SIZES) return
    this.sizes = this.sizes.filter((_, i) => i % 2 === 0)
    this.stride *= 2
  }

  result(): Tally {
    const { cases, broken, worst, answers } = this
    const sorted = Float64Array.from(this.sizes).sort()
    const at = (share: number): number =>
      sorted.length === 0 ? 0 : sorted[Math.ceil(share * sorted.length) - 1]
    return {
      ...{ cases, broken, share: cases === 0 ? 0 : broken / cases },
      ...{ median: at(0.5), p95: at(0.95), worst, answers },
    }
  }
}
