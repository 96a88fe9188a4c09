/** `specialise`: a smaller pack, for a part of what a release or a model answers. */

import { type Part, specialiseBenchmark } from "../../benchmark/index.ts"
import { memorySource } from "../../bytes/byte-source.ts"
import { type FixedFeatures, specialise as specialiseBooster } from "../../predict/booster/specialise.ts"
import { openBoosters } from "../../predict/pack/open-boosters.ts"
import { openPack, writePack } from "../../predict/pack/pack.ts"
import { settingOf } from "../../space/setting-text.ts"
import { type CommandDefinition, defineCommand } from "../frame/define-command.ts"
import { fixed } from "../frame/numbers.ts"
import type { Screen } from "../frame/screen.ts"
import { definitions } from "../frame/table.ts"
import { UsageError } from "../frame/usage-error.ts"
import { assignmentsOf } from "../input/configurations.ts"
import { nameOf, open } from "../input/open.ts"
import { type AnswerOptions, type BenchmarkOptions, benchmarkOptions, names } from "../input/options.ts"
import { type DumpSettings, dumpOptions, isPack, readGiven, readGivenModel } from "../input/read-model.ts"
import { checkWritable, writeWhole } from "../output/write-file.ts"

interface Options extends BenchmarkOptions, DumpSettings {
  readonly metrics?: AnswerOptions["metrics"]
  readonly model?: string
  readonly renumber?: boolean
  readonly out?: string
  readonly force?: boolean
}

/** Nodes before and after, and what the pack is. */
interface Made {
  readonly name: string
  readonly bytes: Uint8Array
  readonly nodesBefore: number
  readonly nodes: number
}

/** One value, or those between commas. */
function part(name: string, text: string): unknown {
  const one = (value: string): unknown => (name === "epoch" ? Number(value) : settingOf(name, value))
  return text.includes(",") ? text.split(",").map(one) : one(text)
}

/** A number, or both ends of a range between a comma. */
function feature(name: string, text: string): number | [number, number] {
  const values = text.split(",").map(value => (/^nan$/i.test(value) ? Number.NaN : Number(value || "x")))
  const isNumber = values.every((value, i) => !Number.isNaN(value) || /^nan$/i.test(text.split(",")[i]))
  if (isNumber && values.length === 1) return values[0]
  if (isNumber && values.length === 2) return values as [number, number]
  throw new UsageError({
    path: name,
    what: "no value",
    expected: "a number, NaN, or lower,upper",
    actual: text,
  })
}

async function fromBenchmark(options: Options, words: readonly string[]): Promise<Made> {
  const benchmark = await open(options)
  const { metrics } = options
  const wanted = assignmentsOf(words, part) as Part
  const bytes = await specialiseBenchmark(benchmark, wanted, metrics === undefined ? {} : { metrics })
  const { boosters } = await openBoosters(memorySource(bytes, "pack"))
  const whole = benchmark.select(undefined).flatMap(group => group.surrogates)
  return {
    name: nameOf(benchmark),
    bytes,
    nodesBefore: whole.reduce((sum, { booster }) => sum + booster.trees.numNodes, 0),
    nodes: boosters.reduce((sum, { booster }) => sum + booster.trees.numNodes, 0),
  }
}

async function fromModel(
  screen: Screen,
  options: Options,
  model: string,
  words: readonly string[],
): Promise<Made> {
  const given = await readGiven(model, screen.stdin)
  const { source, bytes } = given
  const booster = isPack(given) ? await openPack(bytes, { source }) : readGivenModel(given, options).booster
  const fixedFeatures = assignmentsOf(words, feature) as FixedFeatures
  const smaller = specialiseBooster(booster, fixedFeatures, { nodeIds: options.renumber !== true })
  return {
    name: source,
    bytes: await writePack(smaller),
    nodesBefore: booster.trees.numNodes,
    nodes: smaller.trees.numNodes,
  }
}

export const specialise: CommandDefinition = defineCommand<Options>({
  name: "specialise",
  summary: "A smaller pack, for a part of what a release or a model answers.",
  description:
    "With --task: hyperparameters and epoch to the value or the values (of LearningRate, WeightDecay and epoch: " +
    "lower,upper) that stay, and --metrics to keep. With --model: features, by name or index, to a number or " +
    "lower,upper. Branches that nothing reaches any more are gone, answers within the part are the same bits. " +
    "A release's pack refuses what is outside; a model's answers it somehow.",
  examples: [
    "jahs-bench-201 specialise --task cifar10 --metrics valid-acc --out small.bin \\\n    epoch=200 TrivialAugment=true",
    "jahs-bench-201 specialise --model model.json --out small.bin 0=1 2=0,0.5",
  ],
  json: "one document {file,bytes,nodes,nodesBefore}",
  configure(command) {
    command.argument("[Name=values...]", "what hyperparameters, the epoch or features can still be")
    benchmarkOptions(command)
    command
      .option("--metrics <names>", "metrics to keep, between commas (default: all)", names)
      .option("--model <file>", "instead of --task: a model, or - for standard input")
      .option("--renumber", "models: drop XGBoost's node ids, which leaf ids need")
      .option("--out <file>", "the pack to write (required)")
      .option("--force", "replace the file if it exists")
    dumpOptions(command)
  },
  async run(screen, options, words) {
    const { out, model, task, force = false } = options
    if (out === undefined)
      throw new UsageError({ path: "--out", what: "missing", expected: "a file to write" })
    if (model !== undefined && task !== undefined) {
      throw new UsageError({ what: "--model and --task exclude each other" })
    }
    await checkWritable(out, force)
    const made =
      model === undefined
        ? await fromBenchmark(options, words)
        : await fromModel(screen, options, model, words)
    await writeWhole(out, made.bytes, force)
    const { bytes, nodes, nodesBefore, name } = made
    if (screen.json) {
      await screen.document({ file: out, bytes: bytes.length, nodes, nodesBefore })
      return
    }
    const share = nodesBefore === 0 ? "" : ` (${fixed((100 * nodes) / nodesBefore, 1)} %)`
    const pairs: [string, string][] = [
      ["of", name],
      ["written", `${out}: ${fixed(bytes.length, 0)} bytes`],
      ["nodes", `${fixed(nodes, 0)} of ${fixed(nodesBefore, 0)}${share}`],
    ]
    for (const line of definitions(pairs, screen.columns, screen.colors.dim)) await screen.print(line)
    return
  },
})
