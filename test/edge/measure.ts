/** From the start of a platform to its first answer, and the memory it has after some. */

import { residentBytes } from "./process-memory.ts"
import type { ScriptedRequest } from "./requests.ts"
import { goodRequests } from "./requests.ts"
import type { Running } from "./running.ts"

/** What was measured of one start. */
export interface Start {
  /** Until the first query was answered. */
  readonly milliseconds: number
  /** Resident bytes after the first answer; null where the process is not ours to look at. */
  readonly resident: number | null
  /** After 200 more, of every kind. */
  readonly residentLater: number | null
}

const [FIRST] = goodRequests(40, 1).filter(({ path }) => path.includes("/query?")) as [ScriptedRequest]

/** Starts, asks, measures, ends. */
export async function measureStart(start: () => Promise<Running>): Promise<Start> {
  const begin = performance.now()
  const running = await start()
  try {
    const { status } = await running.ask(FIRST)
    const milliseconds = performance.now() - begin
    if (status !== 200) throw new Error(`the first answer has status ${status}`)
    const { pid } = running
    const resident = pid === undefined ? null : residentBytes(pid)
    for (const request of goodRequests(200, 2)) await running.ask(request)
    return { milliseconds, resident, residentLater: pid === undefined ? null : residentBytes(pid) }
  } finally {
    await running.close()
  }
}
