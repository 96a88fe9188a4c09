/**
 * The recorded configuration nearest to another: each hyperparameter adds 0 to 1 to the distance. Operations,
 * activation and augmentation add 1 where they differ; N, W and Resolution the share of their steps that lie
 * between; LearningRate and WeightDecay the share of their range, on the scale of its logarithm.
 */

import { log } from "../numeric/log.ts"
import { type FloatHyperparameter, jahsSpace } from "../space/index.ts"
import { type ConfigurationCode, choicesOf, digitsOf, discreteHyperparameters } from "./configuration-code.ts"
import type { ConfigurationSet } from "./configuration-set.ts"

/** A configuration by its number, and how far it is from the one that was asked for. */
export interface NearestCode {
  readonly at: number
  /** 0 for the same one. */
  readonly distance: number
}

function logRange(name: string): number {
  const { lower, upper } = jahsSpace.get(name) as FloatHyperparameter
  return log(upper / lower)
}

/**
 * @param set one configuration at least
 * @returns the nearest; of several as near, the one that was recorded first
 */
export function nearestRecorded(set: ConfigurationSet, asked: ConfigurationCode): NearestCode {
  const wanted = new Uint8Array(discreteHyperparameters.length)
  digitsOf(asked.cell, wanted)
  const steps = discreteHyperparameters.map(hyperparameter =>
    hyperparameter.kind === "ordinal" ? choicesOf(hyperparameter).length - 1 : 0,
  )
  const [rateRange, decayRange] = [logRange("LearningRate"), logRange("WeightDecay")]
  const [rate, decay] = [log(asked.learningRate), log(asked.weightDecay)]
  const digits = new Uint8Array(wanted.length)
  let nearest: NearestCode = { at: 0, distance: Number.POSITIVE_INFINITY }
  for (let at = 0; at < set.size; at++) {
    const { cell, learningRate, weightDecay } = set.codeAt(at)
    digitsOf(cell, digits)
    let distance = 0
    for (let i = 0; i < digits.length; i++) {
      const apart = Math.abs(digits[i]! - wanted[i]!)
      distance += steps[i] === 0 ? Number(apart > 0) : apart / steps[i]!
    }
    if (distance >= nearest.distance) continue
    distance +=
      Math.abs(log(learningRate) - rate) / rateRange + Math.abs(log(weightDecay) - decay) / decayRange
    if (distance < nearest.distance) nearest = { at, distance }
  }
  return nearest
}
