/** `train`: a table to a release pack of surrogates, or to a model. */

import { checkTask } from "../../benchmark/task.ts"
import { sha256, toHex } from "../../bytes/sha256.ts"
import { fileJournal } from "../../node/file-journal.ts"
import { fitSurrogate } from "../../node/fit-surrogate.ts"
import { writeJson, writeUbjson } from "../../predict/booster/write.ts"
import { writePack } from "../../predict/pack/pack.ts"
import type { FittedRelease } from "../../training/fit-surrogate.ts"
import type { TrainingObjective } from "../../training/parameters.ts"
import { train } from "../../training/train.ts"
import { type CommandDefinition, defineCommand } from "../frame/define-command.ts"
import { fixed } from "../frame/numbers.ts"
import type { Screen } from "../frame/screen.ts"
import { untilInterrupted } from "../frame/until-interrupted.ts"
import { UsageError } from "../frame/usage-error.ts"
import { type ConstraintOptions, constraintsOf, surrogateConstraints } from "../input/constraints.ts"
import { labelledRows } from "../input/labelled-rows.ts"
import { integer, names, number } from "../input/options.ts"
import { constantsOf, readTable } from "../input/table-file.ts"
import { printScores } from "../lines/evaluation-lines.ts"
import { checkWritable, writeWhole } from "../output/write-file.ts"

interface Options extends ConstraintOptions {
  readonly metrics?: readonly string[]
  readonly label?: string
  readonly out?: string
  readonly force?: boolean
  readonly task: string
  readonly release: string
  readonly data?: string
  readonly licence?: string
  readonly attribution?: string
  readonly card?: string
  readonly trials: number
  readonly workers: number
  readonly journal?: string
  readonly constants?: string
  readonly trees?: number
  readonly objective?: string
  readonly learningRate?: number
  readonly maxDepth?: number
  readonly validation?: string
  readonly earlyStopping?: number
  readonly seed: number
}

type Table = Awaited<ReturnType<typeof readTable>>

/** Collects what a repeated option was given. */
function sets(text: string, before: readonly (readonly string[])[] = []): (readonly string[])[] {
  return [...before, names(text)]
}

