/** `convert`: a model file in another format. */

import { Option } from "commander"
import { memorySource } from "../../bytes/byte-source.ts"
import type { Booster } from "../../predict/booster/booster.ts"
import { dumpDot, dumpJson, dumpText, writeJson, writeUbjson } from "../../predict/booster/write.ts"
import { openPack, writePack } from "../../predict/pack/pack.ts"
import { selectMetrics } from "../../surrogate/select-metrics.ts"
import { type CommandDefinition, defineCommand } from "../frame/define-command.ts"
import { fixed } from "../frame/numbers.ts"
import type { Screen } from "../frame/screen.ts"
import { definitions } from "../frame/table.ts"
import { UsageError } from "../frame/usage-error.ts"
import { integer, names } from "../input/options.ts"
import {
  type DumpSettings,
  dumpOptions,
  FORMATS,
  type FoundModel,
  type GivenFile,
  isPack,
  readGiven,
  readGivenModel,
} from "../input/read-model.ts"
import { checkWritable, writeWhole } from "../output/write-file.ts"

type Target = "json" | "ubjson" | "pack" | "dump-json" | "dump-text" | "dot"

interface Options extends DumpSettings {
  readonly to?: Target
  readonly version?: "1.7" | "source"
  readonly withStats?: boolean
  readonly uncompressed?: boolean
  readonly tree?: number
  readonly force?: boolean
  readonly metrics?: readonly string[]
}

/** The first ending that fits decides. */
const ENDINGS: readonly (readonly [ending: string, target: Target])[] = [
  [".dump.json", "dump-json"],
  [".json", "json"],
  [".ubj", "ubjson"],
  [".bin", "pack"],
  [".txt", "dump-text"],
  [".dot", "dot"],
]

const TARGETS: Readonly<Record<Target, string>> = {
  json: FORMATS.json,
  ubjson: FORMATS.ubjson,
  pack: FORMATS.pack,
  "dump-json": FORMATS["json-dump"],
  "dump-text": "text dump",
  dot: "Graphviz",
}

/** What a target's file no longer says. */
const LEFT_OUT: Readonly<Record<Target, string>> = {
  json: "",
  ubjson: "",
  pack: "what only model files need; statistics unless --with-stats: explanations need them",
  "dump-json": "base score, objective, DART's weights",
  "dump-text": "base score, objective, DART's weights; this package does not read text dumps",
  dot: "all but one tree",
}

type TargetOption = "version" | "withStats" | "uncompressed" | "tree"

/** Which formats an option is for. */
const ONLY_FOR: readonly (readonly [key: TargetOption, targets: readonly Target[]])[] = [
  ["version", ["json", "ubjson"]],
  ["withStats", ["dump-json", "dump-text", "pack"]],
  ["uncompressed", ["pack"]],
  ["tree", ["dot"]],
]

function targetOf(path: string, options: Options): Target {
  if (path === "-") {
    const what = "models are not written to standard output"
    throw new UsageError({ path: "<out>", what, expected: "a file" })
  }
  const target = options.to ?? ENDINGS.find(([ending]) => path.toLowerCase().endsWith(ending))?.[1]
  if (target === undefined) {
    throw new UsageError({
      path: "<out>",
      what: "the ending does not tell the format",
      expected: ENDINGS.map(([ending]) => ending).join(", "),
      actual: path,
      remedy: "or name it with --to",
    })
  }
  for (const [key, targets] of ONLY_FOR) {
    if (options[key] === undefined || targets.includes(target)) continue
    throw new UsageError({
      path: key === "withStats" ? "--with-stats" : `--${key}`,
      what: "not an option of the format",
      expected: `--to ${targets.join(" or --to ")}`,
      actual: target,
    })
  }
  return target
}

function drawing(booster: Booster, tree: number): string {
  if (tree >= booster.numTrees) {
    throw new UsageError({
      path: "--tree",
      what: "no such tree",
      expected: booster.numTrees === 0 ? "a booster with trees" : `0..${booster.numTrees - 1}`,
      actual: booster.numTrees === 0 ? booster.info.booster : `${tree}`,
    })
  }
  return dumpDot(booster, tree)
}

async function contentOf(booster: Booster, target: Target, options: Options): Promise<Uint8Array> {
  const { version = "1.7", withStats = false, uncompressed = false, tree = 0 } = options
  const encode = (text: string): Uint8Array => new TextEncoder().encode(text)
  switch (target) {
    case "json":
      return writeJson(booster, { version })
    case "ubjson":
      return writeUbjson(booster, { version })
    case "pack":
      return writePack(booster, { statistics: withStats, compression: uncompressed ? "none" : "gzip" })
    case "dump-json":
      return encode(dumpJson(booster, { withStats }))
    case "dump-text":
      return encode(dumpText(booster, { withStats }))
    case "dot":
      return encode(drawing(booster, tree))
  }
}

function leftOut(booster: Booster, target: Target, version: Options["version"]): string {
  const isSource = version === "source" || (target !== "json" && target !== "ubjson")
  if (isSource || booster.info.categoryValues === null) return LEFT_OUT[target]
  return "category values, which XGBoost 1.7 has no place for: --version source keeps them"
}

