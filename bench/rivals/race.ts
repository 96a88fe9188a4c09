/** A race: every candidate once a round, so that whatever else the machine does hits all alike. */
import { median, rounded } from "../support.ts"
import type { Server } from "./server.ts"

/** CPU time of one measurement; shorter ones are mostly clock and command. */
const NANOSECONDS = 40e6
const WARM_ROUNDS = 2

/**
 * What is asked: single rows, a batch, its walk alone, a query, to open a model; and for comparison only, all rows
 * and rows with missing values.
 */
export type Asked = "row" | "batch" | "walk" | "query" | "open" | "all" | "missing"

export interface Entry {
  readonly server: Server
  /** What the server calls it. */
  readonly id: string
  /** Who answers: ours, naive, native, … */
  readonly who: string
  readonly asked: Asked
  /** Models that are loaded and asked in turn. */
  readonly models: number
  /** Rows that one call answers, all models counted. */
  readonly rows: number
}

/** The candidates of a server; `models` where their names do not say. */
export function entriesOf(server: Server, models: number): Entry[] {
  return server.hello.candidates.map(({ id, rows }) => {
    const [who, asked, loaded] = id.split(".") as [string, Asked, string | undefined]
    const ownModels = loaded === undefined ? models : loaded === "seven" ? 7 : 1
    return { server, id, who, asked, models: ownModels, rows }
  })
}

/** Nanoseconds per row of each round. */
export type Times = ReadonlyMap<Entry, readonly number[]>

/** Calls that take about as long as a measurement should. */
async function calibrate({ server, id }: Entry): Promise<number> {
  for (let calls = 1; ; calls *= 4) {
    const took = await server.time(id, calls)
    if (took >= NANOSECONDS / 4) return Math.max(1, Math.round((calls * NANOSECONDS) / took))
  }
}

export async function race(entries: readonly Entry[], rounds: number): Promise<Times> {
  const calls = new Map<Entry, number>()
  // Compilers go on for a while: what one try found is found again.
  for (const entry of [...entries, ...entries]) calls.set(entry, await calibrate(entry))
  const times = new Map<Entry, number[]>(entries.map(entry => [entry, []]))
  for (let round = -WARM_ROUNDS; round < rounds; round++) {
    for (const entry of entries) {
      const count = calls.get(entry)!
      const took = await entry.server.time(entry.id, count)
      if (round >= 0) times.get(entry)!.push(took / count / entry.rows)
    }
  }
  return times
}

/** How many times faster `a` is than `b`: the median of the rounds' ratios. */
export function timesFaster(times: Times, a: Entry, b: Entry): number {
  const other = times.get(b)!
  return median(times.get(a)!.map((time, round) => other[round]! / time))
}

/** Microseconds per row: the median of the rounds, and the least. */
export function microseconds(times: Times, entry: Entry): { median: number; least: number } {
  const list = times.get(entry)!
  return { median: rounded(median(list) / 1000), least: rounded(Math.min(...list) / 1000) }
}
