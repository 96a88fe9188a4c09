/**
 * Gaussian process regression with a Matérn-5/2 kernel of one length scale a coordinate: Rasmussen and Williams,
 * "Gaussian Processes for Machine Learning" (2006), algorithm 2.1 and equation 4.17. Categories are at distance 1
 * from each other.
 */

import { factor, solveLower, solveUpper } from "../../numeric/cholesky.ts"
import { exp } from "../../numeric/exp.ts"

const ROOT_FIVE = Math.sqrt(5)

/** What the kernel depends on, all as logarithms. */
export interface KernelParameters {
  /** One length scale a coordinate, in units of the cube. */
  readonly logLengths: Float64Array
  readonly logSignalVariance: number
  readonly logNoiseVariance: number
}

/** Squared distance along one coordinate. */
export function squaredDistance(a: number, b: number, isUnordered: boolean): number {
  if (isUnordered) return a === b ? 0 : 1
  return (a - b) * (a - b)
}

/** A prediction of the function's value, without the noise of observing it. */
export interface Posterior {
  readonly mean: number
  readonly variance: number
}

/** A process that has seen values at points. */
export class GaussianProcess {
  private readonly points: readonly Float64Array[]
  private readonly isUnordered: readonly boolean[]
  private readonly inverseSquares: Float64Array
  private readonly signalVariance: number
  private readonly lower: Float64Array
  private readonly weights: Float64Array
  private readonly covariances: Float64Array

  /**
   * @param points where values were seen
   * @param values one a point, around 0
   * @param isUnordered a flag a coordinate
   * @throws {RangeError} where the covariance matrix is not positive definite in float64
   */
  constructor(
    points: readonly Float64Array[],
    values: Float64Array,
    isUnordered: readonly boolean[],
    parameters: KernelParameters,
  ) {
    this.points = points
    this.isUnordered = isUnordered
    this.inverseSquares = parameters.logLengths.map(length => exp(-2 * length))
    this.signalVariance = exp(parameters.logSignalVariance)
    this.covariances = new Float64Array(points.length)
    const n = points.length
    this.lower = new Float64Array(n * n)
    for (let i = 0; i < n; i++) {
      for (let k = 0; k <= i; k++) this.lower[i * n + k] = this.covariance(points[i], points[k])
      this.lower[i * n + i] += exp(parameters.logNoiseVariance)
    }
    if (!factor(this.lower, n)) {
      throw new RangeError(
        "parameters: the covariance matrix is not positive definite; the noise is too small",
      )
    }
    this.weights = values.slice()
    solveLower(this.lower, this.weights)
    solveUpper(this.lower, this.weights)
  }

  private covariance(a: Float64Array, b: Float64Array): number {
    let square = 0
    for (let at = 0; at < a.length; at++) {
      square += squaredDistance(a[at], b[at], this.isUnordered[at]) * this.inverseSquares[at]
    }
    const scaled = ROOT_FIVE * Math.sqrt(square)
    return this.signalVariance * (1 + scaled + (5 / 3) * square) * exp(-scaled)
  }

  /** The function's value at a point, as far as it can be known. */
  predict(point: Float64Array): Posterior {
    const { points, covariances, weights, lower } = this
    let mean = 0
    for (let i = 0; i < points.length; i++) {
      covariances[i] = this.covariance(point, points[i])
      mean += covariances[i] * weights[i]
    }
    solveLower(lower, covariances)
    let explained = 0
    for (let i = 0; i < covariances.length; i++) explained += covariances[i] * covariances[i]
    return { mean, variance: Math.max(0, this.signalVariance - explained) }
  }
}