async function fitTable(
  screen: Screen,
  options: Options,
  table: Table,
  metrics: readonly string[],
): Promise<FittedRelease> {
  const { trials, workers, seed, journal, trees, earlyStopping } = options
  const { task, release, data, licence, attribution } = options
  let progress: ReturnType<Screen["progress"]> | null = null
  const next = journal === undefined ? "with --journal it would go on from here" : undefined
  return untilInterrupted(
    signal =>
      fitSurrogate(table, {
        ...{ metrics, trials, workers, seed, signal, constants: constantsOf(options.constants) },
        ...(trees === undefined ? {} : { numTrees: trees }),
        ...(earlyStopping === undefined ? {} : { earlyStoppingRounds: earlyStopping }),
        ...(journal === undefined ? {} : { journal: fileJournal(journal) }),
        constraints: surrogateConstraints(options, metrics),
        card: {
          ...{ task: checkTask(task), release },
          ...(data === undefined ? {} : { trainedOn: data }),
          ...(licence === undefined ? {} : { licence }),
          ...(attribution === undefined ? {} : { attribution }),
        },
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
  const force = options.force === true
  await writeWhole(out, bytes, force)
  const { fits, evaluations, surrogates } = fitted
  const nodes = surrogates.reduce((sum, { booster }) => sum + booster.trees.numNodes, 0)
  const card = { ...fitted.card, bytes: bytes.length, nodes, sha256: toHex(await sha256(bytes)) }
  if (options.card !== undefined) {
    const text = `${JSON.stringify(card, null, 2)}\n`
    await writeWhole(options.card, new TextEncoder().encode(text), force)
  }
  if (screen.json) {
    await screen.document({ file: out, bytes: bytes.length, fits, evaluations, card })
    return
  }
  await printScores(
    screen,
    "metric, on test rows",
    evaluations.map(({ metric, scores }) => [metric, scores]),
  )
  await screen.print(`written: ${out}, ${fixed(bytes.length, 0)} bytes`)
  if (options.licence === undefined || options.attribution === undefined) {
    const said = `licence ${card.licence}, attribution: ${card.attribution}`
    await screen.print(`its card says ${said}; --licence, --attribution and --data say more`)
  }
}

/** Options of one of the two that the other would not read. */
const OF_MODELS = { validation: "--validation" } as const
const OF_SURROGATES = {
  card: "--card",
  data: "--data",
  licence: "--licence",
  attribution: "--attribution",
  journal: "--journal",
  constants: "--constants",
} as const

function refuseOptions(options: Options, ofOthers: Readonly<Record<string, string>>, expected: string): void {
  for (const [name, path] of Object.entries(ofOthers)) {
    if (options[name as keyof Options] === undefined) continue
    throw new UsageError({ path, what: "an option of the other kind of training", expected })
  }
}

async function trainModel(
  screen: Screen,
  options: Options,
  table: Table,
  label: string,
  out: string,
): Promise<void> {
  const { trees = 100, objective, learningRate, maxDepth, seed, earlyStopping } = options
  if (earlyStopping !== undefined && options.validation === undefined) {
    throw new UsageError({
      path: "--early-stopping",
      what: "nothing to watch",
      expected: "--validation <table>",
    })
  }
  const data = labelledRows(table, label)
  const constraints = constraintsOf(options, data.featureNames)
  const validation =
    options.validation === undefined
      ? undefined
      : labelledRows(await readTable(screen, options.validation), label, data.featureNames)
  const progress = screen.progress("trees", trees)
  const { booster, bestIteration, history } = await untilInterrupted(
    signal =>
      train(
        data,
        {
          ...{ numTrees: trees, seed, ...constraints },
          ...(objective === undefined ? {} : { objective: objective as TrainingObjective }),
          ...(learningRate === undefined ? {} : { learningRate }),
          ...(maxDepth === undefined ? {} : { maxDepth }),
        },
        {
          ...(validation === undefined ? {} : { validation }),
          ...(earlyStopping === undefined ? {} : { earlyStoppingRounds: earlyStopping }),
          ...{ signal, onProgress: ({ tree }) => progress.update(tree) },
        },
      ),
    "nothing was written",
  ).finally(() => progress.end())
  const write = out.endsWith(".bin") ? writePack : out.endsWith(".ubj") ? writeUbjson : writeJson
  const bytes = await write(booster)
  await writeWhole(out, bytes, options.force === true)
  const { numTrees } = booster
  const trainingLoss = history.trainingLoss[numTrees - 1]
  const watched = history.validationLoss && {
    bestIteration,
    validationLoss: history.validationLoss[bestIteration],
  }
  if (screen.json) {
    await screen.document({ file: out, bytes: bytes.length, numTrees, trainingLoss, ...watched })
    return
  }
  await screen.print(`${numTrees} trees of ${data.numFeatures} features, ${data.labels.length} rows`)
  await screen.print(`training loss ${trainingLoss.toPrecision(4)}`)
  if (watched !== null) {
    const best = bestIteration + 1
    await screen.print(`validation loss ${watched.validationLoss.toPrecision(4)}, least after ${best} trees`)
    if (best < numTrees)
      screen.note(`all ${numTrees} trees are written: \`predict --iteration-range 0,${best}\` takes the best`)
  }
  await screen.print(`written: ${out}, ${fixed(bytes.length, 0)} bytes`)
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
    "jahs-bench-201 train numbers.csv --label y --validation numbers.csv --early-stopping 5 \\\n    --monotone x=1 --out watched.json --force",
  ],
  json: "one document {file,bytes,fits,evaluations,card} or {file,bytes,numTrees,trainingLoss,bestIteration,validationLoss}",
  configure(command) {
    command
      .argument("<table>", "a file of rows: .csv, .json, .ndjson, any of them with .gz, or .parquet")
      .option("--out <file>", "a pack, .bin; of --label also .json or .ubj (required)")
      .option("--force", "replace the file if it exists")
      .option("--metrics <names>", "columns to fit surrogates to, between commas", names)
      .option("--task <name>", "surrogates: the task they are of", "cifar10")
      .option("--release <name>", "surrogates: what the release is called", "fitted")
      .option("--data <text>", "surrogates' card: what they are fitted to")
      .option("--licence <id>", "surrogates' card: SPDX identifier of the data's licence")
      .option("--attribution <text>", "surrogates' card: whom to name")
      .option("--card <file>", "surrogates: writes the card as JSON, too, with the pack's bytes and digest")
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
      .option("--validation <table>", "models: rows that are watched, and not trained on")
      .option(
        "--early-stopping <rounds>",
        "stops after so many trees without a lower loss of rows that are watched: --validation's, or a part of the table; packs keep the best trees",
        integer(1, 100_000),
      )
      .option("--monotone <columns>", "name=1 where predictions must not fall, name=-1 where not rise, …")
      .option(
        "--interaction <columns>",
        "columns that may share a path, between commas; may be repeated",
        sets,
      )
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
    if (metrics !== undefined) refuseOptions(options, OF_MODELS, "--label instead of --metrics")
    else refuseOptions(options, OF_SURROGATES, "--metrics instead of --label")
    if (options.card !== undefined) await checkWritable(options.card, force)
    const table = await readTable(screen, path)
    if (metrics !== undefined) await trainSurrogates(screen, options, table, metrics, out)
    else if (label !== undefined) await trainModel(screen, options, table, label, out)
    return undefined
  },
})
