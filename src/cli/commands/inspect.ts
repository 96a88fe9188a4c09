/** `inspect`: what an XGBoost model file holds. */

import { detectFormat } from "../../formats/detect.ts"
import type { ModelFormat } from "../../formats/parsed-model.ts"
import { type Booster, describe } from "../../predict/booster.ts"
import { objectiveOf } from "../../predict/objective.ts"
import { readBooster } from "../../predict/read.ts"
import { type CommandDefinition, defineCommand } from "../define-command.ts"
import { readBytes } from "../files.ts"
import { fixed } from "../numbers.ts"
import { integer, names, numbers } from "../options.ts"
import { definitions, table } from "../table.ts"
import { UsageError } from "../usage-error.ts"

interface Options {
  readonly baseScore?: readonly number[]
  readonly objective?: string
  readonly numFeatures?: number
  readonly featureNames?: readonly string[]
  readonly numOutputs?: number
}

const FORMATS: Readonly<Record<ModelFormat, string>> = {
  json: "save_model JSON",
  ubjson: "save_model UBJSON",
  "json-dump": "JSON dump",
  "legacy-binary": "save_model binary",
  "pickled-handle": "pickled Booster",
}
/** Features that people are shown. */
const SHOWN = 10

/** What a dump does not say, checked here so that the message can name the option. */
function checkDumpOptions({ baseScore, numOutputs }: Options, source: string): void {
  if (baseScore === undefined) {
    throw new UsageError({
      source,
      what: "a JSON dump does not hold the base score",
      expected: "--base-score <numbers>",
      remedy: "0.5 before XGBoost 2.0 unless it was set, estimated since",
    })
  }
  if (numOutputs !== undefined && baseScore.length !== 1 && baseScore.length !== numOutputs) {
    throw new UsageError({
      path: "--base-score",
      what: "wrong number of values",
      expected: `1 or ${numOutputs} (--num-outputs)`,
      actual: String(baseScore.length),
    })
  }
}

function objectiveText(name: string | null): string {
  if (name === null) return "not stored: margins only"
  return objectiveOf(name) === null ? `${name}, unknown to this version: margins only` : name
}

/** How many splits use each feature, most used first; unused ones are left out. */
function splitsPerFeature(booster: Booster): { feature: string; splits: number }[] {
  const { forest, info } = booster
  const counts = new Map<number, number>()
  for (const split of forest.splits) {
    if (split >= 0) counts.set(split >> 1, (counts.get(split >> 1) ?? 0) + 1)
  }
  return Array.from(counts, ([feature, splits]) => {
    return { feature: info.featureNames?.[feature] ?? `f${feature}`, splits }
  }).sort((a, b) => b.splits - a.splits)
}

export const inspect: CommandDefinition = defineCommand<Options>({
  name: "inspect",
  summary: "What an XGBoost model file holds: save_model JSON and UBJSON, JSON dumps.",
  description:
    "A JSON dump leaves out what the options after --objective say; other files need none of them.",
  examples: ["jahs-bench-201 inspect model.json", "jahs-bench-201 inspect dump.json --base-score 0.5"],
  json: "one document {file,format,bytes,objective,…,splits}",
  configure(command) {
    command
      .argument("<file>", "the model, or - for standard input")
      .option("--base-score <numbers>", "dumps: base_score, one number or one per output", numbers)
      .option("--objective <name>", "dumps: the objective, for example binary:logistic")
      .option("--num-features <number>", "dumps: features of a row", integer(0, 2_147_483_647))
      .option("--feature-names <names>", "dumps: names in column order, between commas", names)
      .option(
        "--num-outputs <number>",
        "dumps: outputs per row (default: number of base scores)",
        integer(1, 65_535),
      )
  },
  async run(screen, options, [file]) {
    const bytes = await readBytes(file, screen.stdin)
    const source = file === "-" ? "stdin" : file
    const format = detectFormat(bytes, source)
    if (format === "json-dump") checkDumpOptions(options, source)
    const { baseScore, objective, numFeatures, featureNames, numOutputs } = options
    const booster = readBooster(bytes, {
      source,
      ...(baseScore === undefined ? {} : { baseScore }),
      ...(objective === undefined ? {} : { objective }),
      ...(numFeatures === undefined ? {} : { numFeatures }),
      ...(featureNames === undefined ? {} : { featureNames }),
      ...(numOutputs === undefined ? {} : { numOutputs }),
    })
    const found = describe(booster)
    const splits = splitsPerFeature(booster)
    if (screen.json) {
      await screen.document({ file: source, format, bytes: bytes.length, ...found, splits })
      return
    }
    const { colors, columns } = screen
    const numSplits = splits.reduce((sum, feature) => sum + feature.splits, 0)
    const pairs: [string, string][] = [
      ["file", source],
      ["format", `${FORMATS[format]}, ${fixed(bytes.length, 0)} bytes`],
      ["XGBoost", found.version ?? "version not stored"],
      ["booster", found.booster],
      ["objective", objectiveText(found.objective)],
      ["base score", found.baseScore.join(", ")],
      ["features", fixed(found.numFeatures, 0)],
      ["outputs", fixed(found.numOutputs, 0)],
      ["rounds", fixed(found.numRounds, 0)],
      ["best iteration", found.bestIteration === null ? "not stored" : String(found.bestIteration)],
      ["trees", fixed(found.numTrees, 0)],
      ["nodes", `${fixed(found.numNodes, 0)}, ${fixed(numSplits, 0)} of them splits`],
      ["depth", String(found.maxDepth)],
      ["feature names", found.featureNames?.join(", ") ?? "not stored"],
    ]
    await screen.print(colors.bold("This version evaluates the model."))
    for (const line of definitions(pairs, columns, colors.dim)) await screen.print(line)
    if (splits.length === 0) return
    const rows = splits
      .slice(0, SHOWN)
      .map(({ feature, splits: count }) => [
        feature,
        fixed(count, 0),
        `${fixed((100 * count) / numSplits, 1)} %`,
      ])
    const titles = [{ title: "feature", align: "left" }, { title: "splits" }, { title: "share" }] as const
    await screen.print()
    for (const line of table(titles, rows, colors.dim)) await screen.print(line)
    if (splits.length > SHOWN) await screen.print(`and ${splits.length - SHOWN} features more`)
    return
  },
})
