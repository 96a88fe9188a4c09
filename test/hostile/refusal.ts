/** What every bomb must end in: a typed error, soon, without a large buffer, in one short line. */
import { expect } from "vitest"
import { type Booster, ModelFormatError, UnsupportedModelError } from "../../src/entries/trees.ts"
import { decodeJson } from "../oracle/json-decoder.ts"
import { readFixture } from "../support/fixtures.ts"
import { largestAllocation } from "./allocations.ts"
import type { Fields } from "./bases.ts"
import type { Value } from "./encode.ts"

/** Buffers of a reader stay within this many times its input, and this much on top. */
export const FACTOR = 16
export const SLACK = 1 << 20
/** A loaded machine needs a second for the largest of them. */
const SLOWEST_MS = 5000

export const dumpOptions = { baseScore: 0.5 }
/** Bytes of a text whose letters are bytes. */
export const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "latin1"))

/** Reads, and returns the typed error; anything else that is thrown or returned fails. */
export function refusal(read: () => Booster, size: number): ModelFormatError | UnsupportedModelError {
  let thrown: unknown
  const start = performance.now()
  const largest = largestAllocation(() => {
    try {
      read()
    } catch (error) {
      thrown = error
    }
  })
  expect(performance.now() - start).toBeLessThan(SLOWEST_MS)
  expect(largest).toBeLessThanOrEqual(FACTOR * size + SLACK)
  if (!(thrown instanceof ModelFormatError || thrown instanceof UnsupportedModelError)) {
    expect.fail(`expected a typed error, got ${String(thrown)}`)
  }
  expect(thrown.offset !== undefined || thrown.path !== undefined).toBe(true)
  expect(thrown.message.length).toBeLessThan(2000)
  return thrown
}

/** A small real model. */
export function attributes(): Fields {
  return decodeJson(readFixture("xgboost-1.7", "attributes", "model.json")) as Fields
}

/** A real model with one value replaced. */
export function withValue(keys: readonly (string | number)[], value: Value): Fields {
  const document = attributes()
  let holder = document
  for (const key of keys.slice(0, -1)) holder = holder[key] as Fields
  holder[keys.at(-1)!] = value
  return document
}

export const MODEL = ["learner", "gradient_booster", "model"] as const
export const PARAM = ["learner", "learner_model_param"] as const
