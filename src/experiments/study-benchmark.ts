/** What a study needs of a benchmark: this package's own ones are such, and so is whatever answers as they do. */

import type { Benchmark, TaskName } from "../benchmark/index.ts"
import { DomainError } from "../errors.ts"
import type { Fidelity } from "../search/index.ts"
import { problemOf } from "../space/hyperparameter.ts"
import type { Space } from "../space/index.ts"
import type { Arm } from "./protocol.ts"

/** A benchmark that evaluates configurations: one of `openBenchmark`, or an object of your own. */
export interface StudyBenchmark extends Pick<Benchmark, "query"> {
  readonly task: TaskName
  /** What answers, in a word: it stands in the results. */
  readonly release: string
  /** What is searched, unless the study extrapolates. */
  readonly space: Space
  /** Of a release's file. */
  readonly sha256?: string
  readonly card?: {
    /** What the release must not be taken for. */
    readonly notice: string
  }
}

/** The fidelity of a ladder that a benchmark's space does not have; null where it has them all. */
function missingFidelity(rungs: readonly Fidelity[], space: Space): readonly [string, number] | null {
  for (const rung of rungs) {
    for (const [name, value] of Object.entries(rung)) {
      if (name !== "epoch" && problemOf(space.get(name), value) !== null) return [name, value]
    }
  }
  return null
}

/**
 * Whether a benchmark has what an arm asks for.
 *
 * @throws {DomainError} naming the fidelity, and which releases have it
 */
export function checkFidelities({ name, rungs }: Arm, { task, release, space }: StudyBenchmark): void {
  const missing = missingFidelity(rungs ?? [], space)
  if (missing === null) return
  const [fidelity, value] = missing
  const known = space.get(fidelity)
  throw new DomainError({
    source: name,
    path: fidelity,
    what: `a fidelity that ${release} (${task}) does not have`,
    expected: known.kind === "constant" ? `${known.value} alone` : "one that its space has",
    actual: String(value),
    remedy:
      "the official release has N, W and Resolution: `npx jahs-bench-201 fetch`, or import its files, and name it " +
      "as the study's release",
  })
}

/** Whether a benchmark has what an arm asks for, as yes or no. */
export function hasFidelities(arm: Arm, { space }: StudyBenchmark): boolean {
  return missingFidelity(arm.rungs ?? [], space) === null
}
