/**
 * Densities over the unit cube from points: a Parzen estimator (E. Parzen, 1962) of product kernels, with normal
 * ones cut off at the ends of [0, 1] for what has an order, and those of J. Aitchison and C. G. G. Aitken (1976)
 * for categories.
 */

import { exp } from "../../numeric/exp.ts"
import { log } from "../../numeric/log.ts"
import { normalCdf } from "../../numeric/normal.ts"
import type { RandomSource } from "../../random/generator.ts"
import { drawNormal } from "../../random/normal.ts"
import type { UnitCube } from "../cube/unit-cube.ts"
import { otherCoordinate } from "../cube/vary.ts"

const LOG_ROOT_TWO_PI = 0.9189385332046727

/** What an estimator is made of. */
export interface ParzenParts {
  readonly points: readonly Float64Array[]
  /** One a point, relative to each other; none is negative. */
  readonly weights: readonly number[]
  /**
   * One an axis: the kernel's standard deviation, in units of the cube; of a category, the probability of any other.
   */
  readonly widths: Float64Array
  /** Weight of the uniform density, on the scale of `weights`. */
  readonly priorWeight: number
}

/** A mixture of one kernel a point and, where it has a weight, the uniform density. */
export class ParzenEstimator {
  private readonly cube: UnitCube
  private readonly points: readonly Float64Array[]
  private readonly widths: Float64Array
  /** Of the kernels, then of the uniform density. */
  private readonly weights: readonly number[]
  private readonly total: number
  /** Logarithms of each kernel's weight and of what its factors have in common. */
  private readonly logScales: Float64Array
  private readonly logPrior: number
  /** Axis by axis, the logarithms of an own and of another category. */
  private readonly logOwn: Float64Array
  private readonly logOther: Float64Array
  private readonly terms: Float64Array

  constructor(cube: UnitCube, { points, weights, widths, priorWeight }: ParzenParts) {
    this.cube = cube
    this.points = points
    this.widths = widths
    this.weights = [...weights, priorWeight]
    this.total = this.weights.reduce((sum, weight) => sum + weight, 0)
    this.logOwn = Float64Array.from(widths, width => log(1 - width))
    this.logOther = Float64Array.from(cube.axes, ({ numValues }, at) =>
      numValues > 1 ? log(widths[at] / (numValues - 1)) : Number.NEGATIVE_INFINITY,
    )
    this.logScales = Float64Array.from(
      points,
      (point, k) => log(weights[k] / this.total) + this.logScale(point),
    )
    let logPrior = log(priorWeight / this.total)
    for (const { isUnordered, numValues } of cube.axes) if (isUnordered) logPrior -= log(numValues)
    this.logPrior = logPrior
    this.terms = new Float64Array(points.length + 1)
  }

  /** Of the normal factors: what makes their integrals over the cube 1. */
  private logScale(point: Float64Array): number {
    let sum = 0
    for (const [at, { isUnordered }] of this.cube.axes.entries()) {
      if (isUnordered) continue
      const width = this.widths[at]
      const inside = normalCdf((1 - point[at]) / width) - normalCdf(-point[at] / width)
      sum -= LOG_ROOT_TWO_PI + log(width * inside)
    }
    return sum
  }

  /**
   * @param point snapped coordinates
   * @returns the logarithm of the density
   */
  logDensity(point: Float64Array): number {
    const { points, widths, logScales, logOwn, logOther, terms } = this
    const { axes } = this.cube
    let highest = this.logPrior
    for (let k = 0; k < points.length; k++) {
      const centre = points[k]
      let term = logScales[k]
      for (let at = 0; at < axes.length; at++) {
        if (axes[at].isUnordered) {
          term += point[at] === centre[at] ? logOwn[at] : logOther[at]
          continue
        }
        const distance = (point[at] - centre[at]) / widths[at]
        term -= 0.5 * distance * distance
      }
      terms[k] = term
      if (term > highest) highest = term
    }
    terms[points.length] = this.logPrior
    if (highest === Number.NEGATIVE_INFINITY) return highest
    let sum = 0
    for (const term of terms) sum += exp(term - highest)
    return highest + log(sum)
  }

  /**
   * Draws a point.
   *
   * @param stretch of normal kernels, for draws wider than the density
   */
  draw(random: RandomSource, stretch = 1): Float64Array {
    const { cube, points, widths, weights } = this
    let left = random.random() * this.total
    let k = 0
    while (k < points.length && left >= weights[k]) left -= weights[k++]
    if (k === points.length) return cube.draw(random)
    const drawn = Float64Array.from(points[k], (coordinate, at) => {
      const axis = cube.axes[at]
      if (axis.isUnordered) {
        return random.random() < widths[at] ? otherCoordinate(axis, coordinate, 0, random) : coordinate
      }
      for (;;) {
        const moved = coordinate + stretch * widths[at] * drawNormal(random)
        if (moved >= 0 && moved <= 1) return moved
      }
    })
    cube.snap(drawn)
    return drawn
  }
}

/**
 * Where the ratio of two densities is highest, among draws from the first.
 *
 * @param draws made beforehand
 * @param isKnown draws that are left out, as long as there are others
 * @returns one of the draws
 */
export function highestRatio(
  draws: readonly Float64Array[],
  good: ParzenEstimator,
  bad: ParzenEstimator,
  isKnown: (point: Float64Array) => boolean,
): Float64Array {
  const fresh = draws.filter(point => !isKnown(point))
  let best = draws[0]
  let highest = Number.NEGATIVE_INFINITY
  for (const point of fresh.length > 0 ? fresh : draws) {
    const ratio = good.logDensity(point) - bad.logDensity(point)
    if (ratio <= highest) continue
    best = point
    highest = ratio
  }
  return best
}
