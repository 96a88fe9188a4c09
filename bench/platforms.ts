/**
 * Size, cold start and memory of the deployable examples, each on its own runtime, into
 * bench/results/platforms.json: `npm run bench:platforms`.
 */
import { deploy } from "../test/edge/deployment.ts"
import { measureStart, type Start } from "../test/edge/measure.ts"
import { platforms } from "../test/edge/platforms.ts"
import type { Running } from "../test/edge/running.ts"
import { startEmptyWorker } from "../test/edge/workerd.ts"
import { environment, median, writeResult } from "./support.ts"

const ROUNDS = 5

/** One platform's figures, as the file holds them. */
export interface PlatformResult {
  readonly name: string
  readonly version: string
  /** Program and files, gzipped. */
  readonly bytes: number | null
  /** From the start of the process to the first answer. */
  readonly milliseconds: number
  /** Bytes after the first answer; null where the process is not ours to look at. */
  readonly resident: number | null
  /** After 200 more, of every kind. */
  readonly residentLater: number | null
}

async function measure(start: () => Promise<Running>): Promise<Start> {
  const starts: Start[] = []
  for (let round = 0; round < ROUNDS; round++) starts.push(await measureStart(start))
  const middle = (values: readonly (number | null)[]): number | null => {
    const known = values.filter(value => value !== null)
    return known.length === 0 ? null : median(known)
  }
  return {
    milliseconds: median(starts.map(({ milliseconds }) => milliseconds)),
    resident: middle(starts.map(({ resident }) => resident)),
    residentLater: middle(starts.map(({ residentLater }) => residentLater)),
  }
}

const deployment = await deploy()
try {
  const results: PlatformResult[] = []
  for (const { name, version, start, size } of platforms) {
    const result = await measure(() => start(deployment))
    results.push({ name, version: version(), bytes: await size(deployment), ...result })
    console.log(results.at(-1))
  }
  const empty = await measure(() => startEmptyWorker(deployment.folder))
  const version = results.find(result => result.version.startsWith("workerd"))!.version
  results.push({ name: "an empty worker", version, bytes: null, ...empty })
  writeResult("platforms", { environment: environment(), rounds: ROUNDS, results })
} finally {
  deployment.remove()
}
