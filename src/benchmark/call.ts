/**
 * The question as Python programs put it: `Benchmark.__call__` of jahs_bench's api.py (version 1.1.0) for
 * surrogates, which checks categories and missing keys, and no ranges.
 */

import { ConfigurationError, FidelityError, show } from "../errors.ts"
import { describeAllowed, remedyFor } from "../space/hyperparameter.ts"
import {
  type Configuration,
  epochFidelity,
  type Hyperparameter,
  type HyperparameterName,
  type HyperparameterValue,
} from "../space/index.ts"
import type { SurrogateGroup } from "../surrogate/surrogate.ts"
import type { MetricName } from "./metric.ts"
import { alphabetical } from "./sample-config.ts"

/** A configuration as a Python program has it: every hyperparameter, on the benchmark's grid or off it. */
export type CallConfiguration = { readonly [Name in HyperparameterName]: HyperparameterValue } & {
  /** Left unused, as upstream does: `nepochs` counts. */
  readonly epoch?: unknown
}

export interface CallOptions {
  /** Epoch at which the metrics are asked: any number above 0 (default 200). */
  readonly nepochs?: number
  /** Answer every epoch from 1 to `nepochs`, then an integer (default false). */
  readonly fullTrajectory?: boolean
}

/** Metric values by epoch, as `jahs_bench` nests them. */
export type CallResult = { [epoch: number]: { [Metric in MetricName]: number } }

function checkEpochs(nepochs: unknown = epochFidelity.upper, fullTrajectory: boolean): number {
  const isAllowed =
    typeof nepochs === "number" && nepochs > 0 && (!fullTrajectory || Number.isInteger(nepochs))
  if (isAllowed) return nepochs
  throw new FidelityError({
    path: "options.nepochs",
    what: fullTrajectory ? "not a number of epochs" : "not an epoch",
    expected: fullTrajectory ? "an integer of at least 1" : "a number above 0",
    actual: show(nepochs),
  })
}

/** Python's `==`, in which True is 1 and 2.0 is 2. */
function equals(a: HyperparameterValue, b: unknown): boolean {
  if (typeof a === "string" || typeof b === "string") return a === b
  return (typeof b === "number" || typeof b === "boolean") && Number(a) === Number(b)
}

/** The value that the encoder knows; undefined when there is none. */
function encodable(hyperparameter: Hyperparameter, value: unknown): HyperparameterValue | undefined {
  if (hyperparameter.kind === "constant") {
    return equals(hyperparameter.value, value) ? hyperparameter.value : undefined
  }
  if (hyperparameter.kind === "categorical") {
    return hyperparameter.values.find(allowed => equals(allowed, value))
  }
  return typeof value === "number" || typeof value === "boolean" ? Number(value) : undefined
}

function readConfiguration(config: unknown): Configuration {
  const source = "configuration"
  if (typeof config !== "object" || config === null || Array.isArray(config)) {
    const expected = "an object with one key a hyperparameter"
    throw new ConfigurationError({ source, what: "not a configuration", expected, actual: show(config) })
  }
  const given = config as Record<string, unknown>
  const missing = alphabetical.filter(({ name }) => !Object.hasOwn(given, name) || given[name] === undefined)
  if (missing.length > 0) {
    const path = missing.map(({ name }) => name).join(", ")
    const expected = missing.length === 1 ? describeAllowed(missing[0]!) : "a value for each"
    throw new ConfigurationError({ source, path, what: "missing", expected, actual: "nothing" })
  }
  const values: Record<string, HyperparameterValue> = {}
  for (const hyperparameter of alphabetical) {
    const { name, kind } = hyperparameter
    const value = encodable(hyperparameter, given[name])
    if (value === undefined) {
      const isCategory = kind === "categorical" || kind === "constant"
      throw new ConfigurationError({
        source,
        path: name,
        what: isCategory ? "unknown category" : "not a number",
        expected: isCategory ? describeAllowed(hyperparameter) : "any number",
        actual: show(given[name]),
        remedy: remedyFor(hyperparameter, given[name]),
      })
    }
    values[name] = value
  }
  // Off-grid numbers and all: the encoder writes numbers as they are, and categories are canonical by now.
  return values as unknown as Configuration
}

/**
 * Answers a call of `jahs_bench`. `Benchmark.call` says what is promised.
 *
 * @param groups the surrogates to ask
 * @param config every hyperparameter; other keys are left unused
 * @returns epoch → metric → value
 * @throws {ConfigurationError} for an unknown category, a missing key or what is no number
 * @throws {FidelityError} for `nepochs` of 0 or less, or a trajectory of a fractional number of epochs
 */
export function call(
  groups: readonly SurrogateGroup[],
  config: CallConfiguration,
  options: CallOptions,
): CallResult {
  const { fullTrajectory = false } = options
  const nepochs = checkEpochs(options.nepochs, fullTrajectory)
  const configuration = readConfiguration(config)
  if (!fullTrajectory) {
    const values: Record<string, number> = {}
    for (const group of groups) group.evaluate(configuration, nepochs, values)
    return { [nepochs]: values } as CallResult
  }
  const results: Record<string, number>[] = []
  const answers = new Float32Array(nepochs)
  for (const { encoder, surrogates } of groups) {
    const rows = new Float32Array(nepochs * encoder.numFeatures)
    for (let k = 0; k < nepochs; k++) encoder.encode(configuration, k + 1, rows, k * encoder.numFeatures)
    for (const surrogate of surrogates) {
      surrogate.evaluateMany(rows, answers)
      for (let k = 0; k < nepochs; k++) {
        results[k] ??= {}
        results[k]![surrogate.metric] = answers[k]!
      }
    }
  }
  return Object.fromEntries(results.map((values, k) => [k + 1, values])) as unknown as CallResult
}
