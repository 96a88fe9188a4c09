/** The parts of the documents that are made from data; `UPDATE_DOCS=1 npx vitest run test/docs` writes them. */
import { readdirSync, readFileSync, statSync } from "node:fs"
import { join } from "node:path"
import { metrics } from "../../src/benchmark/metric.ts"
import { DEFAULT_RELEASE } from "../../src/benchmark/task.ts"
import type { ReleaseCard } from "../../src/surrogate/card.ts"
import { FEATURES, FORMATS } from "../golden/coverage.ts"
import { auditsTable, lawsTable, repairTable } from "./audit-tables.ts"
import { root } from "./blocks.ts"
import { histogramPart } from "./histogram-part.ts"
import { casesTable, objectivesTable, refusedText } from "./model-tables.ts"
import { mutationTable } from "./mutation-tables.ts"
import { learningPart, rerunsPart, shiftPart } from "./noise-tables.ts"
import { measuredColumnsTable, measuredTable, recordedPart } from "./recorded-tables.ts"
import { searchGainPart } from "./search-tables.ts"
import {
  endpointsTable,
  exitCodesTable,
  loadPart,
  platformsPart,
  problemsTable,
  table,
} from "./service-tables.ts"
import { studyParts } from "./study-tables.ts"

/** A part of a document between `<!-- name -->` and `<!-- /name -->`. */
export interface GeneratedPart {
  readonly file: string
  readonly name: string
  readonly make: () => string
}

/** Every card of the release that opens by default, by task. */
export function cards(): ReleaseCard[] {
  return readdirSync(join(root, "models", DEFAULT_RELEASE))
    .filter(name => name.endsWith(".card.json"))
    .sort()
    .map(name => JSON.parse(readFileSync(join(root, "models", DEFAULT_RELEASE, name), "utf8")))
}

/** Three significant digits, without an exponent. */
function short(value: number): string {
  return value >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)))
}

function list(words: readonly string[]): string {
  return `${words.slice(0, -1).join(", ")}${words.length > 1 ? " and " : ""}${words.at(-1)}`
}

function domainOf(card: ReleaseCard): string {
  return list(
    Object.entries(card.domain).map(([name, values]) =>
      values.length === 1 ? `${name} = ${values[0]}` : `${name} from ${values[0]} to ${values[1]}`,
    ),
  )
}

function holdoutOf(card: ReleaseCard): string {
  const rows = Object.values(card.scores.holdout)[0]!.rows.toLocaleString("en")
  return `${rows} predictions of the runs ${list(card.holdoutRuns)} (${card.task})`
}

function closeness(): string {
  const all = cards()
  const [first] = all as [ReleaseCard, ...ReleaseCard[]]
  const scores = metrics.map(({ name, unit }) => [
    name,
    ...all.flatMap(card => {
      const { R2, kendallTau, MAE } = card.scores.holdout[name]!
      return [R2.toFixed(3), kendallTau.toFixed(3), `${short(MAE)} ${unit.replace(/^10/, "× 10")}`]
    }),
  ])
  const head = ["metric", ...all.flatMap(({ task }) => [`${task}: R²`, "Kendall's τ", "mean error"])]
  const size = all.map(({ task }) => {
    const megabytes = statSync(join(root, "models", DEFAULT_RELEASE, `${task}.bin`)).size / 1e6
    return `${megabytes.toFixed(1)} MB (${task})`
  })
  const domains = new Set(all.map(domainOf))
  if (domains.size !== 1) throw new Error("the cards have different domains: the text must say so")
  return `The release is \`${first.release}\`. It is **not** the official surrogates of JAHS-Bench-201 v1.1.0: it is a ${first.kind}, XGBoost models of the same kind fitted to published predictions of theirs. On predictions that it never saw, whole runs of random search, it is this close to the official surrogates:

${table([head, ...scores])}

So it is close on cifar10 and rough on fashion_mnist, where its accuracies are several points off on average. Use it to develop and to compare methods; do not report its numbers as those of JAHS-Bench-201, and name the release wherever you show them.

Measured on ${all.map(holdoutOf).join(", and on ")}; "mean error" is the mean absolute error. The release covers ${domainOf(first)}. Its files are ${list(size)}, and \`benchmark.card\` holds all of this: provenance, licence, domain and scores.`
}

function metricTable(): string {
  return table([
    ["name", "unit", "better", "meaning"],
    ...metrics.map(({ name, unit, goal, description }) => [
      `\`${name}\``,
      unit,
      goal === "minimize" ? "lower" : "higher",
      description,
    ]),
  ])
}

