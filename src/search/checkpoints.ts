/** What was trained already: evaluations that later ones of the same configuration may go on from. */

import type { Fidelity } from "./ask-tell.ts"
import type { SearchConfiguration } from "./optimiser.ts"

interface Checkpoint {
  readonly fidelity: Fidelity
  readonly runtime: number
}

/** Whether a fidelity is no higher than another in anything, and lower in something. */
function isBelow(low: Fidelity, high: Fidelity | null): boolean {
  if (high === null) return true
  const names = Object.keys(high)
  // Of other names, nothing is known about which is the more faithful.
  if (names.length !== Object.keys(low).length || !names.every(name => Object.hasOwn(low, name))) return false
  return names.every(name => low[name] <= high[name]) && names.some(name => low[name] < high[name])
}

function keyOf(configuration: SearchConfiguration): string {
  const entries = Object.entries(configuration)
  return JSON.stringify(entries.sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Ended evaluations below the full one, by configuration. */
export class Checkpoints {
  private readonly byConfiguration = new Map<string, Checkpoint[]>()

  add(configuration: SearchConfiguration, fidelity: Fidelity | null, runtime: number): void {
    if (fidelity === null) return
    const key = keyOf(configuration)
    const known = this.byConfiguration.get(key)
    if (known === undefined) this.byConfiguration.set(key, [{ fidelity, runtime }])
    else known.push({ fidelity, runtime })
  }

  /** @returns seconds of training that need not be done again; 0 where nothing lower has been evaluated */
  trained(configuration: SearchConfiguration, fidelity: Fidelity | null): number {
    let most = 0
    for (const checkpoint of this.byConfiguration.get(keyOf(configuration)) ?? []) {
      if (isBelow(checkpoint.fidelity, fidelity)) most = Math.max(most, checkpoint.runtime)
    }
    return most
  }
}