async function show(
  screen: Screen,
  { source, format, bytes, booster }: FoundModel,
  made: Made,
): Promise<void> {
  const { numNodes } = booster.trees
  const perNode = (length: number): string =>
    numNodes === 0 ? "" : `, ${fixed(length / numNodes, 1)} a node`
  const sizeOf = (length: number): string => `${fixed(length, 0)} bytes${perNode(length)}`
  const lost = leftOut(booster, made.target, made.version)
  const pairs: [string, string][] = [
    ["read", `${source}: ${FORMATS[format]}, ${sizeOf(bytes.length)}`],
    ["written", `${made.file}: ${TARGETS[made.target]}, ${sizeOf(made.numBytes)}`],
    ["model", `${fixed(booster.numTrees, 0)} trees, ${fixed(numNodes, 0)} nodes`],
    ...(lost === "" ? [] : [["left out", lost] as [string, string]]),
  ]
  for (const line of definitions(pairs, screen.columns, screen.colors.dim)) await screen.print(line)
}

/** What was written. */
interface Made {
  readonly file: string
  readonly target: Target
  readonly numBytes: number
  readonly version: Options["version"]
}

/** The part of a release pack that some metrics need: a file of its own kind, which no model file is. */
async function selectInto(
  screen: Screen,
  given: GivenFile,
  output: string,
  metrics: readonly string[],
  target: Target,
  force: boolean,
): Promise<undefined> {
  const { source, bytes } = given
  if (!isPack(given) || target !== "pack") {
    const what = "metrics are chosen of release packs alone"
    throw new UsageError({
      path: "--metrics",
      what,
      expected: "a pack in, and a .bin file out",
      actual: source,
    })
  }
  const content = await selectMetrics(memorySource(bytes, source), metrics)
  await writeWhole(output, content, force)
  if (screen.json) {
    await screen.document({
      from: { file: source, format: "pack", bytes: bytes.length },
      to: { file: output, format: "pack", bytes: content.length },
      metrics,
    })
    return
  }
  const pairs: [string, string][] = [
    ["read", `${source}: ${FORMATS.pack}, ${fixed(bytes.length, 0)} bytes`],
    ["written", `${output}: ${FORMATS.pack}, ${fixed(content.length, 0)} bytes`],
    ["metrics", metrics.join(", ")],
  ]
  for (const line of definitions(pairs, screen.columns, screen.colors.dim)) await screen.print(line)
}

export const convert: CommandDefinition = defineCommand<Options>({
  name: "convert",
  summary: "Writes a model in another format: JSON, UBJSON, a pack, dumps, Graphviz.",
  description:
    "The ending of <out> tells the format: .json, .ubj, .bin (a pack), .dump.json, .txt (a text dump), .dot. " +
    "JSON and UBJSON keep every prediction bit for bit, and are laid out for XGBoost 1.7, which all later " +
    "versions read; --version source also keeps what 1.7 cannot hold. A JSON dump as input leaves out what " +
    "the options from --base-score on say.",
  examples: [
    "jahs-bench-201 convert model.json model.ubj",
    "jahs-bench-201 convert models/distilled-2/cifar10.bin small.bin --metrics valid-acc,latency,runtime --force",
    "jahs-bench-201 convert model.json forest.bin --force && jahs-bench-201 inspect forest.bin",
  ],
  json: "one document {from:{file,format,bytes},to:{…},trees,nodes}",
  configure(command) {
    command
      .argument("<in>", "the model, or - for standard input")
      .argument("<out>", "the file to write")
      .addOption(new Option("--to <format>", "instead of the ending").choices(Object.keys(TARGETS)))
      .addOption(
        new Option("--version <version>", "layout of JSON and UBJSON (default: 1.7)").choices([
          "1.7",
          "source",
        ]),
      )
      .option("--with-stats", "dumps and packs: with gain and cover of each node")
      .option("--uncompressed", "packs: sections as they are, a third larger and twice as quick to open")
      .option("--tree <number>", "Graphviz: which tree (default: 0)", integer(0, 2_147_483_647))
      .option("--metrics <names>", "release packs: keep these metrics, between commas", names)
      .option("--force", "replace <out> if it exists")
    dumpOptions(command)
  },
  async run(screen, options, [input, output]) {
    const target = targetOf(output, options)
    const force = options.force === true
    await checkWritable(output, force)
    const given = await readGiven(input, screen.stdin)
    const { source, bytes } = given
    if (options.metrics !== undefined)
      return selectInto(screen, given, output, options.metrics, target, force)
    const found: FoundModel = isPack(given)
      ? { ...given, format: "pack", booster: await openPack(bytes, { source }) }
      : readGivenModel(given, options)
    const { format, booster } = found
    const content = await contentOf(booster, target, options)
    await writeWhole(output, content, force)
    const numBytes = content.length
    if (screen.json) {
      await screen.document({
        from: { file: source, format, bytes: bytes.length },
        to: { file: output, format: target, bytes: numBytes },
        trees: booster.numTrees,
        nodes: booster.trees.numNodes,
      })
      return
    }
    await show(screen, found, { file: output, target, numBytes, version: options.version })
    return
  },
})
