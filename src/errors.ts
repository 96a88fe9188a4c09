/**
 * The error classes of the package and the grammar of their messages:
 * `<where>: <what>; expected <x>, got <y>[; <remedy>]`.
 */

/** Where something went wrong and what was found there; every field is optional but `what`. */
export interface ErrorDetails {
  /** What is wrong, in a few words. */
  readonly what: string
  /** Name of the bytes, document or argument that was read, for example `model.ubj`. */
  readonly source?: string | undefined
  /** Byte offset in the source at which it was noticed. */
  readonly offset?: number | undefined
  /** Path of the field, hyperparameter or argument, for example `trees[3].left_children`. */
  readonly path?: string | undefined
  readonly expected?: string | undefined
  readonly actual?: string | undefined
  /** What the caller can do about it. */
  readonly remedy?: string | undefined
}

/** A path of thousands of steps says no more than its ends. */
function shortened(path: string | undefined): string {
  if (path === undefined || path.length <= 300) return path ?? ""
  return `${path.slice(0, 100)}…${path.slice(-150)}`
}

function message(details: ErrorDetails): string {
  const { source, offset, what, expected, actual, remedy } = details
  const path = shortened(details.path)
  let where = source ?? ""
  if (offset !== undefined) where += `${where ? " @ " : ""}byte ${offset}`
  if (path) where += `${where ? ", " : ""}${path}`
  let text = where ? `${where}: ${what}` : what
  if (expected !== undefined) text += `; expected ${expected}`
  if (actual !== undefined) text += `${expected === undefined ? ";" : ","} got ${actual}`
  return remedy ? `${text}; ${remedy}` : text
}

/** Base of every error that bad input causes. `code` is stable and may be switched on. */
export class JahsBenchError extends Error {
  readonly code: string
  /** What is wrong, without where and what was expected. */
  readonly what: string
  readonly source: string | undefined
  readonly offset: number | undefined
  readonly path: string | undefined
  readonly expected: string | undefined
  readonly actual: string | undefined
  readonly remedy: string | undefined

  constructor(code: string, details: ErrorDetails) {
    super(message(details))
    this.code = code
    this.what = details.what
    this.source = details.source
    this.offset = details.offset
    this.path = details.path
    this.expected = details.expected
    this.actual = details.actual
    this.remedy = details.remedy
  }
}

/** Bytes or documents that are not the format they claim to be. */
export class ModelFormatError extends JahsBenchError {
  override readonly name = "ModelFormatError"
  constructor(details: ErrorDetails) {
    super("ERR_MODEL_FORMAT", details)
  }
}

/** A well-formed model that uses something this version does not evaluate; the message names it. */
export class UnsupportedModelError extends JahsBenchError {
  override readonly name = "UnsupportedModelError"
  constructor(details: ErrorDetails) {
    super("ERR_UNSUPPORTED_MODEL", details)
  }
}

/** An array whose length does not fit the model or the request. */
export class ShapeError extends JahsBenchError {
  override readonly name = "ShapeError"
  constructor(details: ErrorDetails) {
    super("ERR_SHAPE", details)
  }
}

/** A configuration with a missing or unknown hyperparameter, a wrong type or a value not allowed. */
export class ConfigurationError extends JahsBenchError {
  override readonly name = "ConfigurationError"
  constructor(details: ErrorDetails) {
    super("ERR_CONFIGURATION", details)
  }
}

/** An epoch or another fidelity that the benchmark does not have. */
export class FidelityError extends JahsBenchError {
  override readonly name = "FidelityError"
  constructor(details: ErrorDetails) {
    super("ERR_FIDELITY", details)
  }
}

/** A configuration of the design space on which this release was not fitted. */
export class DomainError extends JahsBenchError {
  override readonly name = "DomainError"
  constructor(details: ErrorDetails) {
    super("ERR_DOMAIN", details)
  }
}

/** A task, metric, release or file that is not there; the message says what is. */
export class NotFoundError extends JahsBenchError {
  override readonly name = "NotFoundError"
  constructor(details: ErrorDetails) {
    super("ERR_NOT_FOUND", details)
  }
}

/** A training run whose process failed, or said something else than measurements. */
export class TrainingError extends JahsBenchError {
  override readonly name = "TrainingError"
  constructor(details: ErrorDetails) {
    super("ERR_TRAINING", details)
  }
}

/** Shows a value of unknown type in a message: short, on one line, never throwing. */
export function show(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}...` : value)
  if (typeof value === "bigint") return `${value}n`
  if (typeof value === "function") return "a function"
  if (value === null || typeof value !== "object") return String(value)
  if (Array.isArray(value)) return `an array of ${value.length}`
  if (ArrayBuffer.isView(value)) return value.constructor.name
  return "an object"
}
