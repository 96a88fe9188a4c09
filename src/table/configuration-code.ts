/**
 * A configuration as three numbers: its discrete choices counted as one, below 2^22 for `jahsSpace`, and its two
 * floats as they are. Tables keep configurations so, by the hundred thousand.
 */

import {
  type Configuration,
  type Hyperparameter,
  type HyperparameterValue,
  jahsSpace,
} from "../space/index.ts"

/** A hyperparameter with a list of values, one where it is a constant. */
type Discrete = Exclude<Hyperparameter, { readonly kind: "float" | "integer" }>

/** The three numbers. */
export interface ConfigurationCode {
  /** The discrete choices: digits of mixed radix, in the space's order, the last one fastest. */
  readonly cell: number
  readonly learningRate: number
  readonly weightDecay: number
}

function isDiscrete(hyperparameter: Hyperparameter): hyperparameter is Discrete {
  return hyperparameter.kind !== "float" && hyperparameter.kind !== "integer"
}

/** Values of a discrete hyperparameter, in the space's order. */
export function choicesOf(hyperparameter: Discrete): readonly HyperparameterValue[] {
  return hyperparameter.kind === "constant" ? [hyperparameter.value] : hyperparameter.values
}

/** The hyperparameters that the cell counts. */
export const discreteHyperparameters: readonly Discrete[] = /* @__PURE__ */ jahsSpace.hyperparameters.filter(
  isDiscrete,
)

/** Cells there are. */
export const NUM_CELLS: number = /* @__PURE__ */ discreteHyperparameters.reduce(
  (product, hyperparameter) => product * choicesOf(hyperparameter).length,
  1,
)

/** Codes a configuration of `jahsSpace`. */
export function codeOf(configuration: Configuration): ConfigurationCode {
  const values = configuration as unknown as Readonly<Record<string, HyperparameterValue>>
  let cell = 0
  for (const hyperparameter of discreteHyperparameters) {
    const choices = choicesOf(hyperparameter)
    cell = cell * choices.length + choices.indexOf(values[hyperparameter.name]!)
  }
  return { cell, learningRate: configuration.LearningRate, weightDecay: configuration.WeightDecay }
}

/**
 * @param cell 0 … `NUM_CELLS` - 1
 * @param out receives the place of each choice, in the order of `discreteHyperparameters`
 */
export function digitsOf(cell: number, out: Uint8Array): void {
  let rest = cell
  for (let i = discreteHyperparameters.length - 1; i >= 0; i--) {
    const { length } = choicesOf(discreteHyperparameters[i]!)
    out[i] = rest % length
    rest = Math.floor(rest / length)
  }
}

/** The configuration of a code, frozen, its keys in the space's order. */
export function configurationOf({ cell, learningRate, weightDecay }: ConfigurationCode): Configuration {
  const digits = new Uint8Array(discreteHyperparameters.length)
  digitsOf(cell, digits)
  const discrete = new Map(
    discreteHyperparameters.map((hyperparameter, i) => [
      hyperparameter.name,
      choicesOf(hyperparameter)[digits[i]!]!,
    ]),
  )
  const floats: Readonly<Record<string, number>> = { LearningRate: learningRate, WeightDecay: weightDecay }
  const entries = jahsSpace.names.map(name => [name, discrete.get(name) ?? floats[name]])
  return Object.freeze(Object.fromEntries(entries)) as unknown as Configuration
}
