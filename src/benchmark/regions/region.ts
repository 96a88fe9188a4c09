/** Regions of the design space: for some hyperparameters the values that they may have. */

import { ConfigurationError, show } from "../../errors.ts"
import { nearest } from "../../nearest.ts"
import { describeAllowed, problemOf } from "../../space/hyperparameter.ts"
import {
  type Configuration,
  type Hyperparameter,
  type HyperparameterName,
  type HyperparameterValue,
  jahsSpace,
  type Space,
} from "../../space/index.ts"
import { outsideDomain } from "../domain-error.ts"

/**
 * A region: for each hyperparameter a value or a list of values; for LearningRate and WeightDecay a number, or
 * `[lower, upper]`, both included. What is left out may be anything that the release covers.
 */
export type Region = {
  readonly [Name in HyperparameterName]?: Configuration[Name] | readonly Configuration[Name][]
}

/** A hyperparameter with finitely many values in a region, in the space's order. */
export interface DiscretePart {
  readonly name: HyperparameterName
  readonly values: readonly HyperparameterValue[]
}

/** A float's interval in a region. */
export interface FloatPart {
  readonly name: HyperparameterName
  readonly lower: number
  readonly upper: number
}

/** A region with nothing left out. */
export interface WholeRegion {
  readonly discrete: readonly DiscretePart[]
  readonly floats: readonly FloatPart[]
}

/** The space, and how its release is called in messages. */
export interface RegionContext {
  readonly space: Space
  /** For example `distilled-2 (cifar10)`. */
  readonly release: string
  readonly extrapolate: boolean
  /** What the region is called in messages. */
  readonly source: string
}

function checkValue(name: string, value: HyperparameterValue, context: RegionContext): void {
  const { space, release, extrapolate, source } = context
  const whole = jahsSpace.get(name)
  const problem = problemOf(whole, value)
  if (problem !== null) {
    const expected = describeAllowed(whole)
    throw new ConfigurationError({ source, path: name, what: problem, expected, actual: show(value) })
  }
  const restricted = space.get(name)
  if (!extrapolate && problemOf(restricted, value) !== null) {
    throw outsideDomain(release, source, { name, allowed: describeAllowed(restricted), value })
  }
}

/** The values given for one hyperparameter; null where it was left out. */
function givenValues(given: unknown, name: string, context: RegionContext): HyperparameterValue[] | null {
  if (given === undefined) return null
  const values = (Array.isArray(given) ? given : [given]) as HyperparameterValue[]
  if (values.length === 0) {
    const expected = "a value, or a list with at least one"
    throw new ConfigurationError({
      source: context.source,
      path: name,
      what: "nothing allowed",
      expected,
      actual: "an empty list",
    })
  }
  for (const value of values) checkValue(name, value, context)
  return values
}

function allValues(hyperparameter: Hyperparameter): readonly HyperparameterValue[] {
  if (hyperparameter.kind === "constant") return [hyperparameter.value]
  return "values" in hyperparameter ? hyperparameter.values : []
}

function floatPart(
  name: HyperparameterName,
  given: readonly HyperparameterValue[],
  { source }: RegionContext,
): FloatPart {
  const [lower, upper = lower] = given as readonly number[]
  if (given.length <= 2 && lower <= upper) return { name, lower, upper }
  const expected = "a number, or [lower, upper] with lower at most upper"
  const actual = `[${given.join(", ")}]`
  throw new ConfigurationError({ source, path: name, what: "no range", expected, actual })
}

/**
 * Checks a region and fills in what it leaves out.
 *
 * @throws {ConfigurationError} for an unknown hyperparameter, and for values that the design space does not have
 * @throws {DomainError} outside the release's domain, unless `extrapolate` is set
 */
export function wholeRegion(region: Region, context: RegionContext): WholeRegion {
  const { source, space, extrapolate } = context
  if (typeof region !== "object" || region === null || Array.isArray(region)) {
    throw new ConfigurationError({ source, what: "no region", expected: "an object", actual: show(region) })
  }
  for (const name of Object.keys(region)) {
    if (jahsSpace.names.includes(name)) continue
    const meant = nearest(name, jahsSpace.names)
    throw new ConfigurationError({
      source,
      path: name,
      what: "unknown hyperparameter",
      expected: `one of ${jahsSpace.names.join(", ")}`,
      actual: show(name),
      remedy: meant && `did you mean ${meant}?`,
    })
  }
  const discrete: DiscretePart[] = []
  const floats: FloatPart[] = []
  for (const whole of jahsSpace.hyperparameters) {
    const name = whole.name as HyperparameterName
    const given = givenValues(region[name], name, context)
    const covered = extrapolate ? whole : space.get(name)
    if (whole.kind === "float") {
      const [lower, upper] = covered.kind === "float" ? [covered.lower, covered.upper] : allValues(covered)
      floats.push(floatPart(name, given ?? [lower, upper], context))
    } else {
      // The space's own order, and no value twice.
      const values = allValues(whole).filter(value => (given ?? allValues(covered)).includes(value))
      discrete.push({ name, values })
    }
  }
  return { discrete, floats }
}
