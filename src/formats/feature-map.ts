/**
 * Names and kinds of features for dumps: from the caller, from a feature map file as XGBoost's `FeatureMap`
 * reads it (`<column> <name> <kind>` a line), from the model, or `f0`, `f1`, ….
 */

import { ModelFormatError, ShapeError } from "../errors.ts"
import type { ParsedModel } from "./parsed-model.ts"

/** How a dump names and prints features. */
export interface DumpFeatures {
  /** Text of a feature map file (`featmap.txt`); it goes before names and types. */
  readonly featureMap?: string
  /** Names in column order (default: the model's, else `f0`, `f1`, …). */
  readonly featureNames?: readonly string[]
  /**
   * Types in column order (default: the model's): `int` thresholds are rounded up, `i` (indicator) features
   * print none, all others print as numbers. Categorical splits print as such whatever is said here.
   */
  readonly featureTypes?: readonly string[]
}

/** Features as dumps print them. */
export interface FeatureLabels {
  readonly names: readonly string[]
  readonly types: readonly string[]
}

const TYPES = ["i", "q", "int", "float", "c"]

function parseFeatureMap(text: string): FeatureLabels {
  const words = text.split(/\s+/).filter(word => word !== "")
  const names: string[] = []
  const types: string[] = []
  for (let at = 0; at + 2 < words.length; at += 3) {
    const [column, name, type] = words.slice(at, at + 3)
    const path = `featureMap, entry ${names.length}`
    if (column !== `${names.length}`) {
      const expected = `${names.length} (columns in order; names without white space)`
      throw new ModelFormatError({ path, what: "column out of its place", expected, actual: column })
    }
    if (!TYPES.includes(type)) {
      throw new ModelFormatError({ path, what: "unknown type", expected: TYPES.join(", "), actual: type })
    }
    names.push(name)
    types.push(type)
  }
  return { names, types }
}

/** Since 2.0 XGBoost escapes names in dumps, and leaves the backslash of `\u` alone. */
function escapeName(name: string): string {
  const escapes: Readonly<Record<string, string>> = {
    '"': '\\"',
    "\\": "\\\\",
    "\b": "\\b",
    "\f": "\\f",
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is escaped.
  return name.replace(/\\(?!u)|["\u0000-\u001f]/g, character => {
    return escapes[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`
  })
}

/**
 * Decides how a model's features are printed. Up to 1.7 XGBoost prints names as they are, so that a dump of
 * a name with a quote is no JSON; later versions escape them.
 *
 * @returns one name and one type for each feature
 * @throws {ShapeError} where the given names or types are not as many as the features
 * @throws {ModelFormatError} where a feature map is none
 */
export function labelFeatures(model: ParsedModel, options: DumpFeatures): FeatureLabels {
  const { numFeatures } = model
  const given = options.featureMap === undefined ? null : parseFeatureMap(options.featureMap)
  const names = given?.names ?? options.featureNames ?? model.featureNames
  const types = given?.types ?? options.featureTypes ?? model.featureTypes
  for (const [path, list] of [
    ["featureMap", given?.names],
    ["options.featureNames", names],
    ["options.featureTypes", types],
  ] as const) {
    if (list && list.length !== numFeatures) {
      const expected = `${numFeatures} entries (features of the model)`
      throw new ShapeError({ path, what: "wrong length", expected, actual: `${list.length}` })
    }
  }
  const isEscaped = model.version === null || model.version[0] >= 2
  return {
    names: Array.from({ length: numFeatures }, (_, column) => {
      const name = names?.[column] ?? `f${column}`
      return isEscaped ? escapeName(name) : name
    }),
    types: types ?? Array.from({ length: numFeatures }, () => "q"),
  }
}
