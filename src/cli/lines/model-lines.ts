/** A model's description and facts as people read them. */

import { type BoosterDescription, describe } from "../../predict/booster/booster.ts"
import { objectiveOf } from "../../predict/booster/objective.ts"
import { fixed, float32Text } from "../frame/numbers.ts"
import { type Column, table } from "../frame/table.ts"
import { FORMATS, type FoundModel } from "../input/read-model.ts"
import { factsOf, type ModelFacts, plainNumber } from "./model-facts.ts"
import { type UnreadFields, unreadFields } from "./unread-fields.ts"

/** Features that people are shown. */
const SHOWN = 10
/** Entries of other lists. */
const SHOWN_VALUES = 8
/** Feature names beyond this are left to --json. */
const SHOWN_NAMES = 100
/** Characters of an attribute's value. */
const SHOWN_TEXT = 40

/** What is said of a model. */
export interface ModelReport {
  readonly description: BoosterDescription
  readonly facts: ModelFacts
  /** null for packs, which hold nothing else. */
  readonly unread: UnreadFields | null
}

/** Gathers what is said of a model. */
export function reportOf({ booster, format, bytes }: FoundModel): ModelReport {
  return {
    description: describe(booster),
    facts: factsOf(booster, format, bytes.length),
    unread: booster.model === null ? null : unreadFields(bytes, booster.model),
  }
}

/** The report as `--json` prints it. */
export function reportDocument({ source, format, bytes }: FoundModel, report: ModelReport): object {
  const { description, facts, unread } = report
  return {
    file: source,
    format,
    bytes: bytes.length,
    ...description,
    baseScore: description.baseScore.map(plainNumber),
    ...facts,
    unread,
  }
}

function listText(values: readonly (string | number)[], shown: number = SHOWN_VALUES): string {
  const rest = values.length > shown ? `, … (${fixed(values.length, 0)})` : ""
  return `${values.slice(0, shown).join(", ")}${rest}`
}

function objectiveText(name: string | null): string {
  if (name === null) return "not stored: margins only"
  return objectiveOf(name) === null ? `${name}, unknown to this version: margins only` : name
}

const MEANINGS: Readonly<Record<ModelFacts["baseScoreIs"], string>> = {
  margin: "a margin",
  probability: "a probability",
  prediction: "a prediction",
}

function baseScoreText({ baseScore, objective }: BoosterDescription, facts: ModelFacts): string {
  const scores = listText(baseScore.map(float32Text))
  const { baseScoreIs, baseMargins } = facts
  if (baseScoreIs === "margin") {
    const isKnown = objective !== null && objectiveOf(objective) !== null
    return `${scores}, ${isKnown ? MEANINGS.margin : "taken as a margin: the objective is not known"}`
  }
  return `${scores}, ${MEANINGS[baseScoreIs]}; as a margin ${listText(baseMargins.map(margin => float32Text(Number(margin))))}`
}

function versionText({ version }: BoosterDescription, { versionNote }: ModelFacts): string {
  if (version === null) return versionNote ?? "not stated"
  return versionNote === null ? version : `${version}; ${versionNote}`
}

function nodesText({ numNodes }: BoosterDescription, { numDeletedNodes, splits }: ModelFacts): string {
  const numSplits = splits.reduce((sum, feature) => sum + feature.splits, 0)
  const deleted = numDeletedNodes === 0 ? "" : `; ${fixed(numDeletedNodes, 0)} deleted ones left out`
  return `${fixed(numNodes, 0)}, ${fixed(numSplits, 0)} of them splits${deleted}`
}

function roundsText({ numRounds, booster, numOutputs }: BoosterDescription, facts: ModelFacts): string {
  if (booster === "gblinear") return "not counted in a linear booster"
  const { numParallelTree, leafLength, storesParallelTrees } = facts
  if (numParallelTree === null) return fixed(numRounds, 0)
  const trees = numParallelTree === 1 ? "1 tree" : `${fixed(numParallelTree, 0)} parallel trees`
  const each = numOutputs > 1 && leafLength === 1 ? "output and round" : "round"
  const note = storesParallelTrees ? "" : ", as far as the file tells: it does not store parallel trees"
  return `${fixed(numRounds, 0)} of ${trees} per ${each}${note}`
}

function statisticsText({ gains, covers, baseWeights }: ModelFacts["statistics"]): string {
  const there = [gains ? "gains" : "", covers ? "covers" : "", baseWeights ? "base weights" : ""]
  return there.filter(word => word !== "").join(", ") || "not stored: no explanations"
}

