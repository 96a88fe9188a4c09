/**
 * Random configurations as `jahs_bench` draws them: `sample_config` of its api.py (version 1.1.0) over
 * ConfigSpace 0.4 and numpy's `RandomState`.
 */

import { show } from "../errors.ts"
import { RandomState } from "../random/mt19937.ts"
import { type Configuration, epochFidelity, type Hyperparameter, jahsSpace } from "../space/index.ts"
import { draw } from "../space/sample.ts"

/** A configuration with the epoch that was drawn with it. */
export type SampledConfig = Configuration & { readonly epoch: number }

/** What `sampleConfig` needs of a `RandomState`. */
export type ConfigRandom = Pick<RandomState, "random" | "randint">

function sortedByName(): readonly Hyperparameter[] {
  return [...jahsSpace.hyperparameters].sort((a, b) => (a.name < b.name ? -1 : 1))
}

/**
 * The whole space's hyperparameters as ConfigSpace 0.4 sorts them: by name. It draws in this order, and the
 * official surrogates' columns come in it.
 */
export const alphabetical: readonly Hyperparameter[] = /* @__PURE__ */ sortedByName()

function toRandom(seed: number | ConfigRandom): ConfigRandom {
  if (typeof seed === "number") return new RandomState(seed)
  if (typeof seed?.random === "function" && typeof seed?.randint === "function") return seed
  throw new TypeError(
    `seed: wrong type; expected an integer from 0 to 4294967295 or a RandomState, got ${show(seed)}`,
  )
}

/**
 * Draws a configuration of the whole design space, then an epoch from 1 to 199: upstream's `randint(1, 200)`
 * leaves out the last one.
 *
 * @param seed an integer from 0 to 2^32 - 1, or a `RandomState`, which moves on
 * @returns a frozen configuration in upstream's order of keys, the epoch last
 * @throws {RangeError} for a seed out of range
 * @throws {TypeError} for a seed of another type
 */
export function sampleConfig(seed: number | ConfigRandom): SampledConfig {
  const numpy = toRandom(seed)
  const random = {
    random: (): number => numpy.random(),
    integers: (low: number, high: number): number => numpy.randint(low, high),
  }
  const values: Record<string, unknown> = {}
  for (const hyperparameter of alphabetical) values[hyperparameter.name] = draw(hyperparameter, random)
  values[epochFidelity.name] = numpy.randint(epochFidelity.lower, epochFidelity.upper)
  return Object.freeze(values) as unknown as SampledConfig
}

/**
 * Draws a row of a table as upstream's `sample_config` does of tables.
 *
 * @param seed an integer from 0 to 2^32 - 1, or a `RandomState`, which moves on
 * @returns 0 … `numRows` - 1
 * @throws as `sampleConfig`
 */
export function drawRow(seed: number | ConfigRandom, numRows: number): number {
  return toRandom(seed).randint(0, numRows)
}
