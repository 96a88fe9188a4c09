/** Brackets that begin with configurations drawn one by one, and promote them as they are: Hyperband's, of any law. */

import type { RandomSource } from "../../random/generator.ts"
import type { Proposal, SeenTrial } from "../trials/logged-search.ts"
import { type BracketNote, BracketSearch, type RungSettings, type Vacancy } from "./bracket-search.ts"

/** An optimiser with brackets that differs from others in how a new configuration is drawn. */
export abstract class SampledBrackets<
  Name extends string,
  Settings extends RungSettings,
> extends BracketSearch<Name, Settings> {
  /** Draws a new configuration: at random, where an algorithm has no law of its own. */
  protected drawNew(random: RandomSource): Float64Array {
    return this.cube.draw(random)
  }

  protected override fill(
    { bracket, rung }: Vacancy,
    promoted: SeenTrial<BracketNote> | null,
    random: RandomSource,
  ): Proposal<BracketNote> {
    const point = promoted?.point ?? this.drawNew(random)
    return { point, note: { bracket, rung, promoted: promoted?.id ?? null } }
  }
}
