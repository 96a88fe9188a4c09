/**
 * Kernel parameters that make the values seen most likely: the logarithm of the marginal likelihood (Rasmussen and
 * Williams 2006, equations 5.8 and 5.9) plus that of priors, climbed by iRprop⁻ (Igel and Hüsken 2000; for
 * Gaussian processes, Blum and Riedmiller 2013), which only looks at the signs of the slopes.
 *
 * Length scales have the prior of Hvarfner, Hellsten and Nardi, "Vanilla Bayesian Optimization Performs Great in
 * High Dimensions" (2024), which grows with the root of the number of coordinates.
 */

import { factor, inverse, solveLower, solveUpper } from "../../numeric/cholesky.ts"
import { exp } from "../../numeric/exp.ts"
import { log } from "../../numeric/log.ts"
import type { RandomSource } from "../../random/generator.ts"
import { drawNormal } from "../../random/normal.ts"
import { type KernelParameters, squaredDistance } from "./gaussian-process.ts"

const ROOT_FIVE = Math.sqrt(5)
const STEPS = 60
/** Climbs from other places than the prior's middle: the likelihood may have several tops. */
const RESTARTS = 2
/** Below, the matrix is no longer positive definite in float64 when two points nearly coincide. */
const LOWEST_LOG_NOISE = -13

/** Normal priors of the logarithms: all lengths, then signal, then noise. */
interface LogPriors {
  readonly means: Float64Array
  readonly deviations: Float64Array
}

function logPriors(numCoordinates: number): LogPriors {
  const lengths = Array<number>(numCoordinates)
  return {
    means: Float64Array.of(...lengths.fill(Math.SQRT2 + 0.5 * log(Math.max(1, numCoordinates))), 0, -4),
    deviations: Float64Array.of(...lengths.fill(Math.sqrt(3)), 1, 1.5),
  }
}

/** The log posterior of parameters, and its slopes. */
class Likelihood {
  private readonly values: Float64Array
  private readonly priors: LogPriors
  private readonly numCoordinates: number
  /** Squared distances, pair by pair, coordinate by coordinate. */
  private readonly squares: Float64Array

  constructor(
    points: readonly Float64Array[],
    values: Float64Array,
    isUnordered: readonly boolean[],
    priors: LogPriors,
  ) {
    this.values = values
    this.priors = priors
    this.numCoordinates = isUnordered.length
    this.squares = new Float64Array(((points.length * (points.length - 1)) / 2) * isUnordered.length)
    let at = 0
    for (let i = 0; i < points.length; i++) {
      for (let k = 0; k < i; k++) {
        for (const [axis, flag] of isUnordered.entries()) {
          this.squares[at++] = squaredDistance(points[i][axis], points[k][axis], flag)
        }
      }
    }
  }

