/** `bound`: what no configuration of a region is below or above. */

import { InvalidArgumentError } from "commander"
import type { MetricBounds, MetricName } from "../../benchmark/index.ts"
import { type CommandDefinition, defineCommand } from "../frame/define-command.ts"
import { metricText, settingText } from "../frame/numbers.ts"
import { definitions, table } from "../frame/table.ts"
import { nameOf, open } from "../input/open.ts"
import {
  type AnswerOptions,
  answerOptions,
  type BenchmarkOptions,
  benchmarkOptions,
} from "../input/options.ts"
import { type RegionOptions, regionOf, regionOptions } from "../input/region.ts"
import { metricColumns, metricsOf } from "../lines/metric-lines.ts"
import { boundsFile } from "../output/bounds-file.ts"
import { outFormatOf } from "../output/out-format.ts"
import { checkWritable, writeWhole } from "../output/write-file.ts"

interface Options extends BenchmarkOptions, AnswerOptions, RegionOptions {
  readonly epoch: readonly [number, number]
  readonly out?: string
  readonly force?: boolean
}

/** An epoch, or two with a comma between. */
function epochs(text: string): readonly [number, number] {
  const [first, last = first, ...rest] = text.split(",").map(Number)
  if (Number.isInteger(first) && Number.isInteger(last) && rest.length === 0) return [first, last]
  throw new InvalidArgumentError("Expected an epoch, or the first and the last one with a comma between.")
}

export const bound: CommandDefinition = defineCommand<Options>({
  name: "bound",
  summary: "What no configuration of a region is below or above.",
  description:
    "Certified, rounding included. The smaller the region, the tighter; `optimum` finds what is really reached.",
  examples: [
    "jahs-bench-201 bound --task cifar10 --metrics valid-acc,latency \\\n    Op1=2 Op2=1 Op3=0,2 Op4=0 Op5=1 Op6=3 \\\n    LearningRate=0.09,0.11 WeightDecay=0.0005 Activation=ReLU TrivialAugment=true",
  ],
  json: "one document {task,release,epoch,region,bounds}; bounds has {lower,upper} a metric; with --out, one about the file",
  configure(command) {
    regionOptions(command)
    benchmarkOptions(command)
    command.option("--epoch <first,last>", "an epoch, or the first and the last one", epochs, [200, 200])
    answerOptions(command)
    command
      .option("--out <file>", "write a file, a row a metric: .parquet, .csv or .json")
      .option("--force", "replace the file if it exists")
  },
  async run(screen, options, words) {
    const { epoch, extrapolate = false, out, force = false } = options
    const format = out === undefined ? null : outFormatOf(out)
    if (out !== undefined) await checkWritable(out, force)
    const region = regionOf(options, words)
    const benchmark = await open(options)
    const chosen: readonly MetricName[] = options.metrics ?? benchmark.metrics
    const bounds: { [Name in MetricName]?: MetricBounds } = {}
    for (const metric of chosen) bounds[metric] = benchmark.bound(region, { metric, epoch, extrapolate })
    const { task, release, sha256 } = benchmark
    if (out !== undefined && format !== null) {
      const bytes = await boundsFile(format, { task, release, sha256, epoch, region }, bounds)
      await writeWhole(out, bytes, force)
      if (screen.json) await screen.document({ file: out, bytes: bytes.length })
      else await screen.print(`${out}: bounds of ${chosen.length} metrics, ${bytes.length} bytes`)
      return
    }
    if (screen.json) {
      await screen.document({ task, release, epoch, region, bounds })
      return
    }
    const { bold, dim } = screen.colors
    const [first, last] = epoch
    const when = first === last ? `epoch ${first}` : `epochs ${first} to ${last}`
    await screen.print(bold(`${nameOf(benchmark)}, ${when}`))
    const given = Object.entries(region).map(
      ([name, values]) => [name, [values].flat().map(settingText).join(", ")] as const,
    )
    for (const line of definitions(given, screen.columns, dim)) await screen.print(line)
    if (given.length > 0) await screen.print()
    const shown = metricsOf(bounds)
    const rowOf = (title: string, side: "lower" | "upper"): string[] => [
      title,
      ...shown.map(({ name }) => metricText(name, (bounds[name] as MetricBounds)[side])),
    ]
    const rows = [rowOf("at least", "lower"), rowOf("at most", "upper")]
    const lines = table([{ title: "", align: "left" }, ...metricColumns(shown)], rows, dim)
    for (const line of lines) await screen.print(line)
    return
  },
})
