/** The checks at the door of a benchmark: options, epochs, metrics, and configurations against the domain. */

import { FidelityError, NotFoundError, show } from "../errors.ts"
import { didYouMean } from "../nearest.ts"
import type { Configuration, Domain, Space, ValidateOptions } from "../space/index.ts"
import { outsideDomain } from "./domain-error.ts"
import type { MetricName } from "./metric.ts"

/** Epochs that a release answers, both included. */
export interface Epochs {
  readonly lower: number
  readonly upper: number
}

/** The epochs of a specialised pack, as `domainOf` wrote them. */
export function epochsOfDomain({ epoch }: Domain): Epochs {
  const [lower, upper] = epoch as readonly number[]
  return { lower, upper }
}

/**
 * Checks an epoch, or a number of epochs.
 *
 * @param epoch anything; undefined is the last one
 * @throws {FidelityError} for what is not among the epochs
 */
export function checkEpoch({ lower, upper }: Epochs, epoch: unknown = upper, path: string): number {
  if (typeof epoch === "number" && Number.isInteger(epoch) && epoch >= lower && epoch <= upper) return epoch
  throw new FidelityError({
    path,
    what: "not an epoch of the benchmark",
    expected: `an integer in ${lower}..${upper}`,
    actual: show(epoch),
  })
}

/**
 * Checks an epoch, or the first and the last of several.
 *
 * @param epoch anything; undefined is the last one
 * @throws {FidelityError} for what is not among the epochs
 * @throws {RangeError} for what is no pair, or begins after its end
 */
export function checkEpochRange(epochs: Epochs, epoch: unknown, path: string): readonly [number, number] {
  if (!Array.isArray(epoch)) {
    const only = checkEpoch(epochs, epoch, path)
    return [only, only]
  }
  const [first, last] = epoch.map(one => checkEpoch(epochs, one, path))
  if (epoch.length === 2 && first! <= last!) return [first!, last!]
  const given = epoch.length === 2 ? `[${first}, ${last}]` : show(epoch)
  throw new RangeError(`${path}: expected [first, last], got ${given}`)
}

/**
 * A misspelt option would silently ask for something else: every option must be a known one.
 *
 * @throws {TypeError} naming the first that is not
 */
export function checkOptions(options: object, known: readonly string[]): void {
  for (const key in options) {
    if (!known.includes(key)) {
      throw new TypeError(`options.${key}: unknown option; expected ${known.join(", ")}`)
    }
  }
}

/**
 * Checks a choice of metrics.
 *
 * @param names anything
 * @param known the metrics that can be asked
 * @throws {NotFoundError} naming the first that cannot
 * @throws {TypeError} for what is not an array
 */
export function checkMetrics(
  names: unknown,
  known: readonly MetricName[],
): asserts names is readonly MetricName[] {
  if (!Array.isArray(names)) {
    throw new TypeError(`options.metrics: expected an array of metric names, got ${show(names)}`)
  }
  for (const name of names) {
    if (known.includes(name)) continue
    throw new NotFoundError({
      path: "options.metrics",
      what: "unknown metric",
      expected: known.join(", "),
      actual: show(name),
      remedy: didYouMean(name, known),
    })
  }
}

/** What a configuration is checked against. */
export interface Domained {
  readonly task: string
  readonly release: string
  /** The design space restricted to the release's domain. */
  readonly space: Space
}

/**
 * Checks a configuration against the whole space, and against a release's domain unless `extrapolate` is set.
 *
 * @returns a new frozen configuration with every hyperparameter
 * @throws {ConfigurationError} for what the whole space does not have
 * @throws {DomainError} for what the release does not cover
 */
export function validateInDomain(
  { task, release, space }: Domained,
  configuration: unknown,
  { extrapolate = false, source = "configuration" }: ValidateOptions,
): Configuration {
  const complete = space.validate(configuration, { extrapolate: true, source })
  const outside = extrapolate ? null : space.outside(complete)
  if (outside === null) return complete
  throw outsideDomain(`${release} (${task})`, source, outside)
}
