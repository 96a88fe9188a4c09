/**
 * The configurations that this project measured: number k is a pure function of k, so that its collection can be
 * extended, repeated and checked anywhere. `scripts/collect/space.py` draws the same ones with numpy.
 */

import { show } from "../errors.ts"
import { pow } from "../numeric/pow.ts"
import { Generator } from "../random/generator.ts"
import { Philox } from "../random/philox.ts"
import type { Configuration, OperationIndex } from "../space/index.ts"

/** The lower word of every key; the upper one is the configuration's number. */
const COLLECTION_SEED = 2_012_022n
/** One above the greatest seed that is drawn. */
const SEEDS = 2 ** 32 - 1

const ACTIVATIONS = ["ReLU", "Hardswish", "Mish"] as const

/** A configuration of the collection, and what its training run is seeded with. */
export interface MeasuredConfiguration {
  /** Without fidelities: those are chosen, not drawn, and the configuration is the same at each. */
  readonly configuration: Omit<Configuration, "N" | "W" | "Resolution">
  /** Of initial weights, order of images and augmentation: 0 … 2³² - 2. */
  readonly seed: number
}

function checkCount(value: number, name: string): bigint {
  if (Number.isSafeInteger(value) && value >= 0) return BigInt(value)
  throw new RangeError(`${name}: expected an integer of at least 0, got ${show(value)}`)
}

/** The seed of a further run: the counter's highest word at the repeat's number keeps its blocks apart. */
function repeatSeed(key: readonly [bigint, bigint], repeat: bigint): number {
  return new Generator(new Philox({ key, counter: [0n, 0n, 0n, repeat] })).integers(0, SEEDS)
}

/**
 * Configuration number k of the measured dataset.
 *
 * @param k 0, 1, 2, …
 * @param options which run of it: `repeat` 0 (default) with the seed of its own, 1, 2, … with further ones
 * @returns what was drawn: operations, activation, augmentation and seed as numpy draws them; LearningRate and
 *   WeightDecay of correctly rounded powers, within 2 ulp of what the collector's C library makes of the same draws
 * @throws {RangeError} for anything but integers of at least 0
 * @example
 * ```ts
 * const { configuration, seed } = measuredConfiguration(3)
 * configuration.Activation // "Hardswish"
 * seed === measuredConfiguration(3, { repeat: 1 }).seed // false
 * ```
 */
export function measuredConfiguration(
  k: number,
  options: { readonly repeat?: number } = {},
): MeasuredConfiguration {
  const { repeat = 0 } = options
  const key = [COLLECTION_SEED, checkCount(k, "k")] as const
  const run = checkCount(repeat, "options.repeat")
  const random = Generator.fromKey(...key)
  const operation = (): OperationIndex => random.integers(0, 5) as OperationIndex
  // Evaluated in the order in which they are written, which is the collector's.
  const [Op1, Op2, Op3, Op4, Op5, Op6] = [
    operation(),
    operation(),
    operation(),
    operation(),
    operation(),
    operation(),
  ]
  const LearningRate = 1e-3 * pow(1000, random.random())
  const WeightDecay = 1e-5 * pow(1000, random.random())
  const Activation = ACTIVATIONS[random.integers(0, 3)]!
  const TrivialAugment = random.integers(0, 2) === 1
  const seed = random.integers(0, SEEDS)
  return {
    configuration: {
      ...{ Op1, Op2, Op3, Op4, Op5, Op6, LearningRate, WeightDecay },
      ...{ Activation, TrivialAugment, Optimizer: "SGD" },
    },
    seed: repeat === 0 ? seed : repeatSeed(key, run),
  }
}
