/** From bounds of margins to bounds of predictions. */

import type { Booster } from "../booster/booster.ts"
import { applyLink } from "../booster/objective.ts"

/** What no row of the box is below or above. */
export interface Bounds {
  /** One value an output; one class of `multi:softmax`. */
  readonly lower: Float32Array
  readonly upper: Float32Array
}

/**
 * By how much XGBoost's softmax may be off from the exact one, relatively: the float32 difference to the row's
 * greatest margin is at most 104 where its exponential is not 0 and off by 2^-24 of that, exponential, sum and
 * quotient by as much of themselves.
 */
const SOFTMAX_SLACK: number = (104 + 8) * 2 ** -24
/** Exponentials below the least float32 are 0. */
const LEAST: number = 2 ** -149

/** Probability of one class at its own bound `own` when all others are at `others`. */
function probability(own: number, others: Float32Array, output: number): number {
  let greatest = own
  others.forEach((margin, i) => {
    if (i !== output && margin > greatest) greatest = margin
  })
  let sum = Math.exp(own - greatest)
  others.forEach((margin, i) => {
    if (i !== output) sum += Math.exp(margin - greatest)
  })
  return Math.exp(own - greatest) / sum
}

/** A class is likeliest where its own margin is greatest and all others are least. */
function softmaxBounds({ lower, upper }: Bounds): Bounds {
  const least = lower.map((margin, output) =>
    Math.max(0, probability(margin, upper, output) * (1 - SOFTMAX_SLACK) - LEAST),
  )
  const greatest = upper.map((margin, output) =>
    Math.min(1, probability(margin, lower, output) * (1 + SOFTMAX_SLACK) + LEAST),
  )
  return { lower: least, upper: greatest }
}

/** Classes that can be the first with the greatest margin: the least and the greatest of them. */
function classBounds({ lower, upper }: Bounds): Bounds {
  const possible = Array.from(lower.keys()).filter(output =>
    lower.every((margin, other) => (other < output ? upper[output] > margin : upper[output] >= margin)),
  )
  return {
    lower: Float32Array.of(possible[0]),
    upper: Float32Array.of(possible[possible.length - 1]),
  }
}

/**
 * @param bounds of the margins, changed in place where predictions are as many
 * @returns bounds of the predictions
 */
export function boundPredictions(booster: Booster, bounds: Bounds): Bounds {
  const objective = booster.linkedObjective()
  const { lower, upper } = bounds
  if (objective.link === "class") return classBounds(bounds)
  const isOneRow = lower.every((margin, output) => margin === upper[output])
  if (objective.link === "softmax" && !isOneRow) return softmaxBounds(bounds)
  // Every other link rises with the margin, and so does its float32: each step of it is rounded to the nearest.
  applyLink(objective, lower, 1, lower.length)
  applyLink(objective, upper, 1, upper.length)
  return bounds
}
