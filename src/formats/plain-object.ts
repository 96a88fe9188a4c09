/** JavaScript objects, as `JSON.parse` or a bundler's JSON import gives them, to a document. */

import { ModelFormatError, show } from "../errors.ts"
import { type DocumentValue, isNumericArray, MAX_NESTING } from "./document.ts"

/**
 * Turns a plain object into a document. Shared parts are converted once; a cycle is an error.
 *
 * @param root anything; only own enumerable string keys are read
 * @param source its name, for messages
 * @throws {ModelFormatError} for cycles, nesting beyond reason and values that JSON cannot hold
 */
export function documentFromObject(root: object, source: string): DocumentValue {
  const done = new Map<object, DocumentValue>()
  const open = new Set<object>()

  const convert = (value: unknown, path: string, depth: number): DocumentValue => {
    if (
      value === null ||
      typeof value === "boolean" ||
      typeof value === "number" ||
      typeof value === "string"
    ) {
      return value
    }
    if (typeof value !== "object") {
      const expected = "null, a boolean, number, string, array or object"
      throw new ModelFormatError({ source, path, what: "not a JSON value", expected, actual: show(value) })
    }
    if (isNumericArray(value)) return value
    const known = done.get(value)
    if (known !== undefined) return known
    if (open.has(value) || depth > MAX_DEPTH) {
      const what = open.has(value) ? "object contains itself" : "nested too deep"
      throw new ModelFormatError({
        source,
        path,
        what,
        expected: "a finite document",
        actual: "a cycle or worse",
      })
    }
    open.add(value)
    let result: DocumentValue
    if (Array.isArray(value)) {
      result =
        value.length > 0 && value.every(item => typeof item === "number")
          ? Float64Array.from(value)
          : Array.from(value, (item, i) => convert(item, `${path}[${i}]`, depth + 1))
    } else if (value instanceof Map) {
      result = convertEntries(value.entries(), path, depth)
    } else {
      result = convertEntries(Object.entries(value), path, depth)
    }
    open.delete(value)
    done.set(value, result)
    return result
  }

  const convertEntries = (
    entries: Iterable<[unknown, unknown]>,
    path: string,
    depth: number,
  ): Map<string, DocumentValue> => {
    const map = new Map<string, DocumentValue>()
    for (const [key, item] of entries) {
      map.set(String(key), convert(item, path ? `${path}.${String(key)}` : String(key), depth + 1))
    }
    return map
  }

  return convert(root, "", 0)
}

/** Recursion needs some hundred bytes of stack a level; half of MAX_NESTING fits everywhere. */
const MAX_DEPTH: number = MAX_NESTING / 4
