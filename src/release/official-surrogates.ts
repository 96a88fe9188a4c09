/**
 * The pickled values of one metric's folder to surrogates, as `XGBSurrogate.load` of jahs_bench 1.1.0 puts them
 * together: the parameters (a dict), the label headers (a pandas Series) and the model (a scikit-learn Pipeline).
 */

import { ModelFormatError } from "../errors.ts"
import type { PickleField } from "../pickle/field.ts"
import { createEncoder } from "../space/index.ts"
import { Surrogate } from "../surrogate/surrogate.ts"
import { featureColumns } from "./feature-columns.ts"
import { indexStrings, seriesStrings } from "./pandas-strings.ts"
import { isUnset, requireSklearn } from "./sklearn-class.ts"
import { readTargetRegressors } from "./target-regressors.ts"

/** The values of the three pickles of one metric's folder. */
export interface OfficialFields {
  readonly params: PickleField
  readonly labelHeaders: PickleField
  readonly model: PickleField
}

/** What the parameters say of a surrogate. */
export interface OfficialParams {
  readonly isTrained: boolean
  /** Columns of a query, in the model's order. */
  readonly features: readonly string[]
  /** Empty where the parameters do not know them. */
  readonly labels: readonly string[]
}

/**
 * @param params the value of `params.pkl.gz`
 * @throws {ModelFormatError} with the path of what is missing or of another type
 */
export function officialParams(params: PickleField): OfficialParams {
  const isTrained = params.get("trained_").boolean()
  // An untrained surrogate has no headers yet.
  const names = (field: PickleField): string[] => (isUnset(field) ? [] : indexStrings(field))
  const features = params.get("feature_headers")
  if (isTrained && isUnset(features)) features.fail("missing value", "a pandas Index")
  return { isTrained, features: names(features), labels: names(params.get("label_headers")) }
}

/**
 * @param params the value of `params.pkl.gz`
 * @throws {ModelFormatError} for a surrogate that was never trained: it has no model
 */
export function requireTrained(params: PickleField): void {
  const trained = params.get("trained_")
  if (!trained.boolean()) trained.fail("the surrogate was never trained", "True", "False")
}

/** The steps of a pipeline, of which there are two: what encodes, and what regresses. */
function stepsOf(pipeline: PickleField): readonly [PickleField, PickleField] {
  requireSklearn(pipeline, "Pipeline")
  const steps = pipeline.get("steps").items()
  if (steps.length !== 2) {
    pipeline.get("steps").unsupported("other steps than those of jahs_bench", "two", `${steps.length}`)
  }
  return [steps[0].at(1), steps[1].at(1)]
}

function checkSame(labels: readonly string[], params: OfficialParams, source: string): void {
  const isSame =
    params.labels.length === 0 ||
    (params.labels.length === labels.length && params.labels.every((label, i) => label === labels[i]))
  if (labels.length > 0 && new Set(labels).size === labels.length && isSame) return
  throw new ModelFormatError({
    source,
    what: "labels that do not fit the parameters",
    expected: params.labels.length === 0 ? "one label or more, each once" : params.labels.join(", "),
    actual: labels.join(", ") || "none",
  })
}

/**
 * Makes the surrogates of one metric's folder.
 *
 * @returns one surrogate a label, in the model's order
 * @throws {ModelFormatError} with file and path: incomplete, or never trained
 * @throws {UnsupportedModelError} naming a class or an option that is not evaluated here
 */
export function officialSurrogates(fields: OfficialFields): Surrogate[] {
  requireTrained(fields.params)
  const params = officialParams(fields.params)
  const labels = seriesStrings(fields.labelHeaders)
  checkSame(labels, params, fields.labelHeaders.source)
  const { model } = fields
  const [preprocess, regressor] = stepsOf(model)
  const encoder = createEncoder(featureColumns(preprocess, params.features), model.source)
  return readTargetRegressors(regressor, labels.length).map(({ booster, transforms }, i) => {
    if (booster.numFeatures !== encoder.numFeatures) {
      regressor.fail(
        "the booster has other features than the encoder writes",
        `${encoder.numFeatures} features`,
        `${booster.numFeatures}`,
      )
    }
    return new Surrogate(labels[i], booster, encoder, transforms)
  })
}
