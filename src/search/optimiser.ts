/** What every optimiser is to who asks it: a source of configurations that learns their values. */

import type { HyperparameterValue } from "../space/index.ts"

/** A value for every hyperparameter of the space that is searched. */
export type SearchConfiguration = Readonly<Record<string, HyperparameterValue>>

/** A configuration to evaluate. */
export interface Trial {
  /** 0, 1, 2, … in the order in which trials were asked for. */
  readonly id: number
  readonly configuration: SearchConfiguration
}

/** A trial whose value is known. */
export interface ToldTrial extends Trial {
  readonly value: number
}

/** A trial as a state keeps it: null while its value is not known. */
export interface TrialRecord extends Trial {
  readonly value: number | null
}

/** Which values are good. */
export type SearchGoal = "minimize" | "maximize"

/**
 * An optimiser. Any number of trials may be out at once; values come back in any order. What is asked next
 * depends only on the settings, on the trials asked so far and on the values told so far.
 *
 * @typeParam State what `toJSON` returns: plain JSON, from which the optimiser's class restores it
 */
export interface Optimiser<State = unknown> {
  /** @returns the next configuration to evaluate */
  ask(): Trial
  /**
   * Tells what came of a trial.
   *
   * @param id of the trial
   * @param value a finite number
   * @throws {RangeError} for a trial that was not asked for or is told already, and for other values
   */
  tell(id: number, value: number): void
  /** The best trial so far, the earlier of equal ones; null before the first value. */
  readonly best: ToldTrial | null
  /** @returns everything that the optimiser knows, as plain JSON */
  toJSON(): State
}

/**
 * An optimiser of several objectives, asked and told as one of one objective is.
 *
 * @typeParam State what `toJSON` returns: plain JSON, from which the optimiser's class restores it
 */
export interface FrontOptimiser<State = unknown> {
  /** @returns the next configuration to evaluate */
  ask(): Trial
  /** Tells what came of a trial: one finite number an objective. */
  tell(id: number, values: readonly number[]): void
  /** Trials with values that no other dominates, in the order of asking. */
  readonly front: readonly (Trial & { readonly values: readonly number[] })[]
  /** @returns everything that the optimiser knows, as plain JSON */
  toJSON(): State
}
