/** `grid`: the metrics of every cell of a grid. */

import type { BenchmarkWorkers, Grid, GridInput } from "../../benchmark/index.ts"
import { openWorkers } from "../../node/worker-threads.ts"
import { settingOf } from "../../space/setting-text.ts"
import { type CommandDefinition, defineCommand } from "../frame/define-command.ts"
import { fixed } from "../frame/numbers.ts"
import type { Screen } from "../frame/screen.ts"
import { untilInterrupted } from "../frame/until-interrupted.ts"
import { UsageError } from "../frame/usage-error.ts"
import { givenConfigurations } from "../input/configurations.ts"
import { nameOf, open } from "../input/open.ts"
import {
  type AnswerOptions,
  answerOptions,
  type BenchmarkOptions,
  benchmarkOptions,
  type ConfigurationOptions,
  integer,
} from "../input/options.ts"
import { type GridHeading, headingOf, rowsOf } from "../lines/grid-rows.ts"
import { GridSummary } from "../lines/grid-summary.ts"
import { type BeginGridFile, csvHeading, type GridFile, gridFileOf } from "../output/grid-files.ts"
import { type Append, checkWritable, writeWhole } from "../output/write-file.ts"

interface Options extends BenchmarkOptions, ConfigurationOptions, AnswerOptions {
  readonly out?: string
  readonly csv?: boolean
  readonly force?: boolean
  readonly workers: number
}

/** What a `Name=` word means: `all`, values between commas, or one value. */
function several(name: string, text: string): unknown {
  if (text === "all") return text
  const one = (part: string): unknown => (name === "epoch" ? numberOf(part) : settingOf(name, part))
  return text.includes(",") ? text.split(",").map(one) : one(text)
}

/** What is no number stays text: the benchmark's own message names it. */
function numberOf(text: string): unknown {
  return text.trim() === "" || Number.isNaN(Number(text)) ? text : Number(text)
}

async function givenGrid(screen: Screen, options: Options, words: readonly string[]): Promise<GridInput> {
  const found: unknown[] = []
  for await (const batch of givenConfigurations(screen, options, words, several)) {
    found.push(...batch.map(({ value }) => value))
  }
  if (found.length === 1) return found[0] as GridInput
  throw new UsageError({
    path: "--config",
    what: "several grids",
    expected: "one",
    actual: `${found.length}`,
  })
}

/** Where blocks go: a file, standard output, or a summary for people. */
async function consume(
  screen: Screen,
  { csv = false, out }: Options,
  heading: GridHeading,
  begin: (heading: GridHeading) => Promise<GridFile | null>,
  title: string,
): Promise<GridFile> {
  const { metrics } = heading
  if (out !== undefined) return (await begin(heading)) as GridFile
  if (screen.json) {
    const { sha256: _, ...rest } = heading
    await screen.document(rest)
    return {
      async block({ first, numCells, columns }) {
        const values = Object.fromEntries(metrics.map(name => [name, Array.from(columns[name])]))
        await screen.document({ first, numCells, metrics: values })
      },
      async end() {},
    }
  }
  if (csv) {
    await screen.print(csvHeading(heading))
    return {
      async block(grid) {
        for (const row of rowsOf(grid, metrics)) await screen.print(row.join(","))
      },
      async end() {},
    }
  }
  const summary = new GridSummary(heading)
  return {
    async block(grid) {
      summary.block(grid)
    },
    end: () => summary.print(screen, title),
  }
}

/** What is asked, and where it goes. */
interface Task {
  readonly screen: Screen
  readonly options: Options
  readonly input: GridInput
  readonly workers: BenchmarkWorkers
  readonly headingOf: (grid: Grid) => GridHeading
  readonly title: string
}

