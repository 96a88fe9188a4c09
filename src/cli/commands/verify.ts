/** `verify`: does an imported release answer what the official surrogates are published to answer? */

import { createReadStream, readFileSync } from "node:fs"
import { Readable } from "node:stream"
import { type Benchmark, tasks } from "../../benchmark/index.ts"
import { NotFoundError } from "../../errors.ts"
import {
  type GridAgreement,
  type MetricAgreement,
  parseVerifyData,
  type QueryAgreement,
  verifyGrid,
  verifyPairs,
  verifyQueries,
} from "../../release/index.ts"
import { type CommandDefinition, defineCommand } from "../frame/define-command.ts"
import { NO } from "../frame/exit-codes.ts"
import { fixed, float32Text } from "../frame/numbers.ts"
import type { Screen } from "../frame/screen.ts"
import { type Column, table } from "../frame/table.ts"
import { untilInterrupted } from "../frame/until-interrupted.ts"
import { UsageError } from "../frame/usage-error.ts"
import { nameOf, open } from "../input/open.ts"
import { type BenchmarkOptions, integer } from "../input/options.ts"

interface Options extends BenchmarkOptions {
  readonly pairs?: string
  readonly grid?: boolean
  readonly tolerance: number
}

const COLUMNS: readonly Column[] = [
  { title: "metric", align: "left" },
  { title: "n" },
  { title: "bit-equal", unit: "%" },
  { title: "worst", unit: "ulp" },
  { title: "over tolerance" },
  { title: "worst query", align: "left" },
]

function rowOf({ metric, n, bitEqualPercent, worstUlp, overTolerance, worst }: MetricAgreement): string[] {
  const where = worst
    ? `${worst.where}: published ${float32Text(worst.published)}, got ${float32Text(worst.answered)}`
    : "-"
  return [metric, String(n), fixed(bitEqualPercent, 2), String(worstUlp), String(overTolerance), where]
}

async function printQueries(screen: Screen, title: string, agreement: QueryAgreement): Promise<void> {
  const { bold, dim } = screen.colors
  await screen.print(bold(title))
  if (agreement.metrics.length === 0) await screen.print("nothing to compare")
  else for (const line of table(COLUMNS, agreement.metrics.map(rowOf), dim)) await screen.print(line)
  if (agreement.older.length > 0) {
    await screen.print("Of these queries, which surrogates of v1.0.0 may have answered; they decide nothing:")
    for (const line of table(COLUMNS, agreement.older.map(rowOf), dim)) await screen.print(line)
  }
}

async function printGrid(screen: Screen, agreement: GridAgreement): Promise<void> {
  const { n, points, optimaEqual, thresholdsEqual, feasibleEqual, overlapsEqual, worst } = agreement
  await screen.print(screen.colors.bold(`Constrained optima over ${points.toLocaleString("en")} points`))
  await screen.print(`optima equal at their printed precision: ${optimaEqual} of ${n}`)
  await screen.print(
    `thresholds ${thresholdsEqual}, feasible shares ${feasibleEqual}, overlaps ${overlapsEqual} of ${n}`,
  )
  if (worst !== null) {
    const got = Number.isNaN(worst.optimum) ? "no point within both thresholds" : `${worst.optimum} %`
    await screen.print(`furthest off: published ${worst.published.optimum} %, got ${got}`)
  }
}

function dataOf(): ReturnType<typeof parseVerifyData> {
  // Every built file lies directly in dist/, beside the package's models/.
  return parseVerifyData(new Uint8Array(readFileSync(new URL("../models/verify.json", import.meta.url))))
}

interface Checked {
  readonly queries: QueryAgreement
  readonly grid: GridAgreement | null
  readonly ok: boolean | null
}

/** One no is a no; what decides nothing leaves it to the other. */
function verdict(queries: boolean | null, grid: boolean | null): boolean | null {
  if (queries === false || grid === false) return false
  return queries ?? grid
}

