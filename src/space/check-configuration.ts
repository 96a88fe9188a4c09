/** The door through which configurations come in: unknown values become complete, frozen configurations. */

import { type ErrorDetails, show } from "../errors.ts"
import { nearest } from "../nearest.ts"
import type { Configuration } from "./configuration.ts"
import {
  describeAllowed,
  type Hyperparameter,
  type HyperparameterValue,
  problemOf,
  remedyFor,
} from "./hyperparameter.ts"

/** One thing that is wrong with a configuration, and the key at which it is. */
export interface ConfigurationIssue {
  readonly key?: PropertyKey
  readonly details: ErrorDetails
}

const isOwnEnumerable = Object.prototype.propertyIsEnumerable
const epochNames: ReadonlySet<string> = /* @__PURE__ */ new Set(["epoch", "epochs", "nepochs"])

/** A key in a message: as it is when it looks like a name, else quoted and cut. */
function showKey(key: PropertyKey): string {
  return typeof key === "string" && !/^[\w.-]{1,60}$/.test(key) ? show(key) : String(key)
}

function unknownKey(
  key: PropertyKey,
  given: object,
  names: readonly string[],
  source: string,
): ConfigurationIssue {
  let remedy: string | undefined
  if (typeof key === "string") {
    if (epochNames.has(key.toLowerCase())) {
      remedy = "the epoch is no part of a configuration: pass it in the query's options, { epoch: 200 }"
    } else {
      const meant = nearest(
        key,
        names.filter(name => !isOwnEnumerable.call(given, name)),
      )
      if (meant !== undefined) remedy = `did you mean ${meant}?`
    }
  }
  const expected = `one of ${names.join(", ")}`
  return { key, details: { source, path: showKey(key), what: "unknown hyperparameter", expected, remedy } }
}

function unknownKeys(given: object, names: readonly string[], source: string): ConfigurationIssue[] {
  const symbols = Object.getOwnPropertySymbols(given).filter(symbol => isOwnEnumerable.call(given, symbol))
  const unknown = Object.keys(given).filter(key => !names.includes(key))
  return [...unknown, ...symbols].map(key => unknownKey(key, given, names, source))
}

/**
 * Checks a value against a list of hyperparameters. Only own enumerable keys count, and each is read once.
 *
 * @param value anything
 * @param hyperparameters what the configuration must hold, in order; constants may be missing from it
 * @param allowed parallel to `hyperparameters`: what each may be when it is given (the same, or wider)
 * @param source name of the configuration in messages
 * @returns the frozen configuration, or every issue found, unknown keys first (never an empty list)
 */
export function checkConfiguration(
  value: unknown,
  hyperparameters: readonly Hyperparameter[],
  allowed: readonly Hyperparameter[],
  source: string,
): Configuration | ConfigurationIssue[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    const expected = "an object with one key a hyperparameter"
    return [{ details: { source, what: "not a configuration", expected, actual: show(value) } }]
  }
  const given = value as Record<string, unknown>
  const values: Record<string, HyperparameterValue> = {}
  const issues: ConfigurationIssue[] = []
  let numKnown = 0
  for (let i = 0; i < hyperparameters.length; i++) {
    const { name } = hyperparameters[i]!
    if (!isOwnEnumerable.call(given, name)) {
      const hyperparameter = hyperparameters[i]!
      if (hyperparameter.kind === "constant") {
        values[name] = hyperparameter.value
      } else {
        const expected = describeAllowed(allowed[i]!)
        issues.push({
          key: name,
          details: { source, path: name, what: "missing", expected, actual: "nothing" },
        })
      }
      continue
    }
    numKnown++
    const candidate = given[name]
    const what = problemOf(allowed[i]!, candidate)
    if (what === null) {
      // -0 equals an allowed 0 and is stored as that 0, so that equal configurations print alike.
      values[name] = candidate === 0 ? 0 : (candidate as HyperparameterValue)
    } else {
      const expected = describeAllowed(allowed[i]!)
      const remedy = remedyFor(allowed[i]!, candidate)
      issues.push({
        key: name,
        details: { source, path: name, what, expected, actual: show(candidate), remedy },
      })
    }
  }
  if (Object.keys(given).length !== numKnown || Object.getOwnPropertySymbols(given).length > 0) {
    const names = hyperparameters.map(hyperparameter => hyperparameter.name)
    issues.unshift(...unknownKeys(given, names, source))
  }
  return issues.length > 0 ? issues : (Object.freeze(values) as unknown as Configuration)
}
