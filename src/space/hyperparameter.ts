/** The kinds of hyperparameters a space is made of, as plain records; named after ConfigSpace's kinds. */

import { show } from "../errors.ts"

/** A value that a hyperparameter can take. */
export type HyperparameterValue = string | number | boolean

/** What a hyperparameter decides: the cell, the training of it, or how faithfully it is evaluated. */
export type Role = "architecture" | "hyperparameter" | "fidelity"

/** The type of a discrete value. JavaScript has one number type; interchange formats tell 1 from 1.0. */
export type ValueType = "integer" | "float" | "boolean" | "string"

interface Described {
  /** Upstream's spelling. */
  readonly name: string
  readonly role: Role
  /** One sentence for people and for schema formats. */
  readonly description: string
}

/** One of a list of values without an order. */
export interface CategoricalHyperparameter extends Described {
  readonly kind: "categorical"
  readonly valueType: ValueType
  readonly values: readonly HyperparameterValue[]
  readonly defaultValue: HyperparameterValue
}

/** One of a list of values in ascending order. */
export interface OrdinalHyperparameter extends Described {
  readonly kind: "ordinal"
  readonly valueType: "integer" | "float"
  readonly values: readonly number[]
  readonly defaultValue: number
}

/** A real number in [lower, upper], both included; `log` asks for draws uniform in the logarithm. */
export interface FloatHyperparameter extends Described {
  readonly kind: "float"
  readonly lower: number
  readonly upper: number
  readonly log: boolean
  readonly defaultValue: number
}

/** An integer in [lower, upper], both included. */
export interface IntegerHyperparameter extends Described {
  readonly kind: "integer"
  readonly lower: number
  readonly upper: number
  readonly defaultValue: number
}

/** A single value: it may be left out of a configuration and draws no random number. */
export interface ConstantHyperparameter extends Described {
  readonly kind: "constant"
  readonly valueType: ValueType
  readonly value: HyperparameterValue
}

/** Any kind; `kind` tells which. */
export type Hyperparameter =
  | CategoricalHyperparameter
  | OrdinalHyperparameter
  | FloatHyperparameter
  | IntegerHyperparameter
  | ConstantHyperparameter

/**
 * The value a hyperparameter has when nobody chose one.
 *
 * @param hyperparameter any kind
 * @returns its default, or the only value of a constant
 */
export function defaultOf(hyperparameter: Hyperparameter): HyperparameterValue {
  return hyperparameter.kind === "constant" ? hyperparameter.value : hyperparameter.defaultValue
}

/**
 * Says in words what a hyperparameter allows, for messages.
 *
 * @param hyperparameter any kind
 * @returns for example `0, 1, 2, 3 or 4`, or `a number from 0.001 to 1`
 */
export function describeAllowed(hyperparameter: Hyperparameter): string {
  switch (hyperparameter.kind) {
    case "float":
      return `a number from ${hyperparameter.lower} to ${hyperparameter.upper}`
    case "integer":
      return `an integer from ${hyperparameter.lower} to ${hyperparameter.upper}`
    case "constant":
      return `${show(hyperparameter.value)}, the only value here`
    default: {
      const shown = hyperparameter.values.map(show)
      return `${shown.slice(0, -1).join(", ")} or ${shown.at(-1)}`
    }
  }
}

function problemOfNumber(
  hyperparameter: FloatHyperparameter | IntegerHyperparameter,
  value: unknown,
): string | null {
  if (typeof value !== "number") return "wrong type"
  if (!Number.isFinite(value)) return "not a finite number"
  if (hyperparameter.kind === "integer" && !Number.isInteger(value)) return "not an integer"
  return value >= hyperparameter.lower && value <= hyperparameter.upper ? null : "out of range"
}

/**
 * Tells what is wrong with a value, if anything. Nothing is converted: the string "0.1" is no number,
 * and 1 is not `true`.
 *
 * @param hyperparameter any kind
 * @param value anything
 * @returns null for an allowed value, otherwise a few words
 */
export function problemOf(hyperparameter: Hyperparameter, value: unknown): string | null {
  if (hyperparameter.kind === "float" || hyperparameter.kind === "integer") {
    return problemOfNumber(hyperparameter, value)
  }
  const example = defaultOf(hyperparameter)
  const fits =
    hyperparameter.kind === "constant"
      ? value === hyperparameter.value
      : (hyperparameter.values as readonly unknown[]).includes(value)
  if (fits) return null
  if (typeof value !== typeof example) return "wrong type"
  if (typeof value === "number" && !Number.isFinite(value)) return "not a finite number"
  return hyperparameter.kind === "constant" ? "not the constant" : "value off the list"
}

/**
 * Guesses the allowed value that was meant, for the last part of a message.
 *
 * @param hyperparameter any kind
 * @param value a value that is not allowed
 * @returns a remedy such as `pass the number 0.1`, or undefined when there is no good guess
 */
export function remedyFor(hyperparameter: Hyperparameter, value: unknown): string | undefined {
  if (typeof value === "object" || typeof value === "symbol" || typeof value === "function") return undefined
  const text = String(value).trim().toLowerCase()
  if (hyperparameter.kind === "float" || hyperparameter.kind === "integer") {
    const number = Number(text)
    if (typeof value === "number" || text === "" || problemOf(hyperparameter, number) !== null)
      return undefined
    return `pass the number ${number}`
  }
  const values = hyperparameter.kind === "constant" ? [hyperparameter.value] : hyperparameter.values
  const sameText = values.find(allowed => String(allowed).toLowerCase() === text)
  const sameTruth =
    text === "1" || text === "0" ? values.find(allowed => allowed === (text === "1")) : undefined
  const meant = sameText ?? sameTruth
  if (meant === undefined) return undefined
  return `pass ${typeof meant === "string" ? "" : `the ${typeof meant} `}${show(meant)}`
}
