/** Speed on Node, Deno and Bun, and cold starts: `npm run bench`; results go to bench/results/benchmark.json. */
import { execFileSync } from "node:child_process"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { type ColdStart, coldStart } from "./cold-start.ts"
import type { Measured } from "./measure.ts"
import { atMost, environment, RESULTS, ROOT, writeResult } from "./support.ts"

const { values } = parseArgs({
  options: { rounds: { type: "string", default: "21" }, output: { type: "string", default: RESULTS } },
})
const local = (name: string): string => join(ROOT, "node_modules", ".bin", name)
const script = join(import.meta.dirname, "measure.ts")
/** How each runtime runs a script; TypeScript needs help only on Node. */
const RUNTIMES = {
  Node: { command: process.execPath, args: [], typed: ["--import", "tsx"] },
  Deno: { command: local("deno"), args: ["run", "-A"], typed: ["run", "-A"] },
  Bun: { command: local("bun"), args: ["run"], typed: ["run"] },
} as const

interface RuntimeResult extends Measured {
  readonly coldStart: ColdStart
}

const runtimes: RuntimeResult[] = []
for (const [name, { command, args, typed }] of Object.entries(RUNTIMES)) {
  console.error(`${name}: calls`)
  const output = execFileSync(command, [...typed, script], { cwd: ROOT, encoding: "utf8" })
  console.error(`${name}: cold starts`)
  const started = await coldStart(command, args, Number(values.rounds))
  runtimes.push({ ...JSON.parse(output), coldStart: started })
}

const [node] = runtimes as [RuntimeResult, ...RuntimeResult[]]
const query = node.milliseconds["query, 7 metrics"]!
const goals = [
  atMost("p99 of a query of seven metrics, of its median, Node", 3, query.p99 / query.p50),
  atMost("ms that one metric adds to an empty process, Node", 25, node.coldStart.addedByOneMetric),
  atMost("ms that all seven add, Node", 80, node.coldStart.addedBySeven),
]
writeResult("benchmark", { ...environment(), runtimes, goals }, values.output)
console.log(JSON.stringify(runtimes, null, 2))
for (const { what, wanted, measured, met } of goals) {
  console.log(`${met ? "met   " : "MISSED"}  ${what}: wanted ${wanted}, measured ${measured}`)
}
