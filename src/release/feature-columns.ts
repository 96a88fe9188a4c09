/**
 * The columns that a fitted ColumnTransformer writes, by their names in this package's headers: one-hot blocks
 * such as `Op1_0` to `Op1_4`, `TrivialAugment_True`, and plain columns such as `LearningRate`.
 */

import type { PickleField } from "../pickle/field.ts"
import { jahsSpace } from "../space/index.ts"
import { isUnset, requireSklearn, sklearnClass } from "./sklearn-class.ts"

/** Columns that a transformer takes: names, or positions in the header. */
function columnNames(field: PickleField, header: readonly string[]): string[] {
  // scikit-learn 1.4 and later wrap the list of the remainder's positions.
  const list = field.className !== undefined && field.has("data") ? field.get("data") : field
  return list.items().map(item => {
    if (typeof item.value === "number") return header[item.integer(0, header.length - 1)]
    const name = item.string()
    if (!header.includes(name)) item.fail("unknown column", `one of ${header.join(", ")}`)
    return name
  })
}

/** A category as Python's `str` writes it; of the type that queries have, else nothing would ever match it. */
function categoryText(category: PickleField, column: string): string {
  const hyperparameter = jahsSpace.hyperparameters.find(({ name }) => name === column)
  const type = hyperparameter !== undefined && "valueType" in hyperparameter ? hyperparameter.valueType : null
  const { value } = category
  const isText = type === null || type === "string"
  if (type === "boolean" && (typeof value === "boolean" || value === 0 || value === 1)) {
    return value ? "True" : "False"
  }
  if (typeof value === "number" && type !== "string" && type !== "boolean") return String(value)
  const text = category.string()
  return isText ? text : category.fail("a category of another type", `a value of type ${type}`)
}

/** Index of the category that has no column; -1 where all have one. */
function dropped(encoder: PickleField, column: number): number {
  const indices = encoder.get("drop_idx_")
  if (isUnset(indices)) {
    if (isUnset(encoder.get("drop"))) return -1
    return indices.fail("missing value", "the indices of what drop leaves out")
  }
  const index = indices.at(column)
  return isUnset(index) ? -1 : index.integer(0, 65_535)
}

function oneHotColumns(encoder: PickleField, columns: readonly string[]): string[] {
  const unknown = encoder.get("handle_unknown")
  if (!isUnset(unknown) && unknown.string() !== "error") {
    unknown.unsupported("a way with unknown categories that is not evaluated here", '"error"')
  }
  for (const option of ["min_frequency", "max_categories"]) {
    const field = encoder.get(option)
    if (!isUnset(field)) field.unsupported("grouped categories are not evaluated here", "None")
  }
  const blocks = encoder.get("categories_").items()
  if (blocks.length !== columns.length) {
    encoder.get("categories_").fail("length mismatch", `${columns.length} lists`, `${blocks.length}`)
  }
  return blocks.flatMap((categories, i) => {
    const left = dropped(encoder, i)
    return categories
      .items()
      .filter((_, category) => category !== left)
      .map(category => `${columns[i]}_${categoryText(category, columns[i])}`)
  })
}

/** Whether a transformer passes its columns on: by name, or as the function that later versions put there. */
function passesOn(transformer: PickleField): boolean {
  if (transformer.value === "passthrough") return true
  if (sklearnClass(transformer) !== "FunctionTransformer") return false
  return isUnset(transformer.get("func")) && isUnset(transformer.get("inverse_func"))
}

/**
 * Reads the header that a fitted ColumnTransformer writes.
 *
 * @param field the transformer
 * @param features names of the columns that it is given, in their order
 * @returns names of the columns that it writes, in their order
 * @throws {UnsupportedModelError} for other transformers and options, and for sparse output, whose zeros
 *   XGBoost would take for missing
 * @throws {ModelFormatError} with the path, where something is missing or of another type
 */
export function featureColumns(field: PickleField, features: readonly string[]): string[] {
  requireSklearn(field, "ColumnTransformer")
  const own = field.get("feature_names_in_")
  if (!isUnset(own)) {
    const names = own.strings()
    if (names.length !== features.length || names.some((name, i) => name !== features[i])) {
      own.fail("other features than those of feature_headers", features.join(", "), names.join(", "))
    }
  }
  const weights = field.get("transformer_weights")
  if (!isUnset(weights)) weights.unsupported("weighted columns are not evaluated here", "None")
  const sparse = field.get("sparse_output_")
  if (sparse.boolean()) {
    sparse.unsupported("sparse output, whose zeros are missing values", "False", "True")
  }
  const transformers = field.get("transformers_")
  if (!transformers.exists) transformers.fail("the transformer was never fitted", "a list")
  return transformers.items().flatMap(item => {
    const transformer = item.at(1)
    if (transformer.value === "drop") return []
    const columns = columnNames(item.at(2), features)
    if (passesOn(transformer)) return columns
    return oneHotColumns(requireSklearn(transformer, "OneHotEncoder"), columns)
  })
}
