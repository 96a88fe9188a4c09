/** One metric's surrogate from published predictions: the paper's target transform around our own trainer. */
import type { MetricName } from "../../src/benchmark/index.ts"
import { log } from "../../src/numeric/log.ts"
import { pow } from "../../src/numeric/pow.ts"
import { createEncoder, type Encoder } from "../../src/space/index.ts"
import { Surrogate } from "../../src/surrogate/surrogate.ts"
import type { TargetTransform } from "../../src/surrogate/target-transform.ts"
import { train } from "../../src/training/train.ts"
import type { Predictions } from "./predictions.ts"
import type { MetricRecipe } from "./recipe.ts"

/** The paper's distance of scaled labels from 0 and 1. */
const DELTA = 1e-6
/** What a label on a bound still weighs, of the 1 in the middle: no row is given up. */
const LEAST_WEIGHT = 0.02

/** The one encoder of the release: the columns of the official surrogates. */
export function releaseEncoder(): Encoder {
  const operations = [1, 2, 3, 4, 5, 6].flatMap(edge => [0, 1, 2, 3, 4].map(op => `Op${edge}_${op}`))
  const activations = ["Hardswish", "Mish", "ReLU"].map(name => `Activation_${name}`)
  const plain = ["LearningRate", "N", "Resolution", "W", "WeightDecay", "epoch"]
  return createEncoder([...activations, ...operations, "Optimizer_SGD", "TrivialAugment_True", ...plain])
}

/** What is undone from a margin to the metric: the scaling to [δ, 1 - δ], and the inverse sigmoid. */
function transformsOf([low, high]: readonly [number, number]): readonly TargetTransform[] {
  const scale = (1 - 2 * DELTA) / (high - low)
  return [
    { kind: "min-max", scale, min: DELTA - low * scale },
    { kind: "inverse-sigmoid", k: 1 },
  ]
}

/**
 * Fits one metric.
 *
 * @param fitted numbers of the rows to fit to
 * @returns the surrogate; the same bits for the same predictions and recipe
 */
export async function fitMetric(
  metric: MetricName,
  recipe: MetricRecipe,
  predictions: Predictions,
  fitted: Int32Array,
  encoder: Encoder,
): Promise<Surrogate> {
  const { bounds, readsEpoch, slopeWeight, parameters } = recipe
  const { numFeatures, epochColumn, featureNames } = encoder
  const [low, high] = bounds
  const numRows = fitted.length
  const rows = new Float32Array(numRows * numFeatures)
  const labels = new Float32Array(numRows)
  const weights = new Float32Array(numRows)
  for (const [at, row] of fitted.entries()) {
    rows.set(predictions.rows.subarray(row * numFeatures, (row + 1) * numFeatures), at * numFeatures)
    // A column of one value is never split: the metric then does not know the epoch.
    if (!readsEpoch) rows[at * numFeatures + epochColumn] = 200
    const share = ((predictions.labels[metric][row] ?? Number.NaN) - low) / (high - low)
    const scaled = Math.min(Math.max(DELTA + (1 - 2 * DELTA) * share, DELTA), 1 - DELTA)
    labels[at] = log(scaled / (1 - scaled))
    weights[at] = pow(4 * scaled * (1 - scaled) + LEAST_WEIGHT, slopeWeight)
  }
  // A mean of 1 lets least sums of hessians mean rows.
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / numRows
  const data = { rows, numFeatures, labels, weights: weights.map(weight => weight / mean), featureNames }
  const { booster } = await train(data, { baseScore: 0, ...parameters })
  return new Surrogate(metric, booster, encoder, transformsOf(bounds))
}
