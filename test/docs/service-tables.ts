/** Tables of the service's documents: endpoints, problems, exit codes, and what was measured of the platforms. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import type { LoadResult } from "../../bench/load.ts"
import type { PlatformResult } from "../../bench/platforms.ts"
import type { Environment } from "../../bench/support.ts"
import { exitCodes } from "../../src/cli/frame/exit-codes.ts"
import { allEndpoints } from "../../src/service/endpoints/all.ts"
import { settingsOf } from "../../src/service/options.ts"
import { problemKinds } from "../../src/wire/index.ts"
import { root } from "./blocks.ts"

/** A Markdown table. */
export function table(rows: readonly (readonly string[])[]): string {
  const [head, ...body] = rows.map(row => `| ${row.join(" | ")} |`)
  return [head, `|${" --- |".repeat(rows[0]!.length)}`, ...body].join("\n")
}

const results = <T>(name: string): T =>
  JSON.parse(readFileSync(join(root, "bench", "results", `${name}.json`), "utf8"))

/** Endpoints of a service with everything switched on. */
export function endpointsTable(): string {
  const endpoints = allEndpoints(settingsOf({ metrics: true }))
  const rows = endpoints.map(({ method, path, operation }) => [
    method,
    `\`${path}\``,
    operation.summary.replaceAll("|", "\\|"),
  ])
  return table([["", "path", "answers"], ...rows])
}

/** Kinds of problems. */
export function problemsTable(): string {
  const rows = Object.entries(problemKinds).map(([code, { status, title }]) => [
    String(status),
    `\`${code}\``,
    title,
  ])
  return table([["status", "`code`", "meaning"], ...rows])
}

/** Exit codes of the command line. */
export function exitCodesTable(): string {
  const rows = exitCodes.map(({ code, meaning, errors }) => [
    String(code),
    meaning,
    errors.map(error => `\`${error}\``).join(", "),
  ])
  return table([["code", "meaning", "errors"], ...rows])
}

const megabytes = (bytes: number | null): string => (bytes === null ? "–" : (bytes / 1e6).toFixed(1))

const onWhat = ({ cpu, cores, date }: Environment): string => `${cpu}, ${cores} cores, ${date}`

/** Sizes and cold starts. */
export function platformsPart(): string {
  const measured = results<{ environment: Environment; rounds: number; results: readonly PlatformResult[] }>(
    "platforms",
  )
  const rows = measured.results.map(({ name, version, bytes, milliseconds, resident, residentLater }) => [
    name,
    version,
    megabytes(bytes),
    milliseconds.toFixed(0),
    megabytes(resident),
    megabytes(residentLater),
  ])
  const head = [
    "platform",
    "version",
    "size, MB gzipped",
    "first answer, ms",
    "memory, MB",
    "200 answers later, MB",
  ]
  return `${table([head, ...rows])}

Size is the program, bundled and minified, and the files beside it. The first answer is one query, from the start of the process (of the browser, for the page; of the tools around workerd, for KV and R2) to the last byte; the middle one of ${measured.rounds} starts on ${onWhat(measured.environment)}. Memory is what the process holds resident after it, and after 200 more answers of every kind. Made again by \`npm run bench:platforms\`.`
}

/** Services at full load. */
export function loadPart(): string {
  const measured = results<{
    environment: Environment
    connections: number
    warmUp: number
    results: readonly LoadResult[]
  }>("load")
  const [{ seconds, hostile: asked }] = measured.results as [LoadResult]
  const rows = measured.results.map(
    ({ name, version, perSecond, p50, p99, errors, hostile, resident: [second, last] }) => [
      name,
      version,
      perSecond.toFixed(0),
      p50.toFixed(1),
      p99.toFixed(0),
      String(errors),
      String(hostile.faults + hostile.leaks),
      `${megabytes(second)}, ${megabytes(last)}`,
    ],
  )
  const head = ["", "version", "requests a second", "p50, ms", "p99, ms", "errors", "faults", "memory, MB"]
  return `${table([head, ...rows])}

${seconds} seconds each, after ${measured.warmUp} to warm up, over loopback, ${measured.connections} connections of another process that send queries, batches, curves, samples and predictions, and among them ${asked.requests.toLocaleString("en")} hostile requests: broken, huge, deep, misdirected. Errors are good requests without their answer; faults are hostile ones that got a status of 500 or more, or an answer with something of the machine in it. Memory is resident, in the second quarter of the time and in the last; the last line is what workerd takes by itself for such requests, each answered with nothing. On ${onWhat(measured.environment)}, both processes on the same cores. Made again by \`npm run bench:load\`.`
}
