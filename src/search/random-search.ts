/** Random search: every trial is drawn anew (Bergstra and Bengio, JMLR 2012). What other optimisers must beat. */

import { createRandom } from "../random/generator.ts"
import type { Hyperparameter } from "../space/index.ts"
import { checkSeed, checkState } from "./check-search.ts"
import type { Optimiser, SearchGoal, ToldTrial, Trial, TrialRecord } from "./optimiser.ts"
import { TrialLog } from "./trial-log.ts"
import { UnitCube } from "./unit-cube.ts"

/** Settings of a random search. */
export interface RandomSearchSettings {
  readonly goal: SearchGoal
  /** A non-negative safe integer. Default: 0. */
  readonly seed?: number
}

/** A random search as plain JSON. */
export interface RandomSearchState {
  readonly optimiser: "random"
  readonly hyperparameters: readonly Hyperparameter[]
  readonly settings: RandomSearchSettings
  readonly trials: readonly TrialRecord[]
}

/** Draws trials uniformly; floats that say so, uniformly in the logarithm. */
export class RandomSearch implements Optimiser<RandomSearchState> {
  private readonly cube: UnitCube
  private readonly settings: RandomSearchSettings
  private readonly seed: number
  private readonly log = new TrialLog()

  /**
   * @param hyperparameters what is searched, of any kinds
   * @throws {RangeError} for a seed that is no non-negative safe integer
   */
  constructor(hyperparameters: readonly Hyperparameter[], settings: RandomSearchSettings) {
    this.seed = checkSeed(settings.seed ?? 0)
    this.cube = new UnitCube(hyperparameters)
    this.settings = settings
  }

  /**
   * @param state what `toJSON` returned, through JSON or not
   * @throws {ModelFormatError} for the state of something else
   */
  static restore(state: RandomSearchState): RandomSearch {
    checkState(state, "random")
    const restored = new RandomSearch(state.hyperparameters, state.settings)
    restored.log.restore(state.trials)
    return restored
  }

  get best(): ToldTrial | null {
    return this.log.best(this.settings.goal)
  }

  ask(): Trial {
    const random = createRandom((BigInt(this.seed) << 32n) | BigInt(this.log.length))
    return this.log.add(this.cube.configurationAt(this.cube.draw(random)))
  }

  tell(id: number, value: number): void {
    this.log.tell(id, value)
  }

  toJSON(): RandomSearchState {
    const { cube, settings, log } = this
    return {
      optimiser: "random",
      hyperparameters: cube.hyperparameters,
      settings,
      trials: log.records(),
    }
  }
}
