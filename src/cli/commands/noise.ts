/** `noise`: how far a table's runs repeat, what moved between collections, and what surrogates can know of it. */

import type { TaskName } from "../../benchmark/index.ts"
import { DEFAULT_RELEASE } from "../../benchmark/task.ts"
import { type NoiseAnalysis, noiseAnalysis } from "../../experiments/noise/noise-analysis.ts"
import { publishedReruns } from "../../experiments/noise/published-noise.ts"
import { noiseReport } from "../../experiments/report/noise/noise-report.ts"
import { inPercent, withInterval } from "../../experiments/report/noise/texts.ts"
import { fixed } from "../../experiments/report/numbers.ts"
import { openBenchmark } from "../../node/open-benchmark.ts"
import type { TableBenchmark } from "../../table/index.ts"
import { type CommandDefinition, defineCommand } from "../frame/define-command.ts"
import type { Screen } from "../frame/screen.ts"
import { type Column, table as tableLines } from "../frame/table.ts"
import { sourceOf } from "../input/open.ts"
import { integer, names } from "../input/options.ts"
import { checkWritable, writeWhole } from "../output/write-file.ts"

interface Options {
  readonly task: string
  readonly release?: string
  readonly source?: string
  readonly against?: string
  readonly epoch?: number
  readonly seed: number
  readonly resamples: number
  readonly splits: number
  readonly sizes?: readonly string[]
  readonly out?: string
  readonly force?: boolean
}

const RERUNS: readonly Column[] = [
  { title: "metric", align: "left" },
  { title: "second run", unit: "τ (95 % interval)" },
  { title: "ceiling", unit: "τ" },
  { title: "Table 11", unit: "CIFAR-10, τ" },
  { title: "surrogate", unit: "τ" },
]

const SHIFTS: readonly Column[] = [
  { title: "metric", align: "left" },
  { title: "moved", align: "left" },
  { title: "by", unit: "95 % interval" },
  { title: "", align: "left" },
]

async function printAnalysis(screen: Screen, analysis: NoiseAnalysis): Promise<void> {
  const { release, task, epoch, numRuns, reruns, learning, shift } = analysis
  const { colors } = screen
  await screen.print(colors.bold(`${task}, release ${release}, epoch ${epoch}: ${numRuns} runs`))
  const published: Readonly<Record<string, number>> = publishedReruns.cifar10
  const surrogate = (metric: string, fidelity: string): number => {
    const own = learning?.fidelity === fidelity ? learning.points.filter(of => of.metric === metric) : []
    return own.at(-1)?.tau ?? Number.NaN
  }
  for (const fidelity of new Set(reruns.map(of => of.fidelity))) {
    const own = reruns.filter(of => of.fidelity === fidelity)
    await screen.print(`\n${fidelity}: ${own[0]!.numConfigurations} configurations with further seeds`)
    const rows = own.map(({ metric, tau, ceiling }) => [
      ...[metric, withInterval(tau), fixed(ceiling, 3), fixed(published[metric] ?? Number.NaN, 3)],
      fixed(surrogate(metric, fidelity), 3),
    ])
    for (const line of tableLines(RERUNS, rows, colors.dim)) await screen.print(line)
  }
  if (shift === null) return
  const [first, second] = shift.numRuns
  await screen.print(`\nfrom ${first} runs of the first collection to ${second} of later ones`)
  const rows = shift.metrics.map(({ metric, isRelative, paired, hasMoved }) => {
    const estimate = paired === null ? null : isRelative ? inPercent(paired.difference) : paired.difference
    const by = estimate === null ? "–" : withInterval(estimate, 2)
    return [metric, hasMoved ? "yes" : "no", by, isRelative ? "%" : "points"]
  })
  for (const line of tableLines(SHIFTS, rows, colors.dim)) await screen.print(line)
}

async function openTable({ task, release, source }: Options): Promise<TableBenchmark> {
  return openBenchmark({
    // An unknown name is the library's to refuse.
    task: task as TaskName,
    kind: "table",
    ...(release === undefined ? {} : { release }),
    ...(source === undefined ? {} : { source: await sourceOf(source) }),
  })
}

export const noise: CommandDefinition = defineCommand<Options>({
  name: "noise",
  summary: "How far recorded runs repeat, what moved between collections, and what surrogates can know.",
  description:
    "Kendall's tau between runs with other seeds beside the paper's Table 11, between collections beside its Table 12; " +
    "tests, corrected for their number, of what moved; and surrogates of these runs below the ceiling that noise sets. " +
    "Of a table that tells repeats and collections apart, as measured-1 does.",
  examples: [
    "jahs-bench-201 noise --splits 0",
    "jahs-bench-201 noise --sizes 20,40,80 --out noise.html --json",
  ],
  json: "one document: the whole analysis",
  configure(command) {
    command
      .option("--task <name>", "task of the table", "fashion_mnist")
      .option("--release <name>", "release of the table (default: measured-1)")
      .option("--source <where>", "the table: a Parquet file, a folder of <task>.parquet files, or a URL")
      .option("--against <where>", "another table, which counts as a later collection")
      .option("--epoch <number>", "at which runs are compared (default: the last)", integer(1, 200))
      .option("--seed <integer>", "of resamples and splits", integer(0, 2 ** 31 - 1), 0)
      .option("--resamples <count>", "of each interval", integer(1, 1_000_000), 2000)
      .option("--splits <count>", "of the surrogates' learning curve; 0 fits none", integer(0, 1000), 5)
      .option("--sizes <numbers>", "configurations to fit to, beside the most there are", names)
      .option("--out <file>", "write a page with figures, too")
      .option("--force", "replace the page, where there is one")
  },
  async run(screen, options) {
    const { epoch, seed, resamples, splits, against, out, force = false } = options
    const sizes = (options.sizes ?? []).map(integer(1, 1_000_000))
    if (out !== undefined) await checkWritable(out, force)
    const table = await openTable(options)
    const cards = await Promise.all(
      (["cifar10", "fashion_mnist"] as const).map(async task => {
        const { card } = await openBenchmark({ task, release: DEFAULT_RELEASE, metrics: [] })
        return card
      }),
    )
    const analysis = await noiseAnalysis(table, {
      ...{ seed, resamples, splits, sizes, cards },
      ...(epoch === undefined ? {} : { epoch }),
      ...(against === undefined ? {} : { against: await openTable({ ...options, source: against }) }),
    })
    if (screen.json) await screen.document(analysis)
    else await printAnalysis(screen, analysis)
    if (out !== undefined) {
      await writeWhole(out, new TextEncoder().encode(await noiseReport(analysis)), force)
      screen.note(`written: ${out}`)
    }
    return undefined
  },
})
