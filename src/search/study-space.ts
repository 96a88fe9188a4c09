/** The spaces that JAHS-Bench-201's study searches (Bansal et al., NeurIPS 2022, section 5 and appendix D). */

import { show } from "../errors.ts"
import { createRandom } from "../random/generator.ts"
import type { Domain, Hyperparameter, Role, Space } from "../space/index.ts"
import { draw } from "../space/sample.ts"
import { checkSeed } from "./check-search.ts"

/** What is searched: architecture and hyperparameters together, or one of them with the other fixed. */
export type StudyKind = "joint" | "hpo-only" | "nas-only"

/** What a study's space depends on. */
export interface StudySpaceOptions {
  readonly kind: StudyKind
  /** Of the fixed part, which is drawn uniformly. Default: 0. */
  readonly seed?: number
  /** Values of the fidelities. Default: N = 5, W = 16, Resolution = 1, the paper's. */
  readonly fidelities?: Domain
}

const FIDELITIES: Domain = { N: [5], W: [16], Resolution: [1] }

const FIXED: Readonly<Record<StudyKind, Role | null>> = {
  joint: null,
  "hpo-only": "architecture",
  "nas-only": "hyperparameter",
}

/**
 * Seconds that a full evaluation takes on average, of each task: the unit in which the paper tells budgets and
 * times. A budget of 100 is 100 times as many seconds.
 */
export const MEAN_FULL_EVALUATION = {
  cifar10: 175_571,
  colorectal_histology: 18_336,
  fashion_mnist: 193_248,
} as const

/**
 * The hyperparameters that a study searches; those that it fixes are constants among them.
 *
 * @param space of a benchmark, or the whole one
 * @throws {RangeError} for an unknown kind or a seed that is no non-negative safe integer
 * @throws {ConfigurationError} for fidelities that the space does not have
 * @example
 * ```ts
 * const space = studySpace(benchmark.space, { kind: "nas-only", seed: 3 })
 * space.filter(({ kind }) => kind !== "constant").map(({ name }) => name) // ["Op1", "Op2", "Op3", "Op4", "Op5", "Op6"]
 * ```
 */
export function studySpace(space: Space, options: StudySpaceOptions): readonly Hyperparameter[] {
  const { kind, seed = 0, fidelities = FIDELITIES } = options
  if (!Object.hasOwn(FIXED, kind)) {
    throw new RangeError(`options.kind: expected "joint", "hpo-only" or "nas-only", got ${show(kind)}`)
  }
  const random = createRandom(checkSeed(seed))
  const fixed = space.hyperparameters.filter(({ role }) => role === FIXED[kind])
  const drawn = fixed.map(hyperparameter => {
    const value = draw(hyperparameter, random)
    // A range of one number is written with both of its ends.
    return [hyperparameter.name, hyperparameter.kind === "float" ? [value, value] : [value]] as const
  })
  return space.restrict({ ...fidelities, ...Object.fromEntries(drawn) }, "fidelities").hyperparameters
}
