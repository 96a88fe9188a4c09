/**
 * The interface of Standard Schema (version 1, standardschema.dev), by which form and server libraries take
 * validators of any origin. Declared here so that the published types need no other package.
 */

import { JahsBenchError } from "../errors.ts"
import type { ConfigurationIssue } from "./check-configuration.ts"

/** One issue: what is wrong, and at which key. */
export interface StandardIssue {
  readonly message: string
  readonly path?: readonly PropertyKey[] | undefined
}

/** A typed value, or the issues that prevent it. */
export type StandardResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly StandardIssue[] }

/** What stands behind the key `~standard`. */
export interface StandardProperties<Input, Output> {
  readonly version: 1
  readonly vendor: string
  readonly validate: (value: unknown) => StandardResult<Output>
  /** Carries the types for inference; never there at run time. */
  readonly types?: { readonly input: Input; readonly output: Output } | undefined
}

function toStandardIssue({ key, details }: ConfigurationIssue): StandardIssue {
  const { message } = new JahsBenchError("ERR_CONFIGURATION", details)
  return key === undefined ? { message } : { message, path: [key] }
}

/**
 * Wraps a check that returns a value or issues.
 *
 * @param check the check; it must not throw
 * @returns the properties for the key `~standard`
 */
export function standardProperties<Input, Output extends object>(
  check: (value: unknown) => Output | ConfigurationIssue[],
): StandardProperties<Input, Output> {
  return {
    version: 1,
    vendor: "jahs-bench-201",
    validate(value: unknown): StandardResult<Output> {
      const result = check(value)
      return Array.isArray(result) ? { issues: result.map(toStandardIssue) } : { value: result }
    },
  }
}
