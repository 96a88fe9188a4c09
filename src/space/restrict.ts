/** Narrows hyperparameters to the domain on which a release was fitted; the domain's form is the card's. */

import { ConfigurationError, show } from "../errors.ts"
import {
  describeAllowed,
  type Hyperparameter,
  type HyperparameterValue,
  problemOf,
} from "./hyperparameter.ts"

/**
 * A part of the space, as a release's card writes it: for a discrete hyperparameter the list of its
 * values, for a float `[lower, upper]`. What is not named stays as it is. `epoch` may be there and is
 * left to the caller, as the epoch is no part of a configuration.
 */
export type Domain = Readonly<Record<string, readonly HyperparameterValue[]>>

function constant(hyperparameter: Exclude<Hyperparameter, { kind: "constant" }>, value: HyperparameterValue) {
  const { name, role, description } = hyperparameter
  const numbers = hyperparameter.kind === "float" || hyperparameter.kind === "integer"
  const valueType = numbers ? hyperparameter.kind : hyperparameter.valueType
  return { kind: "constant", name, role, description, valueType, value } as const
}

function requireWithin(hyperparameter: Hyperparameter, value: unknown, source: string): void {
  if (problemOf(hyperparameter, value) === null) return
  const { name } = hyperparameter
  const expected = describeAllowed(hyperparameter)
  throw new ConfigurationError({
    source,
    path: name,
    what: "no part of the space",
    expected,
    actual: show(value),
  })
}

function restrictRange(
  hyperparameter: Extract<Hyperparameter, { kind: "float" | "integer" }>,
  bounds: readonly HyperparameterValue[],
  source: string,
): Hyperparameter {
  const [lower, upper] = bounds as readonly number[]
  if (bounds.length !== 2 || !(lower! <= upper!)) {
    const expected = "[lower, upper] with lower at most upper"
    const actual = bounds.length === 2 ? `[${bounds.map(show).join(", ")}]` : show(bounds)
    throw new ConfigurationError({ source, path: hyperparameter.name, what: "no range", expected, actual })
  }
  if (lower === upper) return constant(hyperparameter, lower!)
  const defaultValue = Math.min(Math.max(hyperparameter.defaultValue, lower!), upper!)
  return { ...hyperparameter, lower: lower!, upper: upper!, defaultValue }
}

function restrictList(
  hyperparameter: Extract<Hyperparameter, { kind: "categorical" | "ordinal" }>,
  list: readonly HyperparameterValue[],
): Hyperparameter {
  // The space's own order is kept, so that a domain's spelling never changes what a seed draws.
  const kept = (hyperparameter.values as readonly HyperparameterValue[]).filter(value => list.includes(value))
  if (kept.length === 1) return constant(hyperparameter, kept[0]!)
  const defaultValue = kept.includes(hyperparameter.defaultValue) ? hyperparameter.defaultValue : kept[0]!
  return { ...hyperparameter, values: kept, defaultValue } as Hyperparameter
}

/**
 * Narrows one hyperparameter.
 *
 * @param hyperparameter any kind
 * @param part list of values, or `[lower, upper]` of a float
 * @param source name of the domain in messages
 * @returns the narrower hyperparameter: a constant when one value is left; a default that fell out
 * becomes the nearest end of a range or the first value of a list
 * @throws ConfigurationError when `part` is empty or holds something the hyperparameter does not allow
 */
export function restrictHyperparameter(
  hyperparameter: Hyperparameter,
  part: unknown,
  source: string,
): Hyperparameter {
  if (!Array.isArray(part) || part.length === 0) {
    const expected = "a list of values, or [lower, upper] of a float"
    const actual = Array.isArray(part) ? "an empty list" : show(part)
    throw new ConfigurationError({ source, path: hyperparameter.name, what: "no domain", expected, actual })
  }
  for (const value of part) requireWithin(hyperparameter, value, source)
  if (hyperparameter.kind === "constant") return hyperparameter
  if (hyperparameter.kind === "categorical" || hyperparameter.kind === "ordinal") {
    return restrictList(hyperparameter, part)
  }
  return restrictRange(hyperparameter, part, source)
}
