/** The lines that the collector writes while it trains (`scripts/collect/live.py`), read strictly. */

import { show, TrainingError } from "../errors.ts"
import { type LiveEpoch, liveMetrics } from "./live-metrics.ts"

/** How many images of the whole run were trained on or evaluated. */
interface ImagesSeen {
  readonly images: number
  readonly of: number
}

/** What a line says: how far the training is, or what was measured after an epoch. */
export type TrainingMessage = ImagesSeen | { readonly row: LiveEpoch }

function fail(what: string, expected: string, actual: unknown): never {
  throw new TrainingError({ source: "collector", what, expected, actual: show(actual) })
}

function epochOf(row: Readonly<Record<string, unknown>>): LiveEpoch {
  const numbers = ["epoch", ...liveMetrics].map(name => {
    const value = row[name]
    if (value === null) return [name, Number.NaN]
    return typeof value === "number" ? [name, value] : fail(`no ${name} in a row`, "a number or null", value)
  })
  return Object.freeze(Object.fromEntries(numbers))
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return fail("a line that cannot be read", "a message of live.py", line)
  }
}

/**
 * Reads one line.
 *
 * @throws {TrainingError} for anything but the collector's messages
 */
export function trainingMessage(line: string): TrainingMessage {
  const message = parse(line)
  if (typeof message === "object" && message !== null) {
    const { images, of, row } = message as Readonly<Record<string, unknown>>
    if (typeof images === "number" && typeof of === "number") return { images, of }
    if (typeof row === "object" && row !== null) return { row: epochOf(row as Record<string, unknown>) }
  }
  return fail("an unknown message", "images and of, or a row", line)
}
