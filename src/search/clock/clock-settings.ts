/** The settings of a simulated clock, checked. */

import { show } from "../../errors.ts"
import { checkSeed } from "../check-search.ts"
import type { ClockSettings } from "./event-log.ts"

function checkProbability(probability: number, path: string): void {
  if (probability >= 0 && probability <= 1) return
  throw new RangeError(`${path}: expected a number from 0 to 1, got ${show(probability)}`)
}

/**
 * @throws {RangeError} naming the setting, what is allowed and what was given
 */
export function checkClockSettings<Value>(settings: ClockSettings<Value>): void {
  const { workers = 1, cost = "continuation", failures, stragglers, seed = 0 } = settings
  checkSeed(seed)
  if (!Number.isSafeInteger(workers) || workers < 1) {
    throw new RangeError(`settings.workers: expected an integer of 1 or more, got ${show(workers)}`)
  }
  if (cost !== "continuation" && cost !== "scratch") {
    throw new RangeError(`settings.cost: expected "continuation" or "scratch", got ${show(cost)}`)
  }
  if (failures !== undefined) checkProbability(failures.probability, "settings.failures.probability")
  if (stragglers === undefined) return
  checkProbability(stragglers.probability, "settings.stragglers.probability")
  if (!(stragglers.factor >= 1 && stragglers.factor < Number.POSITIVE_INFINITY)) {
    throw new RangeError(
      `settings.stragglers.factor: expected a number of 1 or more, got ${show(stragglers.factor)}`,
    )
  }
}
