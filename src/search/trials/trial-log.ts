/** The trials of a search: which were asked for, and what came of them. */

import { ModelFormatError, show } from "../../errors.ts"
import type { SearchConfiguration, SearchGoal, ToldTrial, Trial, TrialRecord } from "../optimiser.ts"

/** Keeps trials in the order in which they were asked for. */
export class TrialLog {
  private readonly configurations: SearchConfiguration[] = []
  private readonly values: (number | null)[] = []

  /** Trials that were asked for. */
  get length(): number {
    return this.values.length
  }

  /** Adds a trial that is asked for now. */
  add(configuration: SearchConfiguration): Trial {
    const id = this.values.length
    this.configurations.push(Object.freeze(configuration))
    this.values.push(null)
    return { id, configuration }
  }

  /**
   * @throws {RangeError} for a trial that was not asked for or is told already, and for other values
   */
  tell(id: number, value: number): void {
    if (this.values[id] === undefined) {
      throw new RangeError(`id: no such trial; expected one of the ${this.length} asked for, got ${show(id)}`)
    }
    if (this.values[id] !== null) throw new RangeError(`id: trial ${id} is told already`)
    if (!Number.isFinite(value)) {
      throw new RangeError(`value: expected a finite number, got ${show(value)}`)
    }
    this.values[id] = value
  }

  /** @returns all trials, those without a value included */
  records(): TrialRecord[] {
    return this.values.map((value, id) => ({ id, configuration: this.configurations[id], value }))
  }

  /** The best trial so far, the earlier of equal ones. */
  best(goal: SearchGoal): ToldTrial | null {
    const sign = goal === "minimize" ? 1 : -1
    let best: ToldTrial | null = null
    for (const { id, configuration, value } of this.records()) {
      if (value !== null && (best === null || sign * value < sign * best.value)) {
        best = { id, configuration, value }
      }
    }
    return best
  }

  /**
   * Takes over the trials of a state.
   *
   * @throws {ModelFormatError} where they are not what `records` returned
   */
  restore(records: readonly TrialRecord[]): void {
    for (const [at, record] of records.entries()) {
      if (record.id !== at) {
        throw new ModelFormatError({
          source: "state",
          path: `trials[${at}].id`,
          what: "trials are not in the order of asking",
          expected: String(at),
          actual: show(record.id),
        })
      }
      this.add({ ...record.configuration })
      if (record.value !== null) this.tell(at, record.value)
    }
  }
}
