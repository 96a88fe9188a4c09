/** `query`: the metrics of configurations at one epoch. */

import type { Benchmark, QueryResult } from "../../benchmark/index.ts"
import type { Configuration } from "../../space/index.ts"
import { type CommandDefinition, defineCommand } from "../frame/define-command.ts"
import { metricText } from "../frame/numbers.ts"
import type { Screen } from "../frame/screen.ts"
import { definitions, table } from "../frame/table.ts"
import { checkGiven, givenConfigurations } from "../input/configurations.ts"
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
import { metricColumns, metricLines, metricsOf } from "../lines/metric-lines.ts"

interface Options extends BenchmarkOptions, ConfigurationOptions, AnswerOptions {
  readonly epoch: number
}

interface Answer {
  readonly configuration: Configuration
  readonly extrapolated: boolean
  readonly metrics: QueryResult
}

function heading(benchmark: Benchmark, epoch: number, colors: Screen["colors"]): string {
  return colors.bold(`${nameOf(benchmark)}, epoch ${epoch}`)
}

async function printOne(screen: Screen, benchmark: Benchmark, epoch: number, answer: Answer): Promise<void> {
  const { configuration, extrapolated, metrics } = answer
  const { colors, columns } = screen
  await screen.print(heading(benchmark, epoch, colors))
  const pairs = describeConfiguration(configuration, benchmark.space)
  if (extrapolated) pairs.push(["note", "outside the release's domain: nobody checked how well it answers"])
  for (const line of definitions(pairs, columns, colors.dim)) await screen.print(line)
  await screen.print()
  for (const line of metricLines(metrics, colors.dim)) await screen.print(line)
}

async function printMany(
  screen: Screen,
  benchmark: Benchmark,
  epoch: number,
  answers: readonly Answer[],
): Promise<void> {
  const chosen = metricsOf(answers[0].metrics)
  const rows = answers.map(({ metrics, extrapolated }, at) => [
    `${at + 1}${extrapolated ? "*" : ""}`,
    ...chosen.map(({ name }) => metricText(name, metrics[name])),
  ])
  await screen.print(heading(benchmark, epoch, screen.colors))
  const lines = table([{ title: "#" }, ...metricColumns(chosen)], rows, screen.colors.dim)
  for (const line of lines) await screen.print(line)
  if (answers.some(({ extrapolated }) => extrapolated)) {
    await screen.print("* outside the release's domain: nobody checked how well it answers")
  }
}

export const query: CommandDefinition = defineCommand<Options>({
  name: "query",
  summary: "The metrics of configurations at one epoch.",
  examples: [
    "jahs-bench-201 query --task cifar10 --epoch 200 \\\n    --arch '|nor_conv_3x3~0|+|none~0|skip_connect~1|+|skip_connect~0|none~1|none~2|' \\\n    LearningRate=0.1 WeightDecay=0.0005 Activation=ReLU TrivialAugment=true",
    "jahs-bench-201 sample --task cifar10 --n 5 --json |\n    jahs-bench-201 query --task cifar10 --config -",
  ],
  json: "one line {task,release,epoch,configuration,extrapolated,metrics} a configuration",
  configure(command) {
    configurationOptions(command)
    benchmarkOptions(command)
    command.option("--epoch <number>", "epoch at which the metrics are asked, 1..200", number, 200)
    answerOptions(command)
  },
  async run(screen, options, words) {
    const { epoch, metrics: chosen, extrapolate = false } = options
    const benchmark = await open(options)
    const { task, release } = benchmark
    const answers: Answer[] = []
    for await (const batch of givenConfigurations(screen, options, words)) {
      const progress = screen.progress("configurations", batch.length)
      for (const [at, given] of batch.entries()) {
        const { configuration, extrapolated } = checkGiven(benchmark, given, extrapolate)
        const metrics = benchmark.query(configuration, {
          epoch,
          extrapolate,
          ...(chosen === undefined ? {} : { metrics: chosen }),
        })
        if (screen.json) {
          await screen.document({ task, release, epoch, configuration, extrapolated, metrics })
        } else answers.push({ configuration, extrapolated, metrics })
        progress.update(at + 1)
      }
      progress.end()
      // Whoever feeds lines may wait for their answers before sending more.
      await screen.flush()
    }
    if (screen.json) return
    if (answers.length === 1) await printOne(screen, benchmark, epoch, answers[0])
    else await printMany(screen, benchmark, epoch, answers)
    return
  },
})
