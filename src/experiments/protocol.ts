/**
 * What a study compares, and how: the protocol of Bansal et al., "JAHS-Bench-201" (NeurIPS 2022 Datasets and
 * Benchmarks), section 5 and appendix D, as plain JSON.
 */

import type { MetricName, TaskName } from "../benchmark/index.ts"
import type { Fidelity, PriorName, StudyKind } from "../search/index.ts"

/** Along what an optimiser saves: one fidelity, or `"diagonal"`, all four that rise together. */
export type FidelityAxis = "epoch" | "N" | "W" | "Resolution" | "diagonal"

/** What an arm's optimiser is made with, where the default is not wanted. */
export interface ArmSettings {
  /** Of optimisers with rungs: one of eta configurations is promoted. Default: 3. */
  readonly eta?: number
  /** Of optimisers with priors: which published one, clipped to the space that is searched. Default: none. */
  readonly prior?: PriorName
}

/** One of the searches that are compared: an optimiser on a space. */
export interface Arm {
  /** Unique in its protocol, for example `"random-joint"`. */
  readonly name: string
  /** For people, for example `"random search, joint space"`. */
  readonly title: string
  /** Name of the optimiser, for example `"random"` or `"hyperband"`. */
  readonly optimiser: string
  readonly space: StudyKind
  /** Null where every evaluation is a full one. */
  readonly fidelity: FidelityAxis | null
  /** Fidelities from the lowest to the highest, of an arm with a fidelity; others have null. */
  readonly rungs: readonly Fidelity[] | null
  /** What the optimiser is told of, in this order; also what is recorded. More than one: several objectives. */
  readonly metrics: readonly MetricName[]
  /** Whether the optimiser fits a model to what it is told. */
  readonly isModelBased: boolean
  /** Whether a promoted configuration goes on from its last fidelity, or is trained anew. */
  readonly cost: "continuation" | "scratch"
  /** Evaluations of a run at most; null where the budget alone ends it. */
  readonly numTrials: number | null
  readonly settings: ArmSettings
}

/** A study: every arm on every task with every seed. */
export interface Protocol {
  /** For example `"paper-model-free"`. */
  readonly name: string
  /** Name of a release, for example `"distilled-2"`. */
  readonly release: string
  readonly tasks: readonly TaskName[]
  readonly arms: readonly Arm[]
  /** Non-negative safe integers; a seed draws the fixed part of a space, and all that an optimiser draws. */
  readonly seeds: readonly number[]
  /** Of each run, in mean full evaluations. */
  readonly budget: number
  /** Simulated workers of each run: evaluations at a time. */
  readonly workers: number
  /** Whether simulated workers wait for the slowest of them. */
  readonly isSynchronous: boolean
  /** Search the whole design space, beyond the release's domain, too. */
  readonly extrapolate: boolean
  /**
   * Which evaluations are recorded: `"all"`, or those of `"improvements"` alone, which no earlier one of the run
   * dominates: enough for incumbents and Pareto fronts of thousands of seeds.
   */
  readonly records: "all" | "improvements"
}
