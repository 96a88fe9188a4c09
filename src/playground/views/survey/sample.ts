/** A sample as columns: what crosses from the engine quickly, and is turned into configurations where one is looked at. */

import type { Configuration, Hyperparameter, HyperparameterValue } from "../../../entries/index.web.ts"
import type { Point } from "../../state/point.ts"

/** Random configurations with their metrics, one entry of every column each. */
export interface Sample {
  readonly count: number
  readonly seed: number
  /** At which all of them were asked. */
  readonly epoch: number
  readonly metrics: Readonly<Record<string, Float32Array>>
  /** Codes, see `codeOf`. */
  readonly hyperparameters: Readonly<Record<string, Float64Array>>
}

/** A value as a number: of a range itself, of a list its position. */
export function codeOf(hyperparameter: Hyperparameter, value: HyperparameterValue): number {
  if (hyperparameter.kind === "constant") return 0
  return "values" in hyperparameter
    ? (hyperparameter.values as readonly HyperparameterValue[]).indexOf(value)
    : Number(value)
}

/** The value that has a code. */
function valueAt(hyperparameter: Hyperparameter, code: number): HyperparameterValue {
  if (hyperparameter.kind === "constant") return hyperparameter.value
  return "values" in hyperparameter ? hyperparameter.values[code]! : code
}

/** One configuration of a sample. */
export function pointAt(sample: Sample, hyperparameters: readonly Hyperparameter[], index: number): Point {
  const values = hyperparameters.map(hyperparameter => [
    hyperparameter.name,
    valueAt(hyperparameter, sample.hyperparameters[hyperparameter.name]![index]!),
  ])
  return { configuration: Object.fromEntries(values) as Configuration, epoch: sample.epoch }
}

/** The value of a hyperparameter, as one of all that a space may have. */
export function valueIn(configuration: Configuration, { name }: Hyperparameter): HyperparameterValue {
  return configuration[name as keyof Configuration]
}
