/**
 * ASHA, asynchronous successive halving: L. Li, K. Jamieson, A. Rostamizadeh, E. Gonina, J. Ben-tzur, M. Hardt, B.
 * Recht and A. Talwalkar, "A System for Massively Parallel Hyperparameter Tuning" (MLSys 2020), algorithm 2. Whoever
 * is among the best of a rung is promoted at once, though more may come that are better.
 */

import type { RandomSource } from "../../random/generator.ts"
import type { Hyperparameter } from "../../space/index.ts"
import type { Fidelity } from "../ask-tell.ts"
import type { RungSettings } from "../brackets/bracket-search.ts"
import { checkEta, checkRungs } from "../brackets/rungs.ts"
import { checkState } from "../check-search.ts"
import {
  compareLosses,
  isTold,
  LoggedSearch,
  type LoggedState,
  type Proposal,
  type SeenTrial,
} from "../trials/logged-search.ts"

/** Where a trial stands. */
export interface RungNote {
  /** Of `settings.rungs`. */
  readonly rung: number
  /** The trial of the same configuration one rung below; null on the lowest. */
  readonly promoted: number | null
}

/** An ASHA as plain JSON. */
export type AshaState = LoggedState<"asha", RungSettings, RungNote>

/**
 * For many workers, of which none waits.
 *
 * @example
 * ```ts
 * const space = studySpace(benchmark.space, { kind: "joint" })
 * const search = new Asha(space, { goal: "maximize", rungs: epochRungs() })
 * const clock = new SimulatedClock(search, evaluateMetric(benchmark, "valid-acc"), { workers: 10 })
 * clock.run({ numTrials: 1000 })
 * search.toJSON().trials.filter(({ note }) => note.rung === 4).length // 19
 * ```
 */
export class Asha extends LoggedSearch<"asha", RungSettings, RungNote> {
  private readonly eta: number
  private readonly rungs: readonly number[][]
  private readonly promoted = new Set<number>()

  /**
   * @param hyperparameters what is searched, of any kinds
   * @throws {RangeError} for a setting that is out of range
   */
  constructor(hyperparameters: readonly Hyperparameter[], settings: RungSettings) {
    super("asha", hyperparameters, settings)
    const { rungs, eta = 3 } = settings
    checkRungs(rungs)
    checkEta(eta, "settings.eta")
    this.eta = eta
    this.rungs = rungs.map(() => [])
  }

  /**
   * @param state what `toJSON` returned, through JSON or not
   * @throws {ModelFormatError} for the state of something else
   */
  static restore(state: AshaState): Asha {
    checkState(state, "asha")
    return new Asha(state.hyperparameters, state.settings).takeOver(state)
  }

  protected override fidelityOf({ rung }: RungNote): Fidelity {
    return this.settings.rungs[rung]
  }

  protected override enrol({ id, note }: SeenTrial<RungNote>): void {
    this.rungs[note.rung].push(id)
    if (note.promoted !== null) this.promoted.add(note.promoted)
  }

  protected override propose(random: RandomSource): Proposal<RungNote> {
    for (let rung = this.rungs.length - 2; rung >= 0; rung--) {
      const told = this.rungs[rung].map(id => this.seen[id]).filter(isTold)
      const best = told.sort(compareLosses).slice(0, Math.floor(told.length / this.eta))
      const next = best.find(({ id }) => !this.promoted.has(id))
      if (next !== undefined) return { point: next.point, note: { rung: rung + 1, promoted: next.id } }
    }
    return { point: this.cube.draw(random), note: { rung: 0, promoted: null } }
  }
}