/** Files of the golden cases, as the README calls their formats; what has no `written` is inside another file. */
const FORMAT_ROWS: Readonly<Record<string, readonly [format: string, written: string]>> = {
  "model.json": ['JSON model (`save_model("….json")`), bare `NaN` tokens included', "XGBoost 1.0 to 3.x"],
  "model.ubj": ['UBJSON model (`save_model("….ubj")`)', "XGBoost 1.6 to 3.x"],
  "dump.json": [
    'JSON dump (`get_dump(dump_format="json")`), with or without statistics and feature names',
    "any; you give the base score, and the objective for predictions",
  ],
  "model.deprecated.bin": ["legacy binary model", "XGBoost 0.9 to 3.0"],
  "pickle-handle.bin": ["the bytes inside a pickled `Booster`", "XGBoost 1.0 to 3.x"],
}

/** Features of the golden cases, as the README calls them. */
const FEATURE_WORDS: Readonly<Record<string, string>> = {
  dart: "DART",
  gblinear: "gblinear",
  "categorical splits": "categorical splits",
  "vector leaves": "trees with vector leaves",
}

function wordOf(feature: string): string {
  const word = FEATURE_WORDS[feature]
  if (word === undefined) throw new Error(`test/docs/generated.ts has no word for the feature ${feature}`)
  return word
}

function reads(): string {
  const read = new Set(FORMATS.map(({ file }) => file))
  const known = Object.entries(FORMAT_ROWS)
  const supported = FEATURES.filter(({ refused }) => refused.model === null).map(({ name }) => wordOf(name))
  const missing = [
    ...FEATURES.filter(({ refused }) => refused.model !== null).map(({ name }) => wordOf(name)),
    ...known.filter(([file]) => !read.has(file)).map(([, [format]]) => format),
  ]
  const rows = known.filter(([file]) => read.has(file)).map(([, row]) => row)
  const boosters = list(["gbtree with numeric splits", ...supported])
  const words = `${table([["format", "written by"], ...rows])}

Boosters and splits: ${boosters}. With missing values and default directions, all objectives of XGBoost, every form of \`base_score\`, several outputs or classes with a tree each, parallel trees, iteration ranges and base margins.`
  if (missing.length === 0) return words
  return `${words}

Not supported yet, and next in line: ${list(missing)}. A model that needs one of them ends in an error that names it.`
}

export const generatedParts: readonly GeneratedPart[] = [
  { file: "README.md", name: "closeness", make: closeness },
  { file: "README.md", name: "reads", make: reads },
  { file: "docs/models.md", name: "cases", make: casesTable },
  { file: "docs/models.md", name: "objectives", make: objectivesTable },
  { file: "docs/models.md", name: "refused", make: refusedText },
  { file: "docs/from-jahs-bench.md", name: "metrics", make: metricTable },
  { file: "docs/service.md", name: "endpoints", make: endpointsTable },
  { file: "docs/service.md", name: "problems", make: problemsTable },
  { file: "docs/command-line.md", name: "exit-codes", make: exitCodesTable },
  { file: "docs/serverless.md", name: "platforms", make: platformsPart },
  { file: "docs/serverless.md", name: "load", make: loadPart },
  { file: "docs/surrogate-creation.md", name: "search-gain", make: searchGainPart },
  { file: "docs/training.md", name: "histogram-gain", make: histogramPart },
  { file: "CONTRIBUTING.md", name: "mutants", make: mutationTable },
  { file: "docs/tables.md", name: "measured", make: measuredTable },
  { file: "docs/tables.md", name: "measured-columns", make: measuredColumnsTable },
  { file: "docs/tables.md", name: "recorded", make: recordedPart },
  { file: "docs/noise.md", name: "noise-reruns", make: rerunsPart },
  { file: "docs/noise.md", name: "noise-shift", make: shiftPart },
  { file: "docs/noise.md", name: "noise-learning", make: learningPart },
  ...studyParts,
  { file: "docs/testing.md", name: "laws", make: lawsTable },
  { file: "docs/testing.md", name: "audits", make: auditsTable },
  { file: "docs/testing.md", name: "repair", make: repairTable },
]

/**
 * A document with a part in its place.
 *
 * @throws where the document has no such marks
 */
export function withPart(document: string, { file, name, make }: GeneratedPart): string {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`]
  const from = document.indexOf(begin)
  const to = document.indexOf(end)
  if (from < 0 || to < from) throw new Error(`${file}: no part ${begin} … ${end}`)
  return `${document.slice(0, from + begin.length)}\n${make()}\n${document.slice(to)}`
}
