/** `train`: a table to a release pack of surrogates, or to a model. */

import { checkTask } from "../../benchmark/task.ts"
import { fileJournal } from "../../node/file-journal.ts"
import { fitSurrogate } from "../../node/fit-surrogate.ts"
import { writePack } from "../../predict/pack.ts"
import { writeJson, writeUbjson } from "../../predict/write.ts"
import type { FittedRelease } from "../../training/fit-surrogate.ts"
import type { TrainingObjective } from "../../training/parameters.ts"
import { train } from "../../training/train.ts"
import { type CommandDefinition, defineCommand } from "../define-command.ts"
import { printScores } from "../evaluation-lines.ts"
import { labelledRows } from "../labelled-rows.ts"
import { fixed } from "../numbers.ts"
import { integer, names, number } from "../options.ts"
import type { Screen } from "../screen.ts"
import { constantsOf, readTable } from "../table-file.ts"
import { untilInterrupted } from "../until-interrupted.ts"
import { UsageError } from "../usage-error.ts"
import { checkWritable, writeWhole } from "../write-file.ts"

interface Options {
  readonly metrics?: readonly string[]
  readonly label?: string
  readonly out?: string
  readonly force?: boolean
  readonly task: string
  readonly release: string
  readonly trials: number
  readonly workers: number
  readonly journal?: string
  readonly constants?: string
  readonly trees?: number
  readonly objective?: string
  readonly learningRate?: number
  readonly maxDepth?: number
  readonly seed: number
}

type Table = Awaited<ReturnType<typeof readTable>>

async function fitTable(
  screen: Screen,
  options: Options,
  table: Table,
  metrics: readonly string[],
): Promise<FittedRelease> {
  const { trials, workers, seed, journal, trees } = options
  let progress: ReturnType<Screen["progress"]> | null = null
  const next = journal === undefined ? "with --journal it would go on from here" : undefined
  return untilInterrupted(
    signal =>
      fitSurrogate(table, {
        ...{ metrics, trials, workers, seed, signal, constants: constantsOf(options.constants) },
        ...(trees === undefined ? {} : { numTrees: trees }),
        ...(journal === undefined ? {} : { journal: fileJournal(journal) }),
        card: { task: checkTask(options.task), release: options.release },
        onProgress({ metric, done, total }) {
          progress ??= screen.progress("trees", total)
          progress.label(`${metric}, trees`)
          progress.update(done)
        },
      }),
    next,
  ).finally(() => progress?.end())
}

async function trainSurrogates(
  screen: Screen,
  options: Options,
  table: Table,
  metrics: readonly string[],
  out: string,
): Promise<void> {
  const fitted = await fitTable(screen, options, table, metrics)
  const bytes = await fitted.pack()
  await writeWhole(out, bytes, options.force === true)
  const { fits, evaluations } = fitted
  if (screen.json) {
    await screen.document({ file: out, bytes: bytes.length, fits, evaluations })
    return
  }
  await printScores(
    screen,
    "metric, on test rows",
    evaluations.map(({ metric, scores }) => [metric, scores]),
  )
  await screen.print(`written: ${out}, ${fixed(bytes.length, 0)} bytes`)
}

async function trainModel(
  screen: Screen,
  options: Options,
  table: Table,
  label: string,
  out: string,
): Promise<void> {
  const { trees = 100, objective, learningRate, maxDepth, seed } = options
  const data = labelledRows(table, label)
  const progress = screen.progress("trees", trees)
  let loss = Number.NaN
  const { booster } = await untilInterrupted(
    signal =>
      train(
        data,
        {
          ...{ numTrees: trees, seed },
          ...(objective === undefined ? {} : { objective: objective as TrainingObjective }),
          ...(learningRate === undefined ? {} : { learningRate }),
          ...(maxDepth === undefined ? {} : { maxDepth }),
        },
        {
          signal,
          onProgress({ tree, trainingLoss }) {
            loss = trainingLoss
            progress.update(tree)
          },
        },
      ),
    "nothing was written",
  ).finally(() => progress.end())
  const write = out.endsWith(".bin") ? writePack : out.endsWith(".ubj") ? writeUbjson : writeJson
  const bytes = await write(booster)
  await writeWhole(out, bytes, options.force === true)
  if (screen.json)
    await screen.document({ file: out, bytes: bytes.length, numTrees: trees, trainingLoss: loss })
  else {
    await screen.print(`${trees} trees of ${data.numFeatures} features, ${data.labels.length} rows`)
    await screen.print(`training loss ${loss.toPrecision(4)}`)
    await screen.print(`written: ${out}, ${fixed(bytes.length, 0)} bytes`)
  }
}

export const trainCommand: CommandDefinition = defineCommand<Options>({
  name: "train",
  summary: "A release pack of surrogates, or a model, from a CSV, Parquet or JSON table.",
  description:
    "With --metrics: surrogates of a table with the columns Op1 to Op6, LearningRate, WeightDecay, Activation, " +
    "TrivialAugment, N, W, Resolution (or --constants), epoch and the metrics; settings are searched by --trials " +
    "evaluations each (0: the defaults). With --label: one model of a table of numbers.",
  examples: [
    "jahs-bench-201 train runs.csv --metrics valid-acc --out fitted.bin --force \\\n    --constants N=5,W=16,Resolution=1 --trials 2 --trees 20",
    "jahs-bench-201 train numbers.csv --label y --trees 30 --out fitted.json --force",
  ],
  json: "one document {file,bytes,fits,evaluations} or {file,bytes,numTrees,trainingLoss}",
  configure(command) {
    command
      .argument("<table>", "a file of rows: .csv, .parquet, .json or .ndjson")
      .option("--out <file>", "a pack, .bin; of --label also .json or .ubj (required)")
      .option("--force", "replace the file if it exists")
      .option("--metrics <names>", "columns to fit surrogates to, between commas", names)
      .option("--task <name>", "surrogates: the task they are of", "cifar10")
      .option("--release <name>", "surrogates: what the release is called", "fitted")
      .option("--constants <values>", "surrogates: Name=value,… of all rows")
      .option("--trials <count>", "surrogates: evaluations of the search", integer(0, 10_000), 20)
      .option(
        "--workers <count>",
        "surrogates: trials that are trained at a time, each by a thread",
        integer(1, 256),
        4,
      )
      .option("--journal <file>", "surrogates: keeps trials, and goes on from them")
      .option("--label <column>", "instead of --metrics: the column that a model predicts")
      .option("--objective <name>", "models: XGBoost's name (default: reg:squarederror)")
      .option("--learning-rate <number>", "models (default: 0.3)", number)
      .option("--max-depth <edges>", "models (default: 6)", integer(0, 1000))
      .option("--trees <count>", "trees (default: 500 for surrogates, 100 for models)", integer(1, 100_000))
      .option("--seed <integer>", "of splits, search and trees", integer(0, 2 ** 31 - 1), 0)
  },
  async run(screen, options, [path]) {
    const { out, metrics, label, force = false } = options
    if (out === undefined)
      throw new UsageError({ path: "--out", what: "missing", expected: "a file to write" })
    if ((metrics === undefined) === (label === undefined)) {
      throw new UsageError({ what: "what to train is not clear", expected: "either --metrics or --label" })
    }
    await checkWritable(out, force)
    const table = await readTable(screen, path)
    if (metrics !== undefined) await trainSurrogates(screen, options, table, metrics, out)
    else if (label !== undefined) await trainModel(screen, options, table, label, out)
    return undefined
  },
})
