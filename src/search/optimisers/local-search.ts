/**
 * Local search: C. White, S. Nolen and Y. Savani, "Exploring the Loss Landscape in Neural Architecture Search"
 * (UAI 2021), algorithm 1, in the variant that moves as soon as a neighbour is better; and from a place where none
 * is, to the best of some drawn at random, as the authors' code has it (`num_init`, 10).
 */

import { createRandom, type RandomSource } from "../../random/generator.ts"
import type { Hyperparameter } from "../../space/index.ts"
import { checkCount, checkState } from "../check-search.ts"
import { neighboursOf } from "../cube/neighbours.ts"
import {
  compareLosses,
  isTold,
  LoggedSearch,
  type LoggedState,
  type Proposal,
  type SearchSettings,
} from "../trials/logged-search.ts"

/** Where a trial belongs: to which climb, and around which trial; null of a place to begin at. */
export interface ClimbNote {
  readonly climb: number
  readonly centre: number | null
}

/** Settings of a local search. */
export interface LocalSearchSettings extends SearchSettings {
  /** Places drawn at random, from the best of which a climb begins. Default: 10. */
  readonly numInitial?: number
}

/** A local search as plain JSON. */
export type LocalSearchState = LoggedState<"local-search", LocalSearchSettings, ClimbNote>

/** Above the seeds of trials' own streams. */
const OWN_STREAMS = 1n << 96n

/**
 * Climbs from the best of some random places. With many trials out at once, neighbours of the best place so far are asked for; a
 * climb has more beginnings where none of them has a value yet.
 *
 * @example
 * ```ts
 * const search = new LocalSearch(studySpace(benchmark.space, { kind: "nas-only" }), { goal: "maximize" })
 * const clock = new SimulatedClock(search, evaluateMetric(benchmark, "valid-acc"))
 * clock.run({ numTrials: 30 })
 * search.toJSON().trials[10].note.centre // 4
 * ```
 */
export class LocalSearch extends LoggedSearch<"local-search", LocalSearchSettings, ClimbNote> {
  private readonly numInitial: number
  private neighbours: { readonly centre: number; readonly points: readonly Float64Array[] } | null = null

  /**
   * @param hyperparameters what is searched, of any kinds
   * @throws {RangeError} for a setting that is out of range
   */
  constructor(hyperparameters: readonly Hyperparameter[], settings: LocalSearchSettings) {
    super("local-search", hyperparameters, settings)
    this.numInitial = checkCount(settings.numInitial ?? 10, "settings.numInitial")
  }

  /**
   * @param state what `toJSON` returned, through JSON or not
   * @throws {ModelFormatError} for the state of something else
   */
  static restore(state: LocalSearchState): LocalSearch {
    checkState(state, "local-search")
    return new LocalSearch(state.hyperparameters, state.settings).takeOver(state)
  }

  protected override propose(random: RandomSource): Proposal<ClimbNote> {
    const climb = this.seen.at(-1)?.note.climb ?? 0
    const own = this.seen.filter(({ note }) => note.climb === climb)
    const [centre] = own.filter(isTold).sort(compareLosses)
    if (own.length < this.numInitial || centre === undefined) {
      return { point: this.cube.draw(random), note: { climb, centre: null } }
    }
    for (const point of this.around(centre.id)) {
      if (!this.isAsked(point)) return { point, note: { climb, centre: centre.id } }
    }
    return { point: this.cube.draw(random), note: { climb: climb + 1, centre: null } }
  }

  private around(centre: number): readonly Float64Array[] {
    if (this.neighbours?.centre !== centre) {
      // By the centre alone: the same neighbours, whenever they are asked for.
      const random = createRandom(OWN_STREAMS | (BigInt(this.settings.seed ?? 0) << 32n) | BigInt(centre))
      const { cube } = this
      const points = neighboursOf(cube, this.seen[centre].point, random)
      // As they come back from their configurations: one that rounding moves would never count as asked for.
      this.neighbours = { centre, points: points.map(point => cube.settled(point)) }
    }
    return this.neighbours.points
  }
}