function verdictText(ok: boolean | null, tolerance: number): string {
  if (ok === null) return "NOTHING DECIDED: all of it may be of v1.0.0; --grid and --pairs have more"
  return ok ? `all within ${tolerance} ulp` : `NOT within ${tolerance} ulp`
}

async function check(
  screen: Screen,
  benchmark: Benchmark,
  options: Options,
  signal: AbortSignal,
): Promise<Checked> {
  const { pairs, tolerance } = options
  const data = dataOf()
  let queries: QueryAgreement
  if (pairs === undefined) queries = await verifyQueries(benchmark, data, { tolerance, signal })
  else {
    const file = createReadStream(pairs)
    await new Promise((resolve, reject) => {
      file.once("open", resolve)
      file.once("error", error => {
        const actual = "code" in error ? String(error.code) : error.message
        reject(
          new NotFoundError({
            source: pairs,
            what: "no pairs",
            expected: "a CSV file, plain or in gzip",
            actual,
          }),
        )
      })
    })
    const progress = screen.progress("queries", 0)
    const onProgress = (done: number): void => progress.update(done)
    const stream = Readable.toWeb(file) as ReadableStream<Uint8Array>
    queries = await verifyPairs(benchmark, stream, pairs, { tolerance, signal, onProgress }).finally(() =>
      progress.end(),
    )
  }
  let grid: GridAgreement | null = null
  if (options.grid) {
    let progress: ReturnType<Screen["progress"]> | null = null
    grid = await verifyGrid(benchmark, data, {
      tolerance,
      signal,
      onProgress: (done, total) => {
        progress ??= screen.progress("points", total)
        progress.update(done)
      },
    }).finally(() => progress?.end())
  }
  return { queries, grid, ok: verdict(queries.ok, grid?.holds ?? null) }
}

export const verify: CommandDefinition = defineCommand<Options>({
  name: "verify",
  summary: "Replays published predictions of the official surrogates on an imported release.",
  description:
    "The package brings 13 published queries, and 121 constrained optima a task over 13.5 million points (--grid: " +
    "5 to 20 minutes a task, by the size of its models). More pairs are read from a CSV file with the columns Op1 to " +
    "Op6, Activation, TrivialAugment, LearningRate, WeightDecay, epoch and metrics. Exit code 1 where an answer is " +
    "over the tolerance; what surrogates of v1.0.0 may have answered is shown apart and decides nothing.",
  examples: [
    "jahs-bench-201 verify --task cifar10",
    "jahs-bench-201 verify --task cifar10 --pairs cifar10.csv.gz --tolerance 4 --json",
  ],
  json: "one document: {task, release, ok (null: nothing decided), queries, grid}",
  configure(command) {
    command
      .option("--task <name>", `${tasks.join(", ")} (required)`)
      .option("--release <name>", "release to verify", "official-1.1.0")
      .option("--source <where>", "release pack: a file, a folder of <task>.bin files, or a URL")
      .option("--pairs <file>", "published pairs as CSV, plain or in gzip, in place of the 13 queries")
      .option("--grid", "the constrained optima over the grid, too")
      .option("--tolerance <ulp>", "accepted distance, in float32 numbers", integer(0, 1_000_000), 4)
  },
  async run(screen, options) {
    if (options.grid && options.task === undefined) throw new UsageError({ path: "--task", what: "missing" })
    const benchmark = await open(options)
    const { queries, grid, ok } = await untilInterrupted(signal => check(screen, benchmark, options, signal))
    if (screen.json)
      await screen.document({ task: benchmark.task, release: benchmark.release, ok, queries, grid })
    else {
      await printQueries(screen, nameOf(benchmark), queries)
      if (grid !== null) await printGrid(screen, grid)
      await screen.print(verdictText(ok, queries.tolerance))
    }
    return ok === false ? NO : undefined
  },
})
