/** Single queries gathered into batches: those that are asked in one turn of the event loop share a request. */

import type { MetricName, QueryColumns, QueryResult } from "../benchmark/index.ts"
import type { Configuration } from "../space/index.ts"

/** What queries of one batch have in common. */
export interface Asked {
  readonly epoch: number
  readonly metrics: readonly MetricName[]
}

/** Answers many configurations at once. */
export type AskMany = (configurations: readonly Configuration[], asked: Asked) => Promise<QueryColumns>

interface Waiting {
  readonly configuration: Configuration
  readonly resolve: (result: QueryResult) => void
  readonly reject: (error: unknown) => void
}

export class QueryQueue {
  private readonly askMany: AskMany
  /** By epoch and metrics. */
  private readonly groups = new Map<string, { readonly asked: Asked; readonly waiting: Waiting[] }>()
  private isScheduled = false

  constructor(askMany: AskMany) {
    this.askMany = askMany
  }

  /** Asks for one configuration, together with whatever else is asked now. */
  ask(configuration: Configuration, asked: Asked): Promise<QueryResult> {
    return new Promise((resolve, reject) => {
      const key = `${asked.epoch} ${asked.metrics.join(" ")}`
      const group = this.groups.get(key) ?? { asked, waiting: [] }
      this.groups.set(key, group)
      group.waiting.push({ configuration, resolve, reject })
      if (this.isScheduled) return
      this.isScheduled = true
      // After all microtasks of this turn: an optimiser's workers ask one after the other in them.
      setTimeout(() => this.flush(), 0)
    })
  }

  private flush(): void {
    const groups = [...this.groups.values()]
    this.groups.clear()
    this.isScheduled = false
    for (const { asked, waiting } of groups) void this.answer(asked, waiting)
  }

  private async answer(asked: Asked, waiting: readonly Waiting[]): Promise<void> {
    try {
      const columns = await this.askMany(
        waiting.map(({ configuration }) => configuration),
        asked,
      )
      const names = Object.keys(columns) as MetricName[]
      for (const [k, { resolve }] of waiting.entries()) {
        resolve(Object.fromEntries(names.map(name => [name, columns[name][k]!])) as QueryResult)
      }
    } catch (error) {
      for (const { reject } of waiting) reject(error)
    }
  }
}
