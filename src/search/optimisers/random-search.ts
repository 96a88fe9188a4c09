/** Random search: every trial is drawn anew (Bergstra and Bengio, JMLR 2012). What other optimisers must beat. */

import type { RandomSource } from "../../random/generator.ts"
import type { Hyperparameter } from "../../space/index.ts"
import { checkState } from "../check-search.ts"
import {
  LoggedSearch,
  type LoggedState,
  type Proposal,
  type SearchSettings,
} from "../trials/logged-search.ts"

/** Settings of a random search. */
export type RandomSearchSettings = SearchSettings

/** A random search as plain JSON. */
export type RandomSearchState = LoggedState<"random", RandomSearchSettings, null>

/** Draws trials uniformly; floats that say so, uniformly in the logarithm. */
export class RandomSearch extends LoggedSearch<"random", RandomSearchSettings, null> {
  /**
   * @param hyperparameters what is searched, of any kinds
   * @throws {RangeError} for a seed that is no non-negative safe integer
   */
  constructor(hyperparameters: readonly Hyperparameter[], settings: RandomSearchSettings) {
    super("random", hyperparameters, settings)
  }

  /**
   * @param state what `toJSON` returned, through JSON or not
   * @throws {ModelFormatError} for the state of something else
   */
  static restore(state: RandomSearchState): RandomSearch {
    checkState(state, "random")
    return new RandomSearch(state.hyperparameters, state.settings).takeOver(state)
  }

  protected override propose(random: RandomSource): Proposal<null> {
    return { point: this.cube.draw(random), note: null }
  }
}
