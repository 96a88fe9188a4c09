/** What the simulated clock needs of an optimiser: any object that is asked and told, of one objective or several. */

import type { Trial } from "./optimiser.ts"

/** How faithfully a configuration is evaluated, by name: `{ epoch: 66 }`, or `{ epoch: 66, N: 3, W: 8, Resolution: 0.5 }`. */
export type Fidelity = Readonly<Record<string, number>>

/** A configuration to evaluate at a fidelity. */
export interface FidelityTrial extends Trial {
  readonly fidelity: Fidelity
}

/** A trial of either sort; without a fidelity, it is evaluated in full. */
export type AnyTrial = Trial & { readonly fidelity?: Fidelity }

/**
 * An optimiser as its surroundings see it. The `Optimiser`s of this folder are such, and so is what you write.
 *
 * @typeParam Value a number, or one number an objective
 */
export interface AskTell<Value = number> {
  /**
   * @returns what to evaluate next; ids are 0, 1, 2, … in the order of asking. Null where nothing can be said
   *   before something more is told; to ask again without telling must make no difference
   */
  ask(): AnyTrial | null
  /** Tells what came of a trial. */
  tell(id: number, value: Value): void
}
