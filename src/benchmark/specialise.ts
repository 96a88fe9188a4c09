/** A release for a part of its domain: smaller packs, for isolates and pages. */

import { ConfigurationError, show, UnsupportedModelError } from "../errors.ts"
import { type FixedFeatures, specialise } from "../predict/booster/specialise.ts"
import {
  type Configuration,
  type Domain,
  type Encoder,
  type Hyperparameter,
  type HyperparameterName,
  type HyperparameterValue,
  jahsSpace,
  type Space,
} from "../space/index.ts"
import { Surrogate } from "../surrogate/surrogate.ts"
import { writeReleasePack } from "../surrogate/write-release-pack.ts"
import type { Benchmark } from "./benchmark.ts"
import { checkEpoch, checkOptions, type Epochs } from "./check.ts"
import type { MetricName } from "./metric.ts"

/**
 * What hyperparameters and the epoch may still be: one value, the values of a list, or `[lower, upper]` of
 * LearningRate, WeightDecay and epoch. What is not named stays as the release has it.
 */
export type Part = {
  readonly [Name in HyperparameterName | "epoch"]?: HyperparameterValue | readonly HyperparameterValue[]
}

export interface SpecialiseOptions<M extends MetricName = MetricName> {
  /** Metrics to keep (default: all). */
  readonly metrics?: readonly M[]
}

const SPECIALISE_OPTIONS: readonly string[] = ["metrics"]

/** Values at which columns of a hyperparameter reach their bounds: all of a list, the ends of a range. */
function extremes(hyperparameter: Hyperparameter): readonly HyperparameterValue[] {
  if (hyperparameter.kind === "constant") return [hyperparameter.value]
  return "values" in hyperparameter ? hyperparameter.values : [hyperparameter.lower, hyperparameter.upper]
}

function domainOf(space: Space, { lower, upper }: Epochs): Domain {
  const parts = space.hyperparameters.map(hyperparameter => {
    const { name } = hyperparameter
    const values = extremes(hyperparameter)
    // A range of one number is still written as a range.
    const isRange = jahsSpace.get(name).kind === "float"
    return [name, isRange ? [values[0], values[values.length - 1]] : values] as const
  })
  return { ...Object.fromEntries(parts), epoch: [lower, upper] }
}

/** What every column of a header can be within a space. */
function boundsOf(encoder: Encoder, space: Space, { lower, upper }: Epochs): FixedFeatures {
  const origin = space.defaultConfiguration()
  const row = new Float32Array(encoder.numFeatures)
  const low = new Float32Array(encoder.numFeatures).fill(Number.POSITIVE_INFINITY)
  const high = new Float32Array(encoder.numFeatures).fill(Number.NEGATIVE_INFINITY)
  const take = (configuration: Configuration, epoch: number): void => {
    encoder.encode(configuration, epoch, row)
    for (let column = 0; column < row.length; column++) {
      low[column] = Math.min(low[column], row[column])
      high[column] = Math.max(high[column], row[column])
    }
  }
  take(origin, lower)
  take(origin, upper)
  for (const hyperparameter of space.hyperparameters) {
    for (const value of extremes(hyperparameter)) take({ ...origin, [hyperparameter.name]: value }, lower)
  }
  return Object.fromEntries(Array.from(low, (bound, column) => [column, [bound, high[column]]]))
}

function epochsOf(given: unknown, epochs: Epochs): Epochs {
  if (given === undefined) return epochs
  const bounds: readonly unknown[] = Array.isArray(given) ? given : [given, given]
  const [lower, upper] = bounds.map((epoch, i) => checkEpoch(epochs, epoch, `part.epoch[${i}]`))
  if (bounds.length === 2 && lower <= upper) return { lower, upper }
  throw new ConfigurationError({
    source: "part",
    path: "epoch",
    what: "no range",
    expected: "an epoch, or [lower, upper] with lower at most upper",
    actual: show(given),
  })
}

/**
 * Makes a smaller pack for a part of a benchmark's domain: branches of the trees that no configuration of the part
 * reaches are gone, and metrics that are not wanted. Inside of the part all answers are the same bits; outside of
 * it the new benchmark refuses, `extrapolate` or not. `specialise` of the entry `./trees` is the
 * same for any booster.
 *
 * @param part hyperparameter or `epoch` → the value, the list or the range that stays
 * @returns the bytes of the pack: `openBenchmark` takes them as `source`, files end in `.bin`
 * @throws {ConfigurationError} for what is not within the domain
 * @throws {FidelityError} for epochs that are not there
 * @throws {NotFoundError} for a metric that the release does not have
 * @throws {UnsupportedModelError} for a repaired benchmark
 * @throws {TypeError} for an unknown option
 * @example
 * ```ts
 * const pack = await specialiseBenchmark(benchmark, { TrivialAugment: false, epoch: 200 }, { metrics: ["valid-acc"] })
 * const small = await openBenchmark({ task: "cifar10", source: pack })
 * const asked = { ...configuration, TrivialAugment: false }
 * small.query(asked)["valid-acc"] === benchmark.query(asked)["valid-acc"] // true
 * ```
 */
export async function specialiseBenchmark<M extends MetricName = MetricName>(
  benchmark: Benchmark,
  part: Part,
  options: SpecialiseOptions<M> = {},
): Promise<Uint8Array> {
  checkOptions(options, SPECIALISE_OPTIONS)
  if (benchmark.repairs.length > 0) {
    throw new UnsupportedModelError({
      source: benchmark.release,
      what: "a pack holds trees, not what repair makes of their answers",
      expected: "a benchmark without repair",
      actual: benchmark.repairs.join(", "),
      remedy: "specialise first, and open the pack with { repair }",
    })
  }
  const surrogates = benchmark.select(options.metrics).flatMap(group => group.surrogates)
  if (typeof part !== "object" || part === null || Array.isArray(part)) {
    throw new ConfigurationError({
      source: "part",
      what: "no part of a space",
      expected: "an object",
      actual: show(part),
    })
  }
  const { epoch, ...given } = part
  const domain = Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, listOf(benchmark.space, name, value)]),
  )
  const space = benchmark.space.restrict(domain, "part")
  const epochs = epochsOf(epoch, benchmark.epochs)
  const bounds = new Map<Encoder, FixedFeatures>()
  const specialised = surrogates.map(({ metric, booster, encoder, transforms }) => {
    const fixed = bounds.get(encoder) ?? boundsOf(encoder, space, epochs)
    bounds.set(encoder, fixed)
    // Nobody asks a release for leaf ids, and without them a pack is smaller.
    return new Surrogate(metric, specialise(booster, fixed, { nodeIds: false }), encoder, transforms)
  })
  const { task, card, sha256 } = benchmark
  return writeReleasePack(
    task,
    { ...card, domain: domainOf(space, epochs), specialisedFrom: sha256 },
    specialised,
  )
}

/** A value alone is a list of one; of a range, both its ends. */
function listOf(space: Space, name: string, value: unknown): readonly HyperparameterValue[] {
  if (Array.isArray(value)) return value
  const { kind } = space.get(name)
  return (kind === "float" || kind === "integer" ? [value, value] : [value]) as HyperparameterValue[]
}