function attributesText(attributes: ModelFacts["attributes"]): string {
  const texts = Object.entries(attributes).map(([name, value]) => {
    return `${name} = ${value.length > SHOWN_TEXT ? `${value.slice(0, SHOWN_TEXT)}…` : value}`
  })
  return texts.length === 0 ? "none" : texts.join(", ")
}

function categoriesText(stored: ModelFacts["categoryValues"]): string {
  if (stored === null) return "not stored"
  return Object.entries(stored)
    .map(([name, values]) => `${name}: ${listText(values)}`)
    .join("; ")
}

const LAYOUTS: Readonly<Record<ModelFacts["memory"]["layout"], string>> = {
  complete: "complete trees over a table of answers",
  float: "complete trees of thresholds",
  deep: "deep trees over a table of answers",
  walk: "nodes as they are",
  linear: "weights",
}

const perNode = (bytes: number, numNodes: number): string =>
  numNodes === 0 ? "" : `, ${fixed(bytes / numNodes, 1)} a node`

function sizeText(bytes: number, { numNodes }: BoosterDescription): string {
  return `${fixed(bytes, 0)} bytes${perNode(bytes, numNodes)}`
}

/** Reasons in plain words, in the order in which they are shown. */
const REASONS: readonly (readonly [reason: keyof UnreadFields, words: string])[] = [
  ["statistics", "for explanations and writers"],
  ["training", "for training"],
  ["implied", "implied by others"],
]

/** Known fields have known places. */
const shortPath = (path: string): string =>
  path.replace(/^(?:Model\.)?learner\.(?:gradient_booster\.)?(?:gbtree\.)?(?:model\.)?/, "")

function unreadLines(unread: UnreadFields | null): [string, string][] {
  if (unread === null) return []
  const lines = REASONS.filter(([reason]) => unread[reason].length > 0).map(
    ([reason, words]): [string, string] => [
      "not evaluated",
      `${words}: ${unread[reason].map(shortPath).join(", ")}`,
    ],
  )
  return [...lines, ["unknown fields", unread.unknown.length === 0 ? "none" : unread.unknown.join(", ")]]
}

/** Names and texts of a model, for `definitions`. */
export function reportPairs(found: FoundModel, report: ModelReport): [string, string][] {
  const { source, format, bytes } = found
  const { description, facts, unread } = report
  const names = description.featureNames
  return [
    ["file", source],
    ["format", `${FORMATS[format]}, ${sizeText(bytes.length, description)}`],
    ["XGBoost", versionText(description, facts)],
    ["booster", description.booster],
    ["objective", objectiveText(description.objective)],
    ["base score", baseScoreText(description, facts)],
    ["features", fixed(description.numFeatures, 0)],
    ["outputs", fixed(description.numOutputs, 0)],
    ["rounds", roundsText(description, facts)],
    ["best iteration", description.bestIteration === null ? "not stored" : String(description.bestIteration)],
    ["trees", fixed(description.numTrees, 0)],
    ["nodes", nodesText(description, facts)],
    ["depth", String(description.maxDepth)],
    ["leaves", facts.leafLength === 1 ? "one value" : `vectors of ${fixed(facts.leafLength, 0)} values`],
    ["categorical splits", fixed(facts.numCategoricalSplits, 0)],
    ["category values", categoriesText(facts.categoryValues)],
    ["statistics", statisticsText(facts.statistics)],
    ["attributes", attributesText(facts.attributes)],
    ["in memory", `${sizeText(facts.memory.bytes, description)}; ${LAYOUTS[facts.memory.layout]}`],
    ["feature names", names === null ? "not stored" : listText(names, SHOWN_NAMES)],
    ...unreadLines(unread),
  ]
}

/** The features with most splits, as a table; no lines where nothing splits. */
export function splitLines({ splits }: ModelFacts, paint: (line: string) => string): string[] {
  if (splits.length === 0) return []
  const numSplits = splits.reduce((sum, feature) => sum + feature.splits, 0)
  const hasTypes = splits.some(({ type }) => type !== null)
  const columns: readonly Column[] = [
    { title: "feature", align: "left" },
    ...(hasTypes ? [{ title: "type", align: "left" } as const] : []),
    { title: "splits" },
    { title: "share" },
  ]
  const rows = splits.slice(0, SHOWN).map(({ feature, type, splits: count }) => {
    const share = `${fixed((100 * count) / numSplits, 1)} %`
    return [feature, ...(hasTypes ? [type ?? ""] : []), fixed(count, 0), share]
  })
  const more = splits.length > SHOWN ? [`and ${splits.length - SHOWN} features more`] : []
  return [...table(columns, rows, paint), ...more]
}
