/**
 * Weights of leaves and gains of splits, after XGBoost's src/tree/param.h and split_evaluator.h: sums in float64,
 * weights and gains rounded to float32 where XGBoost rounds them.
 */

import type { Settings } from "../parameters.ts"

const { fround } = Math

/** Bounds of a node's weight, which monotone constraints set. */
export interface WeightBounds {
  readonly lower: number
  readonly upper: number
}

export const UNBOUNDED: WeightBounds = { lower: Number.NEGATIVE_INFINITY, upper: Number.POSITIVE_INFINITY }

export class Gain {
  readonly minChildWeight: number
  private readonly lambda: number
  private readonly alpha: number
  private readonly maxDeltaStep: number
  private readonly signs: readonly number[] | null
  /** Whether the best weight may be out of reach, so that the gain depends on the one that is taken. */
  private readonly isBounded: boolean

  constructor(settings: Settings) {
    this.minChildWeight = settings.minChildWeight
    this.lambda = settings.lambda
    this.alpha = settings.alpha
    this.maxDeltaStep = settings.maxDeltaStep
    this.signs = settings.monotoneConstraints
    this.isBounded = this.maxDeltaStep !== 0 || this.signs !== null
  }

  /** The gradient, shrunk by alpha. */
  private shrunk(gradient: number): number {
    const { alpha } = this
    if (gradient > alpha) return gradient - alpha
    return gradient < -alpha ? gradient + alpha : 0
  }

  /** The weight of a leaf before the learning rate. */
  weight(gradient: number, hessian: number, bounds: WeightBounds): number {
    if (hessian < this.minChildWeight || hessian <= 0) return 0
    let step = -this.shrunk(gradient) / (hessian + this.lambda)
    const { maxDeltaStep } = this
    if (maxDeltaStep !== 0) {
      if (step > maxDeltaStep) step = maxDeltaStep
      else if (step < -maxDeltaStep) step = -maxDeltaStep
    }
    const weight = fround(step)
    if (weight < bounds.lower) return bounds.lower
    return weight > bounds.upper ? bounds.upper : weight
  }

  /** What a leaf of a weight takes off the loss. */
  private ofWeight(gradient: number, hessian: number, weight: number): number {
    if (hessian <= 0) return 0
    const g = fround(gradient)
    const product = fround(fround(2 * g) * weight)
    const curvature = fround(fround(fround(hessian) + this.lambda) * fround(weight * weight))
    return -fround(product + curvature)
  }

  /** What a leaf takes off the loss. */
  of(gradient: number, hessian: number, bounds: WeightBounds): number {
    if (this.isBounded) return this.ofWeight(gradient, hessian, this.weight(gradient, hessian, bounds))
    if (hessian <= 0) return 0
    const shrunk = this.shrunk(gradient)
    return fround((shrunk * shrunk) / (hessian + this.lambda))
  }

  /** What two leaves take off the loss; -Infinity where a monotone constraint forbids them. */
  ofSplit(
    feature: number,
    leftGradient: number,
    leftHessian: number,
    rightGradient: number,
    rightHessian: number,
    bounds: WeightBounds,
  ): number {
    if (!this.isBounded) {
      const gain = this.of(leftGradient, leftHessian, bounds) + this.of(rightGradient, rightHessian, bounds)
      return fround(gain)
    }
    const left = this.weight(leftGradient, leftHessian, bounds)
    const right = this.weight(rightGradient, rightHessian, bounds)
    const sign = this.signs === null ? 0 : this.signs[feature]
    if ((sign > 0 && left > right) || (sign < 0 && left < right)) return Number.NEGATIVE_INFINITY
    const gain = this.ofWeight(leftGradient, leftHessian, left)
    return fround(gain + this.ofWeight(rightGradient, rightHessian, right))
  }

  /** Bounds of the children of a split. */
  boundsOfChildren(
    feature: number,
    left: number,
    right: number,
    bounds: WeightBounds,
  ): readonly [left: WeightBounds, right: WeightBounds] {
    const sign = this.signs === null ? 0 : this.signs[feature]
    if (sign === 0) return [bounds, bounds]
    const middle = fround(fround(left + right) / 2)
    const below = { lower: bounds.lower, upper: middle }
    const above = { lower: middle, upper: bounds.upper }
    return sign > 0 ? [below, above] : [above, below]
  }
}
