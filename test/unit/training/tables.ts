/** Tables to train on, the same in every run. */

import { createRandom } from "../../../src/random/generator.ts"

/** A table of values with two decimals, so that few are distinct; the last two features are one-hot. */
export interface SmallTable {
  readonly rows: Float32Array
  readonly numFeatures: number
  readonly numRows: number
  /** A smooth function of the features with some noise, from about 0 to 5. */
  readonly labels: Float32Array
  readonly weights: Float32Array
}

/** @param missing share of the values that are missing */
export function smallTable(numRows: number, missing: number, seed: number): SmallTable {
  const random = createRandom(seed)
  const numFeatures = 6
  const rows = new Float32Array(numRows * numFeatures)
  const labels = new Float32Array(numRows)
  for (let row = 0; row < numRows; row++) {
    const values = Array.from({ length: 4 }, () => random.integers(0, 100) / 100)
    const kind = random.integers(0, 2)
    rows.set([...values, kind, 1 - kind], row * numFeatures)
    const [a, b, c, d] = values as [number, number, number, number]
    labels[row] = 3 * a + b * b + c * d + kind / 2 + random.random() / 5
  }
  for (let at = 0; at < rows.length; at++) if (random.random() < missing) rows[at] = Number.NaN
  const weights = Float32Array.from(labels, () => random.integers(1, 4))
  return { rows, numFeatures, numRows, labels, weights }
}

/** Three groups of five one-hot columns and a number: the columns of each group are one to the trainer. */
export function oneHotTable(numRows: number, seed: number): SmallTable {
  const random = createRandom(seed)
  const numFeatures = 16
  const rows = new Float32Array(numRows * numFeatures)
  const labels = new Float32Array(numRows)
  for (let row = 0; row < numRows; row++) {
    const first = row * numFeatures
    const kinds = [0, 1, 2].map(() => random.integers(0, 5)) as [number, number, number]
    for (const [group, kind] of kinds.entries()) rows[first + 5 * group + kind] = 1
    rows[first + 15] = random.integers(0, 50) / 50
    labels[row] = 0.5 * kinds[0] + (kinds[1] === 2 ? 1.5 : 0) + rows[first + 15]! * kinds[2]! * 0.3
    labels[row]! += random.random() / 5
  }
  return { rows, numFeatures, numRows, labels, weights: labels.map(() => random.integers(1, 4)) }
}
