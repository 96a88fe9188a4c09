/**
 * The regressor of a pipeline to one booster a label, with the transforms that its target went through:
 * `TransformedTargetRegressor` in any depth and order around XGBRegressors, one or one a label.
 */

import type { PickleField } from "../pickle/field.ts"
import type { Booster } from "../predict/booster/booster.ts"
import type { TargetTransform } from "../surrogate/target-transform.ts"
import { isUnset, sklearnClass } from "./sklearn-class.ts"
import { readXgbRegressor } from "./xgb-regressor.ts"

/** What predicts one label. */
export interface TargetRegressor {
  readonly booster: Booster
  /** In the order in which training applied them. */
  readonly transforms: readonly TargetTransform[]
}

/** What undoes a transform, and which transform that is. */
const INVERSES: ReadonlyMap<string, "sigmoid" | "inverse-sigmoid"> = /* @__PURE__ */ new Map([
  ["CustomTransformFunctions.sigmoid", "inverse-sigmoid"],
  ["CustomTransformFunctions.inverse_sigmoid", "sigmoid"],
])

/** jahs_bench chains two; a pickle that holds itself would go on for ever. */
const MAX_CHAIN = 32

function finite(values: Float64Array, field: PickleField): Float64Array {
  if (values.every(Number.isFinite)) return values
  return field.fail("not finite", "finite numbers")
}

/** The inverse is (y - min_) / scale_: neither `clip` nor `feature_range` has a part in it. */
function minMax(scaler: PickleField, numLabels: number): TargetTransform[] {
  const scales = finite(scaler.get("scale_").numbers(numLabels), scaler.get("scale_"))
  const minima = finite(scaler.get("min_").numbers(numLabels), scaler.get("min_"))
  if (scales.some(scale => scale === 0)) scaler.get("scale_").fail("a scale of zero", "other numbers")
  return Array.from(scales, (scale, i) => ({ kind: "min-max", scale, min: minima[i] }))
}

/** The inverse of a function that jahs_bench names; `k` is 1 unless it is said. */
function customTransform(transformer: PickleField, numLabels: number): TargetTransform[] {
  const inverse = transformer.get("inverse_func")
  const expected = "sigmoid or inverse_sigmoid of jahs_bench's CustomTransformFunctions"
  if (isUnset(inverse)) inverse.unsupported("no inverse function", expected, "None")
  const { module, name } = inverse.global()
  const kind = /^jahs_bench(_201)?\./.test(module) ? INVERSES.get(name) : undefined
  if (kind === undefined) return inverse.unsupported("a function that is not evaluated here", expected)
  const options = transformer.get("inv_kw_args")
  let k = 1
  if (!isUnset(options)) {
    for (const [key, value] of options.entries()) {
      if (key.string() !== "k") value.unsupported("an argument that is not evaluated here", "k alone")
      k = value.number()
      if (!(k > 0 && k < Number.POSITIVE_INFINITY)) value.fail("out of range", "a finite number above 0")
    }
  }
  return Array.from({ length: numLabels }, () => ({ kind, k }))
}

/** One transform a label. */
function transformsOf(transformer: PickleField, numLabels: number): TargetTransform[] {
  switch (sklearnClass(transformer)) {
    case "MinMaxScaler":
      return minMax(transformer, numLabels)
    case "FunctionTransformer":
      return customTransform(transformer, numLabels)
    default: {
      const expected = "a MinMaxScaler or a FunctionTransformer"
      if (isUnset(transformer)) return transformer.fail("the transformer was never fitted", expected)
      return transformer.unsupported("a transform of the target that is not evaluated here", expected)
    }
  }
}

/**
 * Reads the last step of a pipeline. Only what was fitted is read: `regressor_`, `transformer_`, `estimators_`.
 *
 * @param field a TransformedTargetRegressor, a MultiOutputRegressor or an XGBRegressor
 * @param numLabels how many labels it predicts
 * @returns one entry a label, in their order
 * @throws {UnsupportedModelError} naming the class that is not evaluated here and its path
 * @throws {ModelFormatError} with the path, for what is missing, broken or was never fitted
 */
export function readTargetRegressors(field: PickleField, numLabels: number, depth = 0): TargetRegressor[] {
  if (depth > MAX_CHAIN) field.fail("nested too deep", `at most ${MAX_CHAIN} regressors`, "more")
  const name = sklearnClass(field)
  if (name === "TransformedTargetRegressor") {
    const inner = field.get("regressor_")
    if (isUnset(inner)) inner.fail("the regressor was never trained", "a fitted regressor")
    const transforms = transformsOf(field.get("transformer_"), numLabels)
    return readTargetRegressors(inner, numLabels, depth + 1).map((regressor, i) => ({
      booster: regressor.booster,
      transforms: [transforms[i], ...regressor.transforms],
    }))
  }
  if (name === "MultiOutputRegressor") {
    const list = field.get("estimators_")
    if (isUnset(list)) list.fail("the regressor was never trained", "a list of fitted regressors")
    const estimators = list.items()
    if (estimators.length !== numLabels) {
      list.fail("length mismatch", `one estimator for each of ${numLabels} labels`, `${estimators.length}`)
    }
    return estimators.flatMap(estimator => readTargetRegressors(estimator, 1, depth + 1))
  }
  if (field.className !== "xgboost.sklearn.XGBRegressor") {
    const expected = "an XGBRegressor, a TransformedTargetRegressor or a MultiOutputRegressor"
    if (field.className === undefined) field.fail(field.exists ? "wrong type" : "missing value", expected)
    field.unsupported("a regressor that is not evaluated here", expected)
  }
  if (numLabels !== 1) field.unsupported("one regressor for several labels", "one label", `${numLabels}`)
  return [{ booster: readXgbRegressor(field), transforms: [] }]
}
