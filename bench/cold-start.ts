/** What a fresh process pays: import, open, first query, against an empty process; rounds interleaved. */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { join } from "node:path"
import { median, ROOT, rounded } from "./support.ts"

const CHILD = join(import.meta.dirname, "cold-start-child.mjs")
const METRICS = [0, 1, 7] as const

/** Milliseconds from start to exit, and what is longer than an empty process. */
export interface ColdStart {
  readonly empty: number
  /** Median of the rounds' differences. */
  readonly addedByOneMetric: number
  readonly addedBySeven: number
  /** Difference of the shortest times, which another program's work disturbs least. */
  readonly least: { readonly addedByOneMetric: number; readonly addedBySeven: number }
}

async function wallTime(command: string, args: readonly string[]): Promise<number> {
  const start = performance.now()
  const [code] = await once(
    spawn(command, args, { cwd: ROOT, stdio: ["ignore", "ignore", "inherit"] }),
    "exit",
  )
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${code}`)
  return performance.now() - start
}

/** @param args the runtime's own arguments before the script */
export async function coldStart(
  command: string,
  args: readonly string[],
  rounds: number,
): Promise<ColdStart> {
  const times = METRICS.map(() => [] as number[])
  for (let round = -1; round < rounds; round++) {
    for (const [i, numMetrics] of METRICS.entries()) {
      const took = await wallTime(command, [...args, CHILD, `${numMetrics}`])
      // The first round fills the file cache.
      if (round >= 0) times[i]!.push(took)
    }
  }
  const [empty, one, seven] = times as [number[], number[], number[]]
  const added = (list: number[]): number => rounded(median(list.map((time, round) => time - empty[round]!)))
  const least = (list: number[]): number => rounded(Math.min(...list) - Math.min(...empty))
  return {
    empty: rounded(median(empty)),
    addedByOneMetric: added(one),
    addedBySeven: added(seven),
    least: { addedByOneMetric: least(one), addedBySeven: least(seven) },
  }
}
