/** Fields of a request: each known, and of the type that its endpoint reads. */

import { show } from "../errors.ts"
import { didYouMean } from "../nearest.ts"
import { ServiceError } from "../wire/index.ts"

/** Fields of a body, or parameters of an address. */
export type Fields = Readonly<Record<string, unknown>>

function wrong(path: string, what: string, expected: string, actual: unknown): ServiceError {
  return new ServiceError("ERR_FIELD", { path, what, expected, actual: show(actual) })
}

/**
 * A misspelt field would silently ask for something else: every field must be a known one.
 *
 * @param within the field that they are in, for messages
 * @throws {ServiceError} naming the first that is not, and what it probably was
 */
export function checkNames(fields: Fields, known: readonly string[], within?: string): void {
  for (const name of Object.keys(fields)) {
    if (known.includes(name)) continue
    throw new ServiceError("ERR_FIELD", {
      path: [within, name.slice(0, 60)].filter(Boolean).join("."),
      what: "unknown field",
      expected: known.length === 0 ? "none" : `one of ${known.join(", ")}`,
      actual: show(name),
      remedy: didYouMean(name, known),
    })
  }
}

/** @throws {ServiceError} for anything but true and false */
export function optionalBoolean(fields: Fields, name: string): boolean | undefined {
  const value = fields[name]
  if (value === undefined || typeof value === "boolean") return value
  throw wrong(name, "wrong type", "true or false", value)
}

/** @throws {ServiceError} for anything but an array of texts */
export function optionalNames(fields: Fields, name: string): readonly string[] | undefined {
  const value = fields[name]
  if (value === undefined) return undefined
  if (Array.isArray(value) && value.length > 0 && value.every(item => typeof item === "string")) return value
  throw wrong(name, "wrong type", "an array of names", value)
}

/** @throws {ServiceError} for what is not there, or no array */
export function requiredArray(fields: Fields, name: string): readonly unknown[] {
  const value = fields[name]
  if (Array.isArray(value)) return value
  throw wrong(name, value === undefined ? "missing" : "wrong type", "an array", value)
}

/**
 * @param path of the field, for messages
 * @throws {ServiceError} for anything but an object
 */
export function optionalObject(fields: Fields, name: string, path: string = name): Fields | undefined {
  const value = fields[name]
  if (value === undefined) return undefined
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Fields
  throw wrong(path, "wrong type", "an object", value)
}

/** @throws {ServiceError} for what is not there, or no object */
export function requiredObject(fields: Fields, name: string): Fields {
  const value = optionalObject(fields, name)
  if (value !== undefined) return value
  throw wrong(name, "missing", "an object", value)
}

/** @throws {ServiceError} for what is not there, or no text */
export function requiredText(fields: Fields, name: string): string {
  const value = fields[name]
  if (typeof value === "string") return value
  throw wrong(name, value === undefined ? "missing" : "wrong type", "a text", value)
}

/**
 * @param allowed the texts that it may be
 * @throws {ServiceError} for anything else
 */
export function optionalChoice<Choice extends string>(
  fields: Fields,
  name: string,
  allowed: readonly Choice[],
): Choice | undefined {
  const value = fields[name]
  if (value === undefined) return undefined
  const found = allowed.find(choice => choice === value)
  if (found !== undefined) return found
  throw wrong(name, "not allowed", allowed.join(", "), value)
}

/**
 * @param path of the field, for messages
 * @throws {ServiceError} for anything but a number
 */
export function checkNumber(fields: Fields, name: string, path: string): void {
  const value = fields[name]
  if (typeof value !== "number") throw wrong(path, "wrong type", "a number", value)
}

/**
 * @param lowest,highest what the integer may be
 * @throws {ServiceError} for anything else
 */
export function integerOf(
  fields: Fields,
  name: string,
  [lowest, highest]: readonly [number, number],
): number | undefined {
  const value = fields[name]
  if (value === undefined) return undefined
  if (typeof value === "number" && Number.isInteger(value) && value >= lowest && value <= highest) {
    return value
  }
  throw wrong(name, "not allowed", `an integer in ${lowest}..${highest}`, value)
}
