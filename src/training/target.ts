/**
 * Labels as a surrogate is trained on them: missing ones filled, scaled into [δ, 1 - δ], through the inverse sigmoid
 * (Bansal et al. 2022, appendix C). The way back is in src/surrogate/target-transform.ts.
 */

import { applyTransforms, type TargetTransform } from "../surrogate/target-transform.ts"

/** Distance of scaled labels from 0 and 1, where the inverse sigmoid is infinite. */
const DELTA = 1e-6

const MAX_FLOAT32 = 3.4028234663852886e38

/** Lowest and highest value of a metric. */
export type LabelBounds = readonly [lower: number, upper: number]

/**
 * The range of what was observed.
 *
 * @param labels NaN is missing
 * @param path what they are called in messages
 * @throws {RangeError} where all are missing
 */
export function boundsOf(labels: ArrayLike<number>, path = "labels"): LabelBounds {
  let [lower, upper] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (let row = 0; row < labels.length; row++) {
    if (labels[row] < lower) lower = labels[row]
    if (labels[row] > upper) upper = labels[row]
  }
  if (lower <= upper) return [lower, upper]
  throw new RangeError(`${path}: expected a number at least, got ${labels.length} missing`)
}

/**
 * Refuses bounds that no prediction can be scaled to: predictions are float32 numbers, and so are their differences.
 *
 * @param path for messages
 * @throws {RangeError}
 */
export function checkBounds([lower, upper]: LabelBounds, path: string): void {
  if (!(lower <= upper)) {
    throw new RangeError(`${path}: expected a lower and a higher number, got ${lower} and ${upper}`)
  }
  if (Number.isFinite(Math.fround(upper - lower)) && Number.isFinite(Math.fround(upper))) return
  throw new RangeError(
    `${path}: expected float32 numbers less than ${MAX_FLOAT32} apart, got ${lower} to ${upper}`,
  )
}

/**
 * Fills in what is missing, as a failed training is judged: no accuracy, or a hundred times the highest loss or
 * duration.
 *
 * @param metric its name: accuracies end in `acc`
 * @param labels NaN is missing
 * @returns a copy without NaN
 * @throws {RangeError} where all are missing
 */
export function fillMissing(metric: string, labels: Float64Array): Float64Array {
  const worst = metric.endsWith("acc") ? 0 : 100 * boundsOf(labels)[1]
  return labels.map(label => (Number.isNaN(label) ? worst : label))
}

/**
 * The transforms between a label and its training target.
 *
 * @param bounds which predictions cannot leave
 * @param k how steep the sigmoid is
 */
export function sigmoidTransforms([lower, upper]: LabelBounds, k: number): TargetTransform[] {
  // A metric that does not vary is scaled by 1, as scikit-learn's MinMaxScaler does.
  const scale = (1 - 2 * DELTA) / (upper > lower ? upper - lower : 1)
  return [
    { kind: "min-max", scale, min: DELTA - lower * scale },
    { kind: "inverse-sigmoid", k },
  ]
}

/**
 * Training targets of some rows.
 *
 * @param labels of the whole table, without NaN; beyond the bounds they count as the bound
 * @param rows positions of the rows
 */
export function targetsOf(
  labels: Float64Array,
  rows: Uint32Array,
  [lower, upper]: LabelBounds,
  transforms: readonly TargetTransform[],
): Float32Array {
  return Float32Array.from(rows, row =>
    applyTransforms(transforms, Math.min(upper, Math.max(lower, labels[row]))),
  )
}
