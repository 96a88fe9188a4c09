/**
 * Names out of pandas: an Index as `_new_Index(class, {"data": …, "name": …})`, a Series as its block manager
 * with the state that pandas writes since 0.14.1.
 */

import { PickleField } from "../pickle/field.ts"

/**
 * @param field a pandas Index
 * @returns its labels
 * @throws {ModelFormatError} with the path, where it is no Index of strings
 */
export function indexStrings(field: PickleField): string[] {
  const { name } = field.object()
  if (!name.endsWith("Index")) field.fail("wrong class", "a pandas Index")
  const kept = [field.state, ...field.args()].find(
    part =>
      typeof part.value === "object" &&
      part.value !== null &&
      "kind" in part.value &&
      part.value.kind === "dict" &&
      part.has("data"),
  )
  if (kept === undefined) return field.fail("an Index without its data", "a dict with the key data")
  return kept.get("data").strings()
}

/** The dict of blocks in a block manager's state: the last item of a tuple, under the version's name. */
function blocksOf(manager: PickleField): PickleField {
  const { state } = manager
  const parts = state.items()
  for (const part of parts) {
    if (typeof part.value !== "object" || part.value === null || !("kind" in part.value)) continue
    if (part.value.kind === "dict" && part.has("0.14.1")) return part.get("0.14.1").get("blocks")
  }
  return state.fail("unknown layout of a block manager", 'a tuple with a dict of the key "0.14.1"')
}

/**
 * @param field a pandas Series of strings
 * @returns its values
 * @throws {ModelFormatError} with the path, where it is no such Series
 */
export function seriesStrings(field: PickleField): string[] {
  field.object("Series")
  const manager = field.has("_mgr") ? field.get("_mgr") : field.get("_data")
  const values = blocksOf(manager).at(0).get("values")
  if (values.className !== undefined) return values.get("_ndarray").strings()
  const { value } = values
  if (typeof value === "object" && value !== null && "kind" in value && value.kind === "ndarray") {
    // A block of some versions keeps a leading axis of one item.
    const items = value.values
    if (value.shape.length === 2 && value.shape[0] === 1 && Array.isArray(items)) {
      return new PickleField(items, values.path, values.source).strings()
    }
  }
  return values.strings()
}
