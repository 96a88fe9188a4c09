/** What the values of one hyperparameter change in a surrogate's rows. */

import type { ChoiceFeatures } from "../../predict/regions/choice-space.ts"
import type { Configuration, Encoder } from "../../space/index.ts"
import type { DiscretePart, WholeRegion } from "./region.ts"

/** A region's first configuration: what a choice does not change is as here. */
export function firstOf({ discrete, floats }: WholeRegion): Configuration {
  const values = [
    ...discrete.map(({ name, values }) => [name, values[0]]),
    ...floats.map(({ name, lower }) => [name, lower]),
  ]
  return Object.fromEntries(values) as unknown as Configuration
}

/**
 * Encodes a configuration once for each value of one hyperparameter.
 *
 * @returns the features that differ, and their values: none where the surrogate does not read it
 */
export function encodeOptions(
  encoder: Encoder,
  base: Configuration,
  { name, values }: DiscretePart,
  epoch: number,
): ChoiceFeatures {
  const rows = values.map(value => {
    const row = new Float32Array(encoder.numFeatures)
    encoder.encode({ ...base, [name]: value } as Configuration, epoch, row)
    return row
  })
  const features = Array.from(rows[0].keys()).filter(at => rows.some(row => row[at] !== rows[0][at]))
  return { features, values: Float32Array.from(rows.flatMap(row => features.map(at => row[at]))) }
}