  /**
   * @param logs all lengths, then signal, then noise
   * @param slopes receives the derivative by each
   * @returns the log posterior up to a constant; -Infinity where the matrix is not positive definite
   */
  at(logs: Float64Array, slopes: Float64Array): number {
    const { values, numCoordinates: d, squares } = this
    const n = values.length
    const inverseSquares = logs.subarray(0, d).map(length => exp(-2 * length))
    const signal = exp(logs[d])
    const noise = exp(logs[d + 1])
    const matrix = new Float64Array(n * n)
    // Of each pair, what all slopes by lengths share: (5/3) signal (1 + √5 r) e^(-√5 r).
    const shared = new Float64Array((n * (n - 1)) / 2)
    for (let i = 0, pair = 0; i < n; i++) {
      for (let k = 0; k < i; k++, pair++) {
        let square = 0
        for (let axis = 0; axis < d; axis++) square += squares[pair * d + axis] * inverseSquares[axis]
        const scaled = ROOT_FIVE * Math.sqrt(square)
        const decay = signal * exp(-scaled)
        matrix[i * n + k] = decay * (1 + scaled + (5 / 3) * square)
        shared[pair] = (5 / 3) * decay * (1 + scaled)
      }
      matrix[i * n + i] = signal + noise
    }
    const covariances = matrix.slice()
    if (!factor(matrix, n)) return Number.NEGATIVE_INFINITY
    const weights = values.slice()
    solveLower(matrix, weights)
    let result = 0
    for (let i = 0; i < n; i++) result -= 0.5 * weights[i] * weights[i] + log(matrix[i * n + i])
    solveUpper(matrix, weights)
    const inverted = inverse(matrix, n)
    slopes.fill(0)
    for (let i = 0, pair = 0; i < n; i++) {
      const own = weights[i] * weights[i] - inverted[i * n + i]
      slopes[d] += 0.5 * own * signal
      slopes[d + 1] += 0.5 * own * noise
      for (let k = 0; k < i; k++, pair++) {
        // Each pair stands twice in the symmetric matrix: the half of equation 5.9 is gone.
        const pull = weights[i] * weights[k] - inverted[i * n + k]
        slopes[d] += pull * covariances[i * n + k]
        for (let axis = 0; axis < d; axis++) {
          slopes[axis] += pull * shared[pair] * squares[pair * d + axis] * inverseSquares[axis]
        }
      }
    }
    const { means, deviations } = this.priors
    for (let i = 0; i < logs.length; i++) {
      const distance = (logs[i] - means[i]) / deviations[i]
      result -= 0.5 * distance * distance
      slopes[i] -= distance / deviations[i]
    }
    return result
  }
}

/** Climbs from a place; `logs` ends at the best one met. */
function climb(likelihood: Likelihood, logs: Float64Array): number {
  const slopes = new Float64Array(logs.length)
  const before = new Float64Array(logs.length)
  const steps = new Float64Array(logs.length).fill(0.1)
  const noise = logs.length - 1
  const best = logs.slice()
  let highest = Number.NEGATIVE_INFINITY
  for (let step = 0; step < STEPS; step++) {
    const height = likelihood.at(logs, slopes)
    if (height === Number.NEGATIVE_INFINITY) break
    if (height > highest) {
      highest = height
      best.set(logs)
    }
    for (let i = 0; i < logs.length; i++) {
      const turn = slopes[i] * before[i]
      if (turn > 0) steps[i] = Math.min(1, 1.2 * steps[i])
      else if (turn < 0) {
        steps[i] = Math.max(1e-6, 0.5 * steps[i])
        slopes[i] = 0
      }
      logs[i] += Math.sign(slopes[i]) * steps[i]
      before[i] = slopes[i]
    }
    logs[noise] = Math.max(LOWEST_LOG_NOISE, logs[noise])
  }
  logs.set(best)
  return highest
}

/**
 * Fits a kernel.
 *
 * @param points where values were seen
 * @param values one a point, with mean 0 and variance 1
 * @param isUnordered a flag a coordinate
 * @param random for the places from which to climb
 * @returns the best parameters met; for the same arguments the same on every engine
 */
export function fitKernel(
  points: readonly Float64Array[],
  values: Float64Array,
  isUnordered: readonly boolean[],
  random: RandomSource,
): KernelParameters {
  const priors = logPriors(isUnordered.length)
  const likelihood = new Likelihood(points, values, isUnordered, priors)
  let found = priors.means
  let highest = Number.NEGATIVE_INFINITY
  for (let start = 0; start <= RESTARTS; start++) {
    const logs = priors.means.map((mean, i) =>
      start === 0 ? mean : mean + 0.5 * priors.deviations[i] * drawNormal(random),
    )
    const height = climb(likelihood, logs)
    if (height > highest) {
      highest = height
      found = logs
    }
  }
  const d = isUnordered.length
  return { logLengths: found.slice(0, d), logSignalVariance: found[d], logNoiseVariance: found[d + 1] }
}
