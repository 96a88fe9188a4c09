/** `demo`: a first screen: what the package brings, one configuration, a random search, and how fast it is. */

import type { Benchmark, QueryResult } from "../../benchmark/index.ts"
import { createRandom } from "../../random/generator.ts"
import type { Configuration } from "../../space/index.ts"
import { lineChart } from "../frame/chart.ts"
import { type CommandDefinition, defineCommand } from "../frame/define-command.ts"
import { durationText } from "../frame/numbers.ts"
import type { Screen } from "../frame/screen.ts"
import { definitions, table, wrap } from "../frame/table.ts"
import { open } from "../input/open.ts"
import { seed } from "../input/options.ts"
import { describeConfiguration } from "../lines/describe-configuration.ts"
import { metricLines } from "../lines/metric-lines.ts"

interface Options {
  readonly seed: number | bigint
}

const NUM_EVALUATIONS = 100
/** The time per query is the median of as many queries as fit into both, the second in milliseconds. */
const MOST_TIMED = 3000
const TIMING_BUDGET = 1000
const CHART_HEIGHT = 7

interface Search {
  readonly evaluations: number
  /** 100 - valid-acc, in percent. */
  readonly validationError: number
  /** Evaluation at which the incumbent was found, from 1. */
  readonly foundAt: number
  /** Sum of the predicted training times. */
  readonly simulatedSeconds: number
  readonly seconds: number
}

/** Random search: as many full evaluations as asked, the best kept. */
function randomSearch(benchmark: Benchmark, seed: number | bigint): Search {
  const random = createRandom(seed)
  const start = performance.now()
  let validationError = Number.POSITIVE_INFINITY
  let foundAt = 0
  let simulatedSeconds = 0
  for (let evaluation = 1; evaluation <= NUM_EVALUATIONS; evaluation++) {
    const { "valid-acc": accuracy, runtime } = benchmark.query(benchmark.space.sample(random), {
      metrics: ["valid-acc", "runtime"],
    })
    simulatedSeconds += runtime
    if (100 - accuracy < validationError) {
      validationError = 100 - accuracy
      foundAt = evaluation
    }
  }
  const seconds = (performance.now() - start) / 1000
  return { evaluations: NUM_EVALUATIONS, validationError, foundAt, simulatedSeconds, seconds }
}

/** Median time of queries for all metrics, each of another configuration. */
function timeQueries(benchmark: Benchmark, seed: number | bigint): { seconds: number; queries: number } {
  const random = createRandom(seed)
  const configurations = Array.from({ length: MOST_TIMED }, () => benchmark.space.sample(random))
  const times: number[] = []
  const end = performance.now() + TIMING_BUDGET
  for (const configuration of configurations) {
    const before = performance.now()
    if (before > end) break
    benchmark.query(configuration)
    times.push(performance.now() - before)
  }
  times.sort((a, b) => a - b)
  return { seconds: times[times.length >> 1] / 1000, queries: times.length }
}

/** Close: what ranks configurations as the official surrogates do, but for details. */
function verdict(R2: number, kendallTau: number): string {
  return R2 >= 0.95 && kendallTau >= 0.9 ? "close" : "rough"
}

async function printRelease(screen: Screen, benchmarks: readonly Benchmark[]): Promise<void> {
  const { colors, columns } = screen
  const [{ release }] = benchmarks
  await screen.print(colors.bold(`JAHS-Bench-201, release ${release}`))
  const text =
    "These are NOT the official surrogates: they were fitted to published predictions of them. " +
    "How close the predicted validation accuracy is on runs kept out of the fit:"
  for (const line of wrap(text, columns)) await screen.print(line)
  const rows = benchmarks.map(({ task, card }) => {
    const { R2, kendallTau, MAE } = card.scores.holdout["valid-acc"]
    const word = verdict(R2, kendallTau)
    return [task, R2.toFixed(3), kendallTau.toFixed(3), `${MAE.toFixed(1)} points`, word]
  })
  const titles = [{ title: "task", align: "left" }, { title: "R²" }, { title: "Kendall's τ" }] as const
  const lines = table([...titles, { title: "mean error" }, { title: "", align: "left" }], rows, colors.dim)
  for (const line of lines) await screen.print(line)
}

async function printConfiguration(
  screen: Screen,
  benchmark: Benchmark,
  configuration: Configuration,
  metrics: QueryResult,
  curve: Float32Array,
): Promise<void> {
  const { colors, columns } = screen
  await screen.print(`\n${colors.bold(`A configuration on ${benchmark.task}, after 200 epochs`)}`)
  const pairs = describeConfiguration(configuration, benchmark.space).filter(([name]) => name !== "fixed")
  for (const line of definitions(pairs, columns, colors.dim)) await screen.print(line)
  for (const line of metricLines(metrics, colors.dim)) await screen.print(line)
  await screen.print(`\n${colors.bold("Its learning curve: valid-acc (%)")}`)
  const format = (value: number): string => value.toFixed(1)
  const chart = lineChart(curve, { columns, height: CHART_HEIGHT, axis: "epoch", format, colors })
  for (const line of chart) await screen.print(line)
}

export const demo: CommandDefinition = defineCommand<Options>({
  name: "demo",
  summary: "A first screen: the release, one configuration, a random search, the time per query.",
  examples: ["jahs-bench-201 demo"],
  json: "one document {release,closeness,task,configuration,metrics,search,timing}",
  configure(command) {
    command.option("--seed <number>", "seed of the configuration and the search", seed, 1)
  },
  async run(screen, options) {
    const benchmarks = await Promise.all([open({ task: "cifar10" }), open({ task: "fashion_mnist" })])
    const [benchmark] = benchmarks
    const configuration = benchmark.space.sample(createRandom(options.seed))
    const metrics = benchmark.query(configuration)
    const search = randomSearch(benchmark, options.seed)
    const timing = timeQueries(benchmark, options.seed)
    if (screen.json) {
      const closeness = Object.fromEntries(benchmarks.map(({ task, card }) => [task, card.scores.holdout]))
      const { release, task } = benchmark
      await screen.document({ release, closeness, task, configuration, metrics, search, timing })
      return
    }
    const curve = benchmark.trajectory(configuration, { metrics: ["valid-acc"] })["valid-acc"]
    await printRelease(screen, benchmarks)
    await printConfiguration(screen, benchmark, configuration, metrics, curve)
    const { colors, columns } = screen
    const error = `${search.validationError.toFixed(2)} %, found at evaluation ${search.foundAt}`
    const time = `${durationText(timing.seconds)} for all seven metrics (median of ${timing.queries} queries)`
    await screen.print(`\n${colors.bold(`Random search, ${search.evaluations} evaluations of 200 epochs`)}`)
    const results: [string, string][] = [
      ["best validation error", error],
      ["simulated cost", `${durationText(search.simulatedSeconds)} of training (sum of runtime)`],
      ["real time", durationText(search.seconds)],
      ["time per query", time],
    ]
    for (const line of definitions(results, columns, colors.dim)) await screen.print(line)
    await screen.print(`\n${colors.bold("Next")}`)
    await screen.print("  npx jahs-bench-201 card --task cifar10")
    await screen.print("  npx jahs-bench-201 sample --task cifar10 --n 5")
    await screen.print("  npx jahs-bench-201 --help")
    return
  },
})
