/**
 * BOHB: S. Falkner, A. Klein and F. Hutter, "BOHB: Robust and Efficient Hyperparameter Optimization at Scale" (ICML
 * 2018). Hyperband whose configurations are drawn from a model: the ratio of two densities, of good and of bad
 * trials at the highest fidelity of which there are enough.
 */

import { exp } from "../../numeric/exp.ts"
import { log } from "../../numeric/log.ts"
import type { RandomSource } from "../../random/generator.ts"
import type { Hyperparameter } from "../../space/index.ts"
import type { BracketNote, RungSettings } from "../brackets/bracket-search.ts"
import { SampledBrackets } from "../brackets/sampled-brackets.ts"
import { checkState } from "../check-search.ts"
import { highestRatio, ParzenEstimator } from "../models/parzen-estimator.ts"
import { compareLosses, type LoggedState, type LostTrial } from "../trials/logged-search.ts"

/** A BOHB as plain JSON. */
export type BohbState = LoggedState<"bohb", RungSettings, BracketNote>

/** The paper's settings: section 4.1 and appendix. */
const RANDOM_SHARE = 1 / 3
const GOOD_SHARE = 0.15
const NUM_CANDIDATES = 64
const STRETCH = 3
const NARROWEST = 1e-3

/** The normal reference rule, axis by axis: 1.06 standard deviations, shrinking with the number of points. */
function widthsOf(points: readonly Float64Array[], numValues: readonly number[]): Float64Array {
  const shrink = 1.06 * exp(-log(points.length) / (4 + numValues.length))
  return Float64Array.from(numValues, (number, at) => {
    const mean = points.reduce((sum, point) => sum + point[at], 0) / points.length
    const variance = points.reduce((sum, point) => sum + (point[at] - mean) * (point[at] - mean), 0)
    const width = Math.max(NARROWEST, shrink * Math.sqrt(variance / points.length))
    // Of a category it is a probability: at most that at which all values are alike.
    return number === 0 ? width : Math.min(width, (number - 1) / number)
  })
}

/**
 * Hyperband with a model.
 *
 * @example
 * ```ts
 * const space = studySpace(benchmark.space, { kind: "joint" })
 * const search = new Bohb(space, { goal: "maximize", rungs: epochRungs() })
 * const clock = new SimulatedClock(search, evaluateMetric(benchmark, "valid-acc"))
 * clock.run({ numTrials: 200 })
 * Number(search.best?.value) > 88 // true
 * ```
 */
export class Bohb extends SampledBrackets<"bohb", RungSettings> {
  /** Trials with values, rung by rung; filled by `learn`. */
  private readonly toldByRung: readonly LostTrial<BracketNote>[][]

  /**
   * @param hyperparameters what is searched, of any kinds
   * @throws {RangeError} for a setting that is out of range
   */
  constructor(hyperparameters: readonly Hyperparameter[], settings: RungSettings) {
    super("bohb", hyperparameters, settings)
    this.toldByRung = settings.rungs.map(() => [])
  }

  /**
   * @param state what `toJSON` returned, through JSON or not
   * @throws {ModelFormatError} for the state of something else
   */
  static restore(state: BohbState): Bohb {
    checkState(state, "bohb")
    return new Bohb(state.hyperparameters, state.settings).takeOver(state)
  }

  protected override learn(trial: LostTrial<BracketNote>): void {
    this.toldByRung[trial.note.rung].push(trial)
  }

  protected override drawNew(random: RandomSource): Float64Array {
    const { cube } = this
    const numLeast = cube.size + 1
    const trials = this.toldByRung.findLast(({ length }) => length >= numLeast + 2)
    const isRandom = random.random() < RANDOM_SHARE
    if (trials === undefined || isRandom || cube.size === 0) return cube.draw(random)
    const points = [...trials].sort(compareLosses).map(({ point }) => point)
    const numGood = Math.max(numLeast, Math.floor(GOOD_SHARE * points.length))
    const numBad = Math.max(numLeast, points.length - numGood)
    const numValues = cube.axes.map(axis => (axis.isUnordered ? axis.numValues : 0))
    const [good, bad] = [points.slice(0, numGood), points.slice(-numBad)].map(part => {
      const weights = part.map(() => 1)
      return new ParzenEstimator(cube, {
        points: part,
        weights,
        widths: widthsOf(part, numValues),
        priorWeight: 0,
      })
    })
    const draws = Array.from({ length: NUM_CANDIDATES }, () => good.draw(random, STRETCH))
    return highestRatio(draws, good, bad, () => false)
  }
}
