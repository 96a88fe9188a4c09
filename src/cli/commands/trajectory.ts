/** `trajectory`: the learning curves of configurations. */

import type { Benchmark, Trajectory } from "../../benchmark/index.ts"
import type { Configuration } from "../../space/index.ts"
import { lineChart } from "../frame/chart.ts"
import { type CommandDefinition, defineCommand } from "../frame/define-command.ts"
import { metricText } from "../frame/numbers.ts"
import type { Screen } from "../frame/screen.ts"
import { definitions, table } from "../frame/table.ts"
import { UsageError } from "../frame/usage-error.ts"
import { type Checked, checkGiven, givenConfigurations } from "../input/configurations.ts"
import { nameOf, open } from "../input/open.ts"
import {
  type AnswerOptions,
  answerOptions,
  type BenchmarkOptions,
  benchmarkOptions,
  type ConfigurationOptions,
  configurationOptions,
  number,
} from "../input/options.ts"
import { describeConfiguration } from "../lines/describe-configuration.ts"
import { metricColumns, metricsOf } from "../lines/metric-lines.ts"

interface Options extends BenchmarkOptions, ConfigurationOptions, AnswerOptions {
  readonly epochs: number
  readonly csv?: boolean
}

/** Epochs that people are shown, beside the last one. */
const SHOWN_EPOCHS = [1, 2, 5, 10, 20, 50, 100, 150, 200]
const CHART_HEIGHT = 10

function columnsOf(curve: Trajectory): Record<string, number[]> {
  return Object.fromEntries(Object.entries(curve).map(([name, values]) => [name, Array.from(values)]))
}

function csvRows(curve: Trajectory, position: number | null): string[] {
  const columns: ArrayLike<number>[] = [curve.epoch, ...metricsOf(curve).map(({ name }) => curve[name])]
  const rows = Array.from(curve.epoch, (_, at) => columns.map(values => values[at]).join(","))
  return position === null ? rows : rows.map(row => `${position},${row}`)
}

async function printCurve(
  screen: Screen,
  benchmark: Benchmark,
  configuration: Configuration,
  extrapolated: boolean,
  curve: Trajectory,
): Promise<void> {
  const { colors, columns } = screen
  const last = curve.epoch.length
  await screen.print(colors.bold(`${nameOf(benchmark)}, epochs 1 to ${last}`))
  const pairs = describeConfiguration(configuration, benchmark.space)
  if (extrapolated) pairs.push(["note", "outside the release's domain: nobody checked how well it answers"])
  for (const line of definitions(pairs, columns, colors.dim)) await screen.print(line)
  const chosen = metricsOf(curve)
  const epochs = [...SHOWN_EPOCHS.filter(epoch => epoch < last), last]
  const rows = epochs.map(epoch => [
    String(epoch),
    ...chosen.map(({ name }) => metricText(name, curve[name][epoch - 1])),
  ])
  await screen.print()
  const lines = table([{ title: "epoch" }, ...metricColumns(chosen)], rows, colors.dim)
  for (const line of lines) await screen.print(line)
  const drawn = chosen.find(({ name }) => name === "valid-acc") ?? chosen[0]
  if (last < 2) return
  await screen.print(`\n${colors.bold(`${drawn.name} (${drawn.unit})`)}`)
  const format = (value: number): string => metricText(drawn.name, value)
  const chart = lineChart(curve[drawn.name], { columns, height: CHART_HEIGHT, axis: "epoch", format, colors })
  for (const line of chart) await screen.print(line)
}

async function printCsv(screen: Screen, curves: readonly Trajectory[]): Promise<void> {
  const numbered = curves.length > 1
  const names = ["epoch", ...metricsOf(curves[0]).map(({ name }) => name)]
  await screen.print([...(numbered ? ["configuration"] : []), ...names].join(","))
  for (const [at, curve] of curves.entries()) {
    for (const row of csvRows(curve, numbered ? at + 1 : null)) await screen.print(row)
  }
}

export const trajectory: CommandDefinition = defineCommand<Options>({
  name: "trajectory",
  summary: "The learning curves of configurations.",
  description: "People get a few epochs and a chart; --json and --csv have every epoch.",
  examples: [
    "jahs-bench-201 trajectory --task cifar10 \\\n    Op1=2 Op2=1 Op3=0 Op4=0 Op5=1 Op6=3 \\\n    LearningRate=0.1 WeightDecay=0.0005 Activation=ReLU TrivialAugment=true",
    "jahs-bench-201 sample --task cifar10 --n 3 --json |\n    jahs-bench-201 trajectory --task cifar10 --config - --csv",
  ],
  json: "one line {task,release,configuration,extrapolated,trajectory} a configuration, in columns",
  configure(command) {
    configurationOptions(command)
    benchmarkOptions(command)
    command.option("--epochs <number>", "last epoch of the curve, 1..200", number, 200)
    answerOptions(command)
    command.option(
      "--csv",
      "comma-separated values with a heading; of several configurations, numbered from 1",
    )
  },
  async run(screen, options, words) {
    const { epochs, metrics, extrapolate = false, csv = false } = options
    if (csv && screen.json) throw new UsageError({ what: "--csv and --json exclude each other" })
    const benchmark = await open(options)
    const { task, release } = benchmark
    const answers: (Checked & { readonly curve: Trajectory })[] = []
    for await (const batch of givenConfigurations(screen, options, words)) {
      const progress = screen.progress("configurations", batch.length)
      for (const [at, given] of batch.entries()) {
        const checked = checkGiven(benchmark, given, extrapolate)
        const { configuration, extrapolated } = checked
        const curve = benchmark.trajectory(configuration, {
          epochs,
          extrapolate,
          ...(metrics === undefined ? {} : { metrics }),
        })
        if (screen.json) {
          const trajectory = columnsOf(curve)
          await screen.document({ task, release, configuration, extrapolated, trajectory })
        } else answers.push({ ...checked, curve })
        progress.update(at + 1)
      }
      progress.end()
      await screen.flush()
    }
    if (csv) {
      const curves = answers.map(({ curve }) => curve)
      await printCsv(screen, curves)
    } else {
      for (const [at, { configuration, extrapolated, curve }] of answers.entries()) {
        if (at > 0) await screen.print()
        await printCurve(screen, benchmark, configuration, extrapolated, curve)
      }
    }
    return
  },
})
