/** Errors as `application/problem+json` (RFC 9457) and back: what a service says, and a client throws again. */

import {
  ConfigurationError,
  DomainError,
  type ErrorDetails,
  FidelityError,
  JahsBenchError,
  ModelFormatError,
  NotFoundError,
  ShapeError,
  TrainingError,
  UnsupportedModelError,
} from "../errors.ts"
import { SERVICE_STATUS, ServiceError, type ServiceErrorCode } from "./service-error.ts"

/** Media type of a problem. */
export const PROBLEM_TYPE = "application/problem+json"

/** An error as a document. The members after `code` are there where they are known. */
export interface Problem {
  /** Names the kind of problem: `urn:jahs-bench-201:ERR_…`. */
  readonly type: string
  /** The kind in words. */
  readonly title: string
  readonly status: number
  /** The whole message. */
  readonly detail: string
  readonly code: string
  /** Field of the request, for example `configurations[3].LearningRate`. */
  readonly field?: string
  readonly what?: string
  readonly source?: string
  readonly path?: string
  readonly expected?: string
  readonly actual?: string
  readonly remedy?: string
}

/** A kind of problem: status, words, and the class that a client throws. */
interface Kind {
  readonly status: number
  readonly title: string
  readonly restore: (details: ErrorDetails, status: number) => JahsBenchError
}

const typed = (status: number, title: string, type: new (details: ErrorDetails) => JahsBenchError): Kind => ({
  status,
  title,
  restore: details => new type(details),
})

const service = (code: ServiceErrorCode, title: string): Kind => ({
  status: SERVICE_STATUS[code],
  title,
  restore: (details, status) => new ServiceError(code, details, status),
})

/** Every kind of problem, by its code. */
export const problemKinds: Readonly<Record<string, Kind>> = {
  ERR_CONFIGURATION: typed(422, "A configuration that the space does not have", ConfigurationError),
  ERR_FIDELITY: typed(422, "An epoch that the benchmark does not have", FidelityError),
  ERR_DOMAIN: typed(422, "A configuration outside the domain of the release", DomainError),
  ERR_SHAPE: typed(422, "Rows or columns of the wrong length", ShapeError),
  ERR_NOT_FOUND: typed(422, "No such metric, feature or category", NotFoundError),
  ERR_UNSUPPORTED_MODEL: typed(422, "A model that cannot answer this", UnsupportedModelError),
  ERR_MODEL_FORMAT: typed(500, "A damaged model", ModelFormatError),
  ERR_TRAINING: typed(500, "A training that could not be run", TrainingError),
  ERR_REQUEST: service("ERR_REQUEST", "A request that cannot be read"),
  ERR_UNAUTHORIZED: service("ERR_UNAUTHORIZED", "A bearer token is missing or wrong"),
  ERR_NO_ROUTE: service("ERR_NO_ROUTE", "Nothing is at this address"),
  ERR_METHOD: service("ERR_METHOD", "A method that this address does not answer"),
  ERR_TIMEOUT: service("ERR_TIMEOUT", "The request took too long"),
  ERR_BODY_TOO_LARGE: service("ERR_BODY_TOO_LARGE", "The body is too large"),
  ERR_MEDIA_TYPE: service("ERR_MEDIA_TYPE", "A body of another type than JSON"),
  ERR_FIELD: service("ERR_FIELD", "A field that is missing, unknown or of the wrong type"),
  ERR_TOO_MANY: service("ERR_TOO_MANY", "More than this service answers at once"),
  ERR_SERVICE: service("ERR_SERVICE", "The service failed"),
  ERR_UNREACHABLE: service("ERR_UNREACHABLE", "No service answers"),
}

/** The library names its JavaScript options; in a request they are fields. */
const inFieldWords = (text: string): string => text.replaceAll(/\boptions\.(?=\w)/g, "")

/** What was thrown and is no refusal says nothing to strangers: its text may hold paths and secrets. */
const HIDDEN: ServiceError = /* @__PURE__ */ new ServiceError("ERR_SERVICE", { what: "the service failed" })

/**
 * Makes a document of an error.
 *
 * @param error what was thrown; anything but a typed error becomes a plain status 500
 */
export function problemOf(error: unknown): Problem {
  const known = error instanceof JahsBenchError && Object.hasOwn(problemKinds, error.code) ? error : HIDDEN
  const { code, what, source, path, expected, actual, remedy } = known
  const { title, status } = problemKinds[code]!
  const fields = { source, path: path && inFieldWords(path), expected, actual, remedy }
  const field = [source === "configuration" ? undefined : source, fields.path].filter(Boolean).join(".")
  const present = Object.entries(fields).filter(([, value]) => value !== undefined)
  return {
    type: `urn:jahs-bench-201:${code}`,
    title,
    status: known instanceof ServiceError ? known.status : status,
    detail: inFieldWords(known.message),
    code,
    ...(field ? { field } : {}),
    what,
    ...Object.fromEntries(present),
  }
}

/** Whether a document is a problem. */
export function isProblem(value: unknown): value is Problem {
  if (typeof value !== "object" || value === null) return false
  const { code, status, detail } = value as Record<string, unknown>
  return typeof code === "string" && typeof status === "number" && typeof detail === "string"
}

/**
 * Makes the error again that a document was made of.
 *
 * @param problem what a service answered
 * @returns an error of the class that the code names; a `ServiceError` for a code of a later version
 */
export function errorOf(problem: Problem): JahsBenchError {
  const { code, status, what, detail, source, path, expected, actual, remedy } = problem
  const details = { what: what ?? detail, source, path, expected, actual, remedy }
  const kind = Object.hasOwn(problemKinds, code) ? problemKinds[code] : problemKinds["ERR_SERVICE"]
  return kind!.restore(details, status)
}
