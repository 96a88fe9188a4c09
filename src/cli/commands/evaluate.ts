/** `evaluate`: how well a pack's surrogates, or a model, agree with a table. */

import { memorySource } from "../../bytes/byte-source.ts"
import { classScoresOf } from "../../numeric/class-scores.ts"
import { openPack } from "../../predict/pack/pack.ts"
import { openReleasePack } from "../../surrogate/release-pack.ts"
import { evaluateSurrogate } from "../../training/evaluate-surrogate.ts"
import { scoresOf, worstRows } from "../../training/scores.ts"
import { type CommandDefinition, defineCommand } from "../frame/define-command.ts"
import type { Screen } from "../frame/screen.ts"
import { UsageError } from "../frame/usage-error.ts"
import { labelledRows } from "../input/labelled-rows.ts"
import { integer, names } from "../input/options.ts"
import {
  type DumpSettings,
  dumpOptions,
  type GivenFile,
  isPack,
  readGiven,
  readGivenModel,
} from "../input/read-model.ts"
import { constantsOf, readTable } from "../input/table-file.ts"
import { classProbabilities } from "../lines/class-probabilities.ts"
import { printClassScores, printEvaluations, printScores, printWorst } from "../lines/evaluation-lines.ts"

interface Options extends DumpSettings {
  readonly label?: string
  readonly metrics?: readonly string[]
  readonly constants?: string
  readonly worst: number
}

type Table = Awaited<ReturnType<typeof readTable>>

async function evaluatePack(screen: Screen, options: Options, given: GivenFile, table: Table): Promise<void> {
  const { surrogates } = await openReleasePack(memorySource(given.bytes, given.source), options.metrics)
  const evaluations = evaluateSurrogate(
    surrogates.filter(({ metric }) => options.metrics !== undefined || table.has(metric)),
    table,
    { constants: constantsOf(options.constants), numWorst: options.worst },
  )
  if (evaluations.length === 0) {
    throw new UsageError({
      source: given.source,
      what: "nothing to compare",
      expected: `a column of ${surrogates.map(({ metric }) => metric).join(", ")}`,
    })
  }
  if (screen.json) await screen.document({ evaluations })
  else await printEvaluations(screen, evaluations)
}

async function evaluateModel(
  screen: Screen,
  options: Options,
  given: GivenFile,
  table: Table,
  label: string,
): Promise<void> {
  const { source, bytes } = given
  const booster = isPack(given) ? await openPack(bytes, { source }) : readGivenModel(given, options).booster
  const { rows, labels } = labelledRows(table, label, booster.info.featureNames ?? undefined)
  const numRows = labels.length
  const probabilities = classProbabilities(booster, rows, numRows)
  if (probabilities !== null) checkClasses(labels, probabilities.numClasses, label)
  const classScores = probabilities && classScoresOf(labels, probabilities.values, probabilities.numClasses)
  // Of several classes only which one it is matters, not how far apart their numbers are.
  if (classScores !== null && booster.numOutputs > 1) {
    if (screen.json) await screen.document({ classScores })
    else await printClassScores(screen, label, classScores)
    return
  }
  if (booster.numOutputs !== 1) {
    throw new UsageError({
      source,
      what: "a model with several outputs a row that are no classes",
      expected: "one output, or the objective multi:softprob or multi:softmax",
      actual: `${booster.numOutputs} outputs of ${booster.info.objective ?? "an unknown objective"}`,
      remedy: "`predict` gives each of them a column",
    })
  }
  const predicted = booster.predict(rows, { numRows })
  const scores = scoresOf(labels, predicted)
  const all = Uint32Array.from(labels, (_, row) => row)
  const worst = worstRows(all, labels, predicted, options.worst)
  if (screen.json) await screen.document({ ...(classScores === null ? {} : { classScores }), scores, worst })
  else {
    if (classScores !== null) await printClassScores(screen, label, classScores)
    await printScores(screen, "label", [[label, scores]])
    await printWorst(screen, "worst", worst)
  }
}

/** Labels as XGBoost's classes, or the row that has none. */
function checkClasses(labels: Float32Array, numClasses: number, path: string): void {
  const row = labels.findIndex(label => !(Number.isInteger(label) && label >= 0 && label < numClasses))
  if (row < 0) return
  const expected = `an integer in 0..${numClasses - 1}`
  throw new UsageError({ path, what: `no class in row ${row}`, expected, actual: String(labels[row]) })
}

export const evaluate: CommandDefinition = defineCommand<Options>({
  name: "evaluate",
  summary: "How well a pack's surrogates, or a model, agree with a table.",
  description:
    "R², Kendall's tau-b, root mean squared and mean absolute error: of surrogates also by epochs and fidelity " +
    "group, and the rows that are furthest off. With --label: of a model on a table of numbers; of classes, numbered " +
    "from 0, also accuracy, log loss and the area under the ROC curve, and of more than two classes these alone.",
  examples: [
    "jahs-bench-201 evaluate models/distilled-2/cifar10.bin runs.csv --constants N=5,W=16,Resolution=1",
    "jahs-bench-201 evaluate line.json numbers.csv --label y",
  ],
  json: "one document {evaluations}, or {scores,worst}, {classScores} or both in one; scores without a value are null",
  configure(command) {
    command
      .argument("<model>", "a release pack; with --label any model")
      .argument("<table>", "a file of rows: .csv, .json, .ndjson, any of them with .gz, or .parquet")
      .option("--metrics <names>", "metrics between commas (default: those that the table has)", names)
      .option("--constants <values>", "surrogates: Name=value,… of all rows")
      .option("--label <column>", "the column that a model predicts")
      .option("--worst <count>", "rows to list", integer(0, 1_000_000), 5)
    dumpOptions(command)
  },
  async run(screen, options, [modelPath, tablePath]) {
    const given = await readGiven(modelPath, screen.stdin)
    const { label } = options
    if (label === undefined && !isPack(given)) {
      throw new UsageError({
        path: "--label",
        what: "missing",
        expected: "the column that the model predicts",
      })
    }
    const table = await readTable(screen, tablePath)
    if (label === undefined) await evaluatePack(screen, options, given, table)
    else await evaluateModel(screen, options, given, table, label)
    return undefined
  },
})
