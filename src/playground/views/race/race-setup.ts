/** What a race is: plain records that page and engine both know. */

import type { Arm } from "../../../entries/experiments.ts"
import type { PackId } from "../../engine/pack-id.ts"
import type { Objective } from "./objective.ts"

/** What runs have in common. */
export interface RaceConditions {
  /** Of each run, in mean full evaluations. */
  readonly budget: number
  /** Simulated workers: evaluations at a time. */
  readonly workers: number
  /** Whether simulated workers wait for the slowest of them. */
  readonly isSynchronous: boolean
}

/** A race: every arm with every seed. */
export interface RaceSetup extends RaceConditions {
  readonly pack: PackId
  readonly arms: readonly Arm[]
  /** Whether an optimiser that was pasted takes part. */
  readonly hasOwn: boolean
  /** How many: 0, 1, 2, … */
  readonly numSeeds: number
  readonly objective: Objective
}

/** Name of the arm that was pasted. */
export const OWN = "own"
/** What it is called. */
export const OWN_TITLE = "your own optimiser"
/** Evaluations of one of its runs at most: one that asks the same again and again spends no simulated time. */
export const MOST_OWN_TRIALS = 1000
