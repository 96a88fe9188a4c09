/** Draws values of single hyperparameters; what is drawn from which number is part of a release's promise. */

import { exp } from "../numeric/exp.ts"
import { log } from "../numeric/log.ts"
import type { RandomSource } from "../random/generator.ts"
import type { Hyperparameter, HyperparameterValue } from "./hyperparameter.ts"

function clamp(value: number, lower: number, upper: number): number {
  return Math.min(Math.max(value, lower), upper)
}

/**
 * Draws one value, uniformly (or log-uniformly) over what the hyperparameter allows. A list takes one
 * `integers(0, length)`, an integer one `integers(lower, upper + 1)`, a float one `random()`, a constant
 * nothing. A log float is exp(ln lower + u (ln upper - ln lower)), with the exp and log of this package,
 * which round the same on every engine; it is clamped, as that sum can round past an end.
 *
 * @param hyperparameter any kind
 * @param random source of the numbers
 * @returns an allowed value
 */
export function draw(hyperparameter: Hyperparameter, random: RandomSource): HyperparameterValue {
  switch (hyperparameter.kind) {
    case "constant":
      return hyperparameter.value
    case "integer":
      return random.integers(hyperparameter.lower, hyperparameter.upper + 1)
    case "float": {
      const { lower, upper } = hyperparameter
      const u = random.random()
      if (!hyperparameter.log) return clamp(lower + u * (upper - lower), lower, upper)
      const logLower = log(lower)
      return clamp(exp(logLower + u * (log(upper) - logLower)), lower, upper)
    }
    default:
      return hyperparameter.values[random.integers(0, hyperparameter.values.length)]!
  }
}
