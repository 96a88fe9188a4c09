/**
 * What runs of two objectives have reached: Pareto fronts, and the hypervolume over time by several reference
 * points. Accuracy is to be high, and the other objective low.
 */

import { hypervolume } from "../../numeric/hypervolume.ts"
import type { RunRecord } from "../study-results.ts"
import type { Steps } from "./steps.ts"

/** A point as hypervolume has it: low is good, so that an accuracy counts negatively. */
export type LossPoint = readonly [negativeAccuracy: number, other: number]

/** A reference point: the worst accuracy, in percent, and the worst value of the other objective. */
export interface ReferencePoint {
  readonly accuracy: number
  readonly other: number
}

/** Points that no other dominates, in ascending order of the other objective; of equal ones, the first. */
export function paretoFront(points: readonly LossPoint[]): LossPoint[] {
  const sorted = [...points].sort((a, b) => a[1] - b[1] || a[0] - b[0])
  let best = Number.POSITIVE_INFINITY
  return sorted.filter(([loss]) => {
    if (loss >= best) return false
    best = loss
    return true
  })
}

/** All evaluations of a run as points. */
export function pointsOf({ values: [accuracy, other] }: RunRecord): LossPoint[] {
  return Array.from(accuracy, (value, i) => [-value, other[i]] as const)
}

/**
 * The reference point of the official leaderboards: of each objective, the worst value among all points of a method.
 * Each method has its own, so that their hypervolumes do not compare.
 */
export function ownReference(runs: readonly RunRecord[]): ReferencePoint {
  let accuracy = Number.POSITIVE_INFINITY
  let other = Number.NEGATIVE_INFINITY
  for (const run of runs) {
    for (const [loss, value] of pointsOf(run)) {
      accuracy = Math.min(accuracy, -loss)
      other = Math.max(other, value)
    }
  }
  return { accuracy, other }
}

/**
 * The hypervolume of what a run has found so far, after each evaluation that adds to it.
 *
 * @param run of two objectives, with at least one evaluation
 * @param unit seconds that count as 1
 * @returns in percent times the other objective's unit; high is good
 */
export function hypervolumeOfRun(run: RunRecord, { accuracy, other }: ReferencePoint, unit: number): Steps {
  const reference = [-accuracy, other]
  const time: number[] = []
  const value: number[] = []
  let front: LossPoint[] = []
  for (const [at, point] of pointsOf(run).entries()) {
    const next = paretoFront([...front, point])
    const isNew = next.includes(point)
    if (!isNew && at > 0) continue
    front = next
    time.push(run.time[at] / unit)
    value.push(hypervolume(front, reference))
  }
  return { time: Float64Array.from(time), value: Float64Array.from(value) }
}
