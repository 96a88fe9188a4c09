/** How closely answers agree with published ones, metric by metric. */

import type { CallConfiguration } from "../benchmark/index.ts"
import { ulpsBetween } from "../numeric/ulps.ts"

/** One published query. */
export interface Query {
  /** Where it stands, for example `line 17` or `queries[3]`. */
  readonly where: string
  readonly config: CallConfiguration
  readonly epoch: number
}

/** The query that agrees least. */
interface WorstQuery extends Query {
  /** float32 */
  readonly published: number
  readonly answered: number
  readonly ulps: number
}

/** Agreement of one metric. */
export interface MetricAgreement {
  readonly metric: string
  readonly n: number
  readonly bitEqual: number
  /** Of 100. */
  readonly bitEqualPercent: number
  /** Distance of the worst answer in float32 numbers; Infinity where one of the two is NaN. */
  readonly worstUlp: number
  /** Answers further away than the tolerance. */
  readonly overTolerance: number
  /** null where every answer is the published one. */
  readonly worst: WorstQuery | null
}

interface Tally {
  n: number
  bitEqual: number
  overTolerance: number
  worst: WorstQuery | null
}

/** Counts agreement as the answers come. */
export class Agreement {
  private readonly tolerance: number
  private readonly tallies = new Map<string, Tally>()

  /** @param tolerance largest distance that is accepted, in float32 numbers */
  constructor(tolerance: number) {
    this.tolerance = tolerance
  }

  /**
   * @param published the value as it was published, rounded to float32 here
   * @param answered the value of the benchmark that is verified
   */
  add(metric: string, query: Query, published: number, answered: number): void {
    let tally = this.tallies.get(metric)
    if (tally === undefined) {
      tally = { n: 0, bitEqual: 0, overTolerance: 0, worst: null }
      this.tallies.set(metric, tally)
    }
    const ulps = ulpsBetween(published, answered)
    tally.n++
    if (ulps === 0) tally.bitEqual++
    if (ulps > this.tolerance) tally.overTolerance++
    if (ulps > (tally.worst?.ulps ?? 0)) {
      tally.worst = { ...query, published: Math.fround(published), answered, ulps }
    }
  }

  /** @returns one entry a metric, in the order in which they first came */
  metrics(): MetricAgreement[] {
    return Array.from(this.tallies, ([metric, { n, bitEqual, overTolerance, worst }]) => ({
      metric,
      n,
      bitEqual,
      bitEqualPercent: (100 * bitEqual) / n,
      worstUlp: worst?.ulps ?? 0,
      overTolerance,
      worst,
    }))
  }

  /** Whether every answer is within the tolerance; true where there is none. */
  get holds(): boolean {
    return [...this.tallies.values()].every(({ overTolerance }) => overTolerance === 0)
  }
}
