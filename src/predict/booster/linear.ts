/**
 * gblinear: a bias and a weight per feature for each output, summed in float32 in feature order over the
 * features that are present. XGBoost's src/gbm/gblinear.cc.
 */

const { fround } = Math

/**
 * @param weights numFeatures × numOutputs weights, then numOutputs biases
 * @param rows numRows × numFeatures values, NaN is missing
 * @param margins numRows × numOutputs base margins, changed in place
 */
export function sumLinear(
  weights: Float32Array,
  numFeatures: number,
  numOutputs: number,
  rows: Float32Array,
  numRows: number,
  margins: Float32Array,
): void {
  for (let row = 0; row < numRows; row++) {
    for (let output = 0; output < numOutputs; output++) {
      let sum = fround(weights[numFeatures * numOutputs + output] + margins[row * numOutputs + output])
      for (let feature = 0; feature < numFeatures; feature++) {
        const value = rows[row * numFeatures + feature]
        if (!Number.isNaN(value)) sum = fround(sum + fround(value * weights[feature * numOutputs + output]))
      }
      margins[row * numOutputs + output] = sum
    }
  }
}
