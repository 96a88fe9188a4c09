/** What a page shows sooner or later. */
import { type Assertion, expect } from "vitest"

/** For a machine that is busy with other tests: nothing waits as long where all is well. */
const TIMEOUT = 20_000

/**
 * Expects something until it holds.
 *
 * @param read called again and again
 */
export function eventually<Value>(read: () => Value | Promise<Value>): Assertion<Value> {
  return expect.poll(read, { timeout: TIMEOUT }) as unknown as Assertion<Value>
}
