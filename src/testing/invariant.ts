/** An invariant: a law of the answers, with what it means, why one expects it, and how it is measured. */

import type { MetricName } from "../benchmark/index.ts"
import type { Configuration } from "../space/index.ts"
import type { Family } from "./family.ts"
import type { Judge } from "./judge.ts"
import type { Answer, Point, Subject } from "./subject.ts"

/**
 * How sure a law is. `certain`: it follows from what the metric is, or from what a surrogate is. `expected`: it
 * holds but for the noise of training and measuring. `usual`: it mostly holds, and exceptions can be real.
 */
export type Severity = "certain" | "expected" | "usual"

/** How far a law is broken at a point, and the answers that show it. */
export interface Breach {
  /** In the invariant's unit; 0 where the law is kept. */
  readonly size: number
  /** Queries that show it, with their answers. */
  readonly answers: readonly Answer[]
}

/** What a law says, and how it is judged. */
export interface LawDescription {
  /** For example `runtime-never-falls-over-epoch`. */
  readonly name: string
  /** The law in one sentence. */
  readonly meaning: string
  /** Why one expects it. */
  readonly reason: string
  /** What is looked at to tell. */
  readonly evidence: string
  readonly severity: Severity
  /** Unit of the sizes of breaches. */
  readonly unit: string
  /** Breaches up to this size are none. */
  readonly tolerance: number
  /** Metrics that must be there. */
  readonly metrics: readonly MetricName[]
}

/** A law of the values of a family of points. */
export interface ValueInvariant extends LawDescription {
  readonly kind: "values"
  readonly family: Family
  /** The judge, or in words why the subject cannot be judged. */
  judge(subject: Pick<Subject, "task">): Judge | string
  /** Whether the law speaks about a configuration (default: about all). */
  readonly applies?: (configuration: Configuration) => boolean
  /** Whether some members of a family say nothing: a straight line needs all its points. */
  readonly needsWholeFamily?: boolean
}

/** A law of the ways in which one point can be asked for. */
export interface AnswerInvariant extends LawDescription {
  readonly kind: "answers"
  /** @returns the breach, of size 0 where there is none */
  ask(subject: Subject, point: Point): Breach
}

/** A named law. `invariants` lists them. */
export type Invariant = ValueInvariant | AnswerInvariant
