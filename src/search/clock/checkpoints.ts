/** What was trained already: evaluations that later ones of the same configuration may go on from. */

import type { Fidelity } from "../ask-tell.ts"
import type { SearchConfiguration } from "../optimiser.ts"

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

/**
 * Configurations as texts, the same for equal ones whatever the order of their keys. It is asked for at both ends of
 * every evaluation; `JSON.stringify` of sorted entries took as long as the surrogates.
 */
class ConfigurationKeys {
  /** The order of keys last seen: all configurations of an optimiser have the same. */
  private names: readonly string[] = []
  private sorted: readonly string[] = []
  private last: { readonly configuration: SearchConfiguration; readonly key: string } | null = null

  of(configuration: SearchConfiguration): string {
    if (this.last?.configuration === configuration) return this.last.key
    const names = Object.keys(configuration)
    if (names.length !== this.names.length || names.some((name, at) => name !== this.names[at])) {
      this.names = names
      this.sorted = [...names].sort()
    }
    let key = ""
    for (const name of this.sorted) {
      const value = configuration[name]
      key += typeof value === "string" ? `${name} ${JSON.stringify(value)} ` : `${name} ${value} `
    }
    this.last = { configuration, key }
    return key
  }
}

/** Ended evaluations below the full one, by configuration. */
export class Checkpoints {
  private readonly byConfiguration = new Map<string, Checkpoint[]>()
  private readonly keys = new ConfigurationKeys()

  add(configuration: SearchConfiguration, fidelity: Fidelity | null, runtime: number): void {
    if (fidelity === null) return
    const key = this.keys.of(configuration)
    const known = this.byConfiguration.get(key)
    if (known === undefined) this.byConfiguration.set(key, [{ fidelity, runtime }])
    else known.push({ fidelity, runtime })
  }

  /** @returns seconds of training that need not be done again; 0 where nothing lower has been evaluated */
  trained(configuration: SearchConfiguration, fidelity: Fidelity | null): number {
    let most = 0
    if (this.byConfiguration.size === 0) return most
    for (const checkpoint of this.byConfiguration.get(this.keys.of(configuration)) ?? []) {
      if (isBelow(checkpoint.fidelity, fidelity)) most = Math.max(most, checkpoint.runtime)
    }
    return most
  }
}
