/** What two processes say to each other to search together: JSON, a message a line. docs/experiments.md has it all. */

import { ConfigurationError, JahsBenchError, show } from "../errors.ts"
import type { Fidelity } from "../search/index.ts"

/** One line: an object with one field that says what it is, but for answers to `ask`. */
export type Message = Readonly<Record<string, unknown>>

/** Sends a message; resolves when it is on its way. */
export type Send = (message: Message) => Promise<void>

/** Version of the messages. */
export const MESSAGES_VERSION = 1

/** @throws {ConfigurationError} for a line that is no message */
export function refuseLine(what: string, expected: string, actual: unknown): never {
  throw new ConfigurationError({ source: "line", what, expected, actual: show(actual) })
}

/** Whether a value is an object with fields. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

/**
 * Reads a message.
 *
 * @param line one line
 * @throws {ConfigurationError} for what is not an object in JSON
 */
export function readMessage(line: string): Message {
  let message: unknown
  try {
    message = JSON.parse(line)
  } catch {
    refuseLine("not JSON", "an object in JSON on a line", line)
  }
  if (isRecord(message)) return message
  return refuseLine("not a message", "an object", message)
}

/**
 * Reads a fidelity.
 *
 * @returns null for a full evaluation
 * @throws {ConfigurationError} for what is neither null nor numbers by name
 */
export function readFidelity(value: unknown): Fidelity | null {
  if (value === undefined || value === null) return null
  if (isRecord(value) && Object.values(value).every(Number.isFinite)) return value as Fidelity
  return refuseLine("not a fidelity", "numbers by name, for example {epoch: 66}, or null", value)
}

/**
 * An error as a message, for errors that are the other process's: it may go on.
 *
 * @throws the error itself where it is not: a bug, a lost pipe
 */
export function errorMessage(error: unknown): Message {
  if (error instanceof JahsBenchError) {
    const { code, message, path, expected, actual } = error
    return {
      error: { code, message, path: path ?? null, expected: expected ?? null, actual: actual ?? null },
    }
  }
  if (error instanceof RangeError) return { error: { code: "ERR_RANGE", message: error.message } }
  throw error
}