async function runGrid(
  task: Task,
  begin: (heading: GridHeading) => Promise<GridFile | null>,
): Promise<GridHeading> {
  const { screen, options, input, workers, title } = task
  const { metrics, extrapolate = false } = options
  return untilInterrupted(async signal => {
    let heading: GridHeading | null = null
    let file: GridFile | null = null
    let progress = screen.progress("cells", 0)
    const blocks = workers.gridBlocks(input, {
      extrapolate,
      signal,
      ...(metrics === undefined ? {} : { metrics }),
    })
    for await (const block of blocks) {
      if (heading === null || file === null) {
        heading = task.headingOf(block)
        file = await consume(screen, options, heading, begin, title)
        progress = screen.progress("cells", heading.numCells)
      }
      await file.block(block)
      progress.update(block.first + block.numCells)
    }
    progress.end()
    await file?.end()
    // A grid has at least one cell, and so a block.
    return heading as unknown as GridHeading
  }, "nothing was written")
}

async function writeGrid(task: Task, out: string, begin: BeginGridFile, force: boolean): Promise<void> {
  let numBytes = 0
  let heading: GridHeading | null = null
  await writeWhole(
    out,
    async append => {
      const counted: Append = bytes => {
        numBytes += bytes.length
        return append(bytes)
      }
      heading = await runGrid(task, heading => begin(heading, counted))
    },
    force,
  )
  const { numCells, axes, metrics } = heading as unknown as GridHeading
  const { screen } = task
  if (screen.json) await screen.document({ file: out, bytes: numBytes, numCells })
  else {
    const columns = `${axes.length} axes and ${metrics.length} metrics`
    await screen.print(`${out}: ${fixed(numCells, 0)} cells, ${columns}, ${fixed(numBytes, 0)} bytes`)
  }
}

export const grid: CommandDefinition = defineCommand<Options>({
  name: "grid",
  summary: "The metrics of all cells of a grid: several values, or all, of any hyperparameter.",
  description:
    "Name=all stands for all values of a discrete hyperparameter, Name=0.1,0.2 for some; epoch is one more name " +
    "(default: 200). Those with several values are the axes, in the order in which they are written; the last one is " +
    "fastest. People are shown the best and the worst of each metric; --csv, --json and --out have every cell.",
  examples: [
    "jahs-bench-201 grid --task cifar10 --metrics valid-acc,latency \\\n    Op1=all Op2=all Op3=all Op4=all Op5=all Op6=all \\\n    LearningRate=0.1 WeightDecay=0.0005 Activation=ReLU TrivialAugment=true",
    "jahs-bench-201 grid --task cifar10 --out curves.parquet epoch=all \\\n    --arch '|nor_conv_3x3~0|+|none~0|skip_connect~1|+|skip_connect~0|none~1|nor_conv_1x1~2|' \\\n    LearningRate=0.01,0.1,1 WeightDecay=0.0005 Activation=all TrivialAugment=all",
  ],
  json: "a line of axes, then a line {first,numCells,metrics} a block of cells; with --out, one about the file",
  configure(command) {
    command
      .argument("[Name=values...]", "hyperparameters and epoch; they replace those of --config and --arch")
      .option(
        "--config <json>",
        'the grid as JSON, with arrays or "all" as values; @file, or - for standard input',
      )
      .option("--arch <string>", "the cell as a NAS-Bench-201 string, for Op1 to Op6")
    benchmarkOptions(command)
    answerOptions(command)
    command
      .option("--csv", "comma-separated values with a heading: axes, then metrics")
      .option("--out <file>", "write a file: .parquet, .csv or .json")
      .option("--force", "replace the file if it exists")
      .option("--workers <number>", "threads beside this one (default: none)", integer(0, 256), 0)
  },
  async run(screen, options, words) {
    const { csv = false, out, force = false, workers: count } = options
    if (csv && (screen.json || out !== undefined)) {
      throw new UsageError({ what: `--csv and ${screen.json ? "--json" : "--out"} exclude each other` })
    }
    const begin = out === undefined ? null : gridFileOf(out)
    if (out !== undefined) await checkWritable(out, force)
    const benchmark = await open(options)
    const input = await givenGrid(screen, options, words)
    const workers = await openWorkers(benchmark, { count })
    try {
      const task: Task = {
        screen,
        options,
        input,
        workers,
        headingOf: grid => headingOf(benchmark, grid),
        title: nameOf(benchmark),
      }
      if (out === undefined || begin === null) await runGrid(task, async () => null)
      else await writeGrid(task, out, begin, force)
    } finally {
      await workers.close()
    }
    return
  },
})
