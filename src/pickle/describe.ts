/** Says in a few words what a value of a pickle is, for messages: short, on one line, never going far down. */

import { show } from "../errors.ts"
import type { PickleValue } from "./value.ts"

const LARGEST_SHOWN = 1_000_000_000_000_000_000_000_000_000_000n

/**
 * Describes a value for a message.
 *
 * @param value any value, undefined for what is not there
 * @returns a few words, for example `an object of class sklearn.pipeline.Pipeline` or `os.system("ls")`
 */
export function describe(value: PickleValue | undefined): string {
  if (value === undefined) return "nothing"
  if (value === null) return "None"
  // Writing out a long integer takes the square of its digits.
  if (typeof value === "bigint" && (value > LARGEST_SHOWN || value < -LARGEST_SHOWN)) return "a long integer"
  if (typeof value !== "object") return show(value)
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (value instanceof Uint8Array) return `${value.length} bytes`
  switch (value.kind) {
    case "text":
      return "a long string"
    case "tuple":
      return `a tuple of ${value.items.length}`
    case "set":
      return `a set of ${value.items.length}`
    case "dict":
      return `a dict of ${value.size}`
    case "global":
      return show(`${value.module}.${value.name}`).slice(1, -1)
    case "object":
      return `an object of class ${show(`${value.module}.${value.name}`).slice(1, -1)}`
    case "dtype":
      return `the dtype ${value.name}`
    case "ndarray":
      return `an array of ${value.dtype.name} with shape (${value.shape.join(", ")})`
    case "opaque": {
      const args = value.args.slice(0, 4).map(argument => (isNested(argument) ? "…" : describe(argument)))
      return `${show(value.callable).slice(1, -1)}(${args.join(", ")}${value.args.length > 4 ? ", …" : ""})`
    }
  }
}

/** One level is enough: what stands inside may hold itself. */
function isNested(value: PickleValue): boolean {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === "opaque"
}
