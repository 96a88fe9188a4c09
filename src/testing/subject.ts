/** What is tested: a benchmark, or anything that answers like one. */

import type { Benchmark, MetricName } from "../benchmark/index.ts"
import { type Configuration, epochFidelity } from "../space/index.ts"

/** A benchmark, or a stand-in with these of its members. */
export type Subject = Pick<
  Benchmark,
  "task" | "release" | "card" | "space" | "metrics" | "query" | "queryMany" | "trajectory" | "grid"
>

/** What one can ask for. */
export interface Point {
  readonly configuration: Configuration
  readonly epoch: number
}

/** One metric of one point, as it was answered. */
export interface Answer extends Point {
  readonly metric: MetricName
  readonly value: number
}

/** First and last epoch that a subject answers. */
export function epochRange({ card }: Pick<Subject, "card">): readonly [first: number, last: number] {
  const [first, last] = (card.domain["epoch"] ?? []) as readonly number[]
  return [first ?? epochFidelity.lower, last ?? epochFidelity.upper]
}

/** Every epoch that a subject answers. */
export function epochsOf(subject: Pick<Subject, "card">): readonly number[] {
  const [first, last] = epochRange(subject)
  return Array.from({ length: last - first + 1 }, (_, i) => first + i)
}
