/** Random small forests of 4 features for the property tests, and rows near their thresholds. */

import { toDocument as plainDocument } from "../../src/testing/forest-document.ts"
import { arbitraryForest, conditions, type ForestSpec } from "../../src/testing/forest-spec.ts"
import type { Value } from "../hostile/encode.ts"
import fc from "./fast-check.ts"
import { nextDown, nextUp } from "./float32.ts"

export type { ForestSpec } from "../../src/testing/forest-spec.ts"

export const NUM_FEATURES = 4

/** Forests with scalar leaves and numeric splits, or with everything. */
export function forests(options: { readonly numericOnly: boolean }): fc.Arbitrary<ForestSpec> {
  return arbitraryForest({ ...options, numFeatures: NUM_FEATURES })
}

/** The forest as XGBoost of its version would save it. */
export function toDocument(spec: ForestSpec): { [key: string]: Value } {
  return plainDocument(spec)
}

/** Values on, just below and just above the thresholds, categories, missing ones and infinities. */
export function rows(numRows: number): fc.Arbitrary<Float32Array> {
  const near = conditions().flatMap(value => [value, nextDown(value), nextUp(value)])
  const value = fc.oneof(
    { arbitrary: fc.constantFrom(...near), weight: 4 },
    { arbitrary: fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY), weight: 2 },
    { arbitrary: fc.constantFrom(0, 1, 2, 3, 5, 9, 10, 2.7, -0.5, -1, 16777216, 16777215), weight: 2 },
    { arbitrary: fc.float(), weight: 1 },
  )
  const length = numRows * NUM_FEATURES
  return fc.array(value, { minLength: length, maxLength: length }).map(values => Float32Array.from(values))
}
