/**
 * What optimisers with brackets share: which configuration stands on which rung, who is promoted, and that nobody
 * waits: where a bracket's rung is not decided yet, the next bracket begins, as HpBandSter does it (S. Falkner, A.
 * Klein and F. Hutter, ICML 2018, section 4.2).
 */

import type { RandomSource } from "../../random/generator.ts"
import type { Hyperparameter } from "../../space/index.ts"
import type { Fidelity } from "../ask-tell.ts"
import {
  compareLosses,
  isTold,
  LoggedSearch,
  type Proposal,
  type SearchSettings,
  type SeenTrial,
} from "../trials/logged-search.ts"
import { type Bracket, checkEta, checkRungs, hyperbandBracket } from "./rungs.ts"

/** Settings of every optimiser with rungs. */
export interface RungSettings extends SearchSettings {
  /** Fidelities from the lowest to the highest: `epochRungs()`, `diagonalRungs()`, or others. */
  readonly rungs: readonly Fidelity[]
  /** One of eta configurations is promoted. Default: 3. */
  readonly eta?: number
}

/** Where a trial stands. */
export interface BracketNote {
  /** From 0 on. */
  readonly bracket: number
  /** Of `settings.rungs`. */
  readonly rung: number
  /** The trial of the same configuration one rung below; null where there is none. */
  readonly promoted: number | null
}

/** A place on a rung that is to be filled. */
interface Vacancy {
  readonly bracket: number
  readonly rung: number
  /** How many have been asked for on it. */
  readonly at: number
}

/** A bracket and its trials, rung by rung from its first one on. */
interface OpenBracket extends Bracket {
  readonly trials: readonly number[][]
}

/** An optimiser with brackets; what begins in them is up to the algorithm. */
export abstract class BracketSearch<
  Name extends string,
  Settings extends RungSettings,
  Note extends BracketNote = BracketNote,
> extends LoggedSearch<Name, Settings, Note> {
  protected readonly eta: number
  private readonly brackets: OpenBracket[] = []
  /** Brackets before this one have been asked for to their ends. */
  private firstOpen = 0

  protected constructor(name: Name, hyperparameters: readonly Hyperparameter[], settings: Settings) {
    super(name, hyperparameters, settings)
    const { rungs, eta = 3 } = settings
    checkRungs(rungs)
    checkEta(eta, "settings.eta")
    this.eta = eta
  }

  /** The plan of a bracket: Hyperband's, where an algorithm has none of its own. */
  protected plan(bracket: number): Bracket {
    return hyperbandBracket(bracket, this.settings.rungs.length, this.eta)
  }

  /** Fills a place: with a new configuration, or with the one that is promoted to it. */
  protected abstract fill(
    vacancy: Vacancy,
    promoted: SeenTrial<Note> | null,
    random: RandomSource,
  ): Proposal<Note>

  protected override fidelityOf({ rung }: Note): Fidelity {
    return this.settings.rungs[rung]
  }

  protected override enrol({ id, note: { bracket, rung } }: SeenTrial<Note>): void {
    const { firstRung, trials } = this.bracketAt(bracket)
    trials[rung - firstRung].push(id)
  }

  protected override propose(random: RandomSource): Proposal<Note> {
    for (let bracket = this.firstOpen; ; bracket++) {
      const { firstRung, sizes, trials } = this.bracketAt(bracket)
      const step = sizes.findIndex((size, k) => trials[k].length < size)
      if (step < 0) {
        if (bracket === this.firstOpen) this.firstOpen++
        continue
      }
      const vacancy = { bracket, rung: firstRung + step, at: trials[step].length }
      if (step === 0) return this.fill(vacancy, null, random)
      const below = trials[step - 1].map(id => this.seen[id]).filter(isTold)
      // Who is promoted is known when all of the rung below are.
      if (below.length < sizes[step - 1]) continue
      return this.fill(vacancy, below.sort(compareLosses)[vacancy.at], random)
    }
  }

  private bracketAt(bracket: number): OpenBracket {
    while (this.brackets.length <= bracket) {
      const plan = this.plan(this.brackets.length)
      this.brackets.push({ ...plan, trials: plan.sizes.map(() => []) })
    }
    return this.brackets[bracket]
  }
}

export type { Vacancy }
