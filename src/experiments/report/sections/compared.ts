/** A comparison of optimisers, worked out: what its tables and figures are made of. */

import { shortTitles } from "../../analysis/arm-groups.ts"
import { type Comparison, compareAll } from "../../analysis/compare.ts"
import { blocksOf, type Standing, standingsOf } from "../../analysis/standings.ts"
import type { Arm } from "../../protocol.ts"
import type { NamedStudy } from "../names.ts"

/** A comparison and what it is of. */
export interface Compared {
  readonly study: NamedStudy
  readonly arms: readonly Arm[]
  readonly labels: readonly string[]
  /** By task, then by arm. */
  readonly standings: readonly Standing[]
  readonly comparison: Comparison
  /** Positions, best mean rank first. */
  readonly order: readonly number[]
}

/**
 * Compares arms of a study.
 *
 * @param arms two or more
 */
export function compared(study: NamedStudy, arms: readonly Arm[]): Compared {
  const standings = standingsOf(study.results, arms, study.best)
  const comparison = compareAll(blocksOf(standings, arms.length, ({ finals }) => finals))
  const { meanRanks } = comparison.friedman
  const order = [...arms.keys()].sort((a, b) => meanRanks[a] - meanRanks[b])
  return { study, arms, labels: shortTitles(arms), standings, comparison, order }
}
