/**
 * What somebody believes about where good configurations are, as a density over the unit cube: around a value of
 * each hyperparameter a truncated normal distribution, or a heavier weight of a category. Widths and weights are
 * those of NePS, the optimiser with which the surrogates of JAHS-Bench-201 were fitted.
 */

import { ConfigurationError, show } from "../../errors.ts"
import { log } from "../../numeric/log.ts"
import type { RandomSource } from "../../random/generator.ts"
import { drawNormal } from "../../random/normal.ts"
import { describeAllowed, problemOf } from "../../space/hyperparameter.ts"
import type { Hyperparameter, HyperparameterValue } from "../../space/index.ts"
import type { UnitCube } from "../cube/unit-cube.ts"

export type Confidence = "low" | "medium" | "high"

/** A belief about one hyperparameter. */
export interface Belief {
  /** The value that is believed to be good. */
  readonly value: HyperparameterValue
  readonly confidence: Confidence
}

/** Beliefs by the names of hyperparameters; of those not named, nothing is believed. */
export type Beliefs = Readonly<Record<string, Belief>>

/** Standard deviation in the unit cube. */
const DEVIATIONS: Readonly<Record<Confidence, number>> = { low: 0.5, medium: 0.25, high: 0.125 }
/** How much likelier the believed category is than each other one. */
const WEIGHTS: Readonly<Record<Confidence, number>> = { low: 2, medium: 4, high: 6 }

interface Centre {
  readonly coordinate: number
  readonly confidence: Confidence
}

function checkBeliefs(hyperparameters: readonly Hyperparameter[], beliefs: Beliefs): void {
  const refusal = (path: string, what: string, expected: string, actual: unknown): ConfigurationError =>
    new ConfigurationError({ source: "prior", path, what, expected, actual: show(actual) })
  for (const [name, { value, confidence }] of Object.entries(beliefs)) {
    const hyperparameter = hyperparameters.find(known => known.name === name)
    if (hyperparameter === undefined) {
      const names = hyperparameters.map(known => known.name)
      throw refusal(name, "unknown hyperparameter", `one of ${names.join(", ")}`, name)
    }
    const what = problemOf(hyperparameter, value)
    if (what !== null) throw refusal(name, what, describeAllowed(hyperparameter), value)
    if (!Object.hasOwn(DEVIATIONS, confidence)) {
      throw refusal(name, "unknown confidence", Object.keys(DEVIATIONS).join(", "), confidence)
    }
  }
}

/** A density over the unit cube. */
export class UserPrior {
  private readonly cube: UnitCube
  private readonly centres: readonly (Centre | null)[]

  /**
   * @throws {ConfigurationError} for an unknown hyperparameter or confidence, and a value that is not allowed
   */
  constructor(cube: UnitCube, beliefs: Beliefs) {
    this.cube = cube
    checkBeliefs(cube.hyperparameters, beliefs)
    const defaults = cube.configurationAt(new Float64Array(cube.size))
    const believed = Object.entries(beliefs).map(([name, { value }]) => [name, value])
    const mode = cube.pointOf({ ...defaults, ...Object.fromEntries(believed) })
    this.centres = cube.axes.map(({ hyperparameter: { name } }, at) =>
      Object.hasOwn(beliefs, name) ? { coordinate: mode[at], confidence: beliefs[name].confidence } : null,
    )
  }

  /**
   * The logarithm of the density, up to a constant.
   *
   * @param point snapped coordinates
   */
  logDensity(point: Float64Array): number {
    let sum = 0
    for (let at = 0; at < point.length; at++) {
      const centre = this.centres[at]
      if (centre === null) continue
      const { coordinate, confidence } = centre
      if (this.cube.axes[at].isUnordered) {
        if (point[at] === coordinate) sum += log(WEIGHTS[confidence])
      } else {
        const distance = (point[at] - coordinate) / DEVIATIONS[confidence]
        sum -= 0.5 * distance * distance
      }
    }
    return sum
  }

  /** The densest point; where nothing is believed, the middle. */
  mode(): Float64Array {
    const point = Float64Array.from(this.centres, centre => centre?.coordinate ?? 0.5)
    this.cube.snap(point)
    return point
  }

  /** Draws a point from the density. */
  draw(random: RandomSource): Float64Array {
    const point = Float64Array.from(this.centres, (centre, at) => {
      if (centre === null) return random.random()
      const { coordinate, confidence } = centre
      const { isUnordered, numValues } = this.cube.axes[at]
      if (isUnordered) {
        const weight = WEIGHTS[confidence]
        const isBelieved = random.random() * (numValues - 1 + weight) < weight
        if (isBelieved || numValues === 1) return coordinate
        const other = random.integers(0, numValues - 1)
        return ((other < Math.floor(coordinate * numValues) ? other : other + 1) + 0.5) / numValues
      }
      for (;;) {
        const drawn = coordinate + DEVIATIONS[confidence] * drawNormal(random)
        if (drawn >= 0 && drawn <= 1) return drawn
      }
    })
    this.cube.snap(point)
    return point
  }
}
