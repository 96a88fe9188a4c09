/** Classes of scikit-learn in a pickle: their modules moved from version to version, their names did not. */

import type { PickleField } from "../pickle/field.ts"

/**
 * @param field any value
 * @returns the name of its class where that is one of scikit-learn's, such as `ColumnTransformer`; else undefined
 */
export function sklearnClass(field: PickleField): string | undefined {
  const { className } = field
  return className?.startsWith("sklearn.") ? className.slice(className.lastIndexOf(".") + 1) : undefined
}

/**
 * Requires a value to be of a class of scikit-learn.
 *
 * @throws {UnsupportedModelError} naming the class that is there instead
 * @throws {ModelFormatError} where the value is no object
 */
export function requireSklearn(field: PickleField, name: string): PickleField {
  if (sklearnClass(field) === name) return field
  const expected = `a ${name} of scikit-learn`
  if (field.className === undefined)
    return field.fail(field.exists ? "wrong type" : "missing value", expected)
  return field.unsupported("a class that is not evaluated here", expected)
}

/** Whether a parameter is at the value that it had before scikit-learn knew it: None, or not there. */
export function isUnset(field: PickleField): boolean {
  return !field.exists || field.isNone
}
