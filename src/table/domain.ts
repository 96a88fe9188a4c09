/** The part of the design space that a table's rows lie in, as a card writes a domain. */

import { epochFidelity, jahsSpace } from "../space/index.ts"
import { choicesOf, digitsOf, discreteHyperparameters } from "./configuration-code.ts"
import type { RowIndex } from "./row-index.ts"

/** Lists of values, `[lower, upper]` of the floats, and of the epoch. */
export interface TableDomain {
  readonly epoch: readonly [number, number]
  readonly [name: string]: readonly (string | number | boolean)[]
}

/** What lies outside of the design space is recorded, but no bound of it. */
function withinSpace(name: string, value: number): number {
  const hyperparameter = jahsSpace.get(name)
  if (hyperparameter.kind !== "float") return value
  return Math.min(Math.max(value, hyperparameter.lower), hyperparameter.upper)
}

/** @param index of one configuration at least */
export function domainOf(index: RowIndex): TableDomain {
  const { configurations } = index
  const used = discreteHyperparameters.map(hyperparameter => choicesOf(hyperparameter).map(() => false))
  const digits = new Uint8Array(used.length)
  const rates = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  const decays = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  const widen = (range: number[], value: number): void => {
    range[0] = Math.min(range[0]!, value)
    range[1] = Math.max(range[1]!, value)
  }
  for (let at = 0; at < configurations.size; at++) {
    const { cell, learningRate, weightDecay } = configurations.codeAt(at)
    digitsOf(cell, digits)
    for (let i = 0; i < digits.length; i++) used[i]![digits[i]!] = true
    widen(rates, withinSpace("LearningRate", learningRate))
    widen(decays, withinSpace("WeightDecay", weightDecay))
  }
  let [first, last] = [epochFidelity.upper, epochFidelity.lower]
  for (let position = 0; position < index.numRows; position++) {
    const epoch = index.epochAt(position)
    if (epoch < first) first = epoch
    if (epoch > last) last = epoch
  }
  const lists = discreteHyperparameters.map((hyperparameter, i) => [
    hyperparameter.name,
    choicesOf(hyperparameter).filter((_, choice) => used[i]![choice]),
  ])
  return { ...Object.fromEntries(lists), LearningRate: rates, WeightDecay: decays, epoch: [first, last] }
}
