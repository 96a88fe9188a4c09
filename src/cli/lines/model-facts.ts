/** What can be counted and said of a booster beside its description. */

import type { ModelFormat } from "../../formats/parsed-model.ts"
import type { Booster } from "../../predict/booster/booster.ts"
import { objectiveOf } from "../../predict/booster/objective.ts"
import { CompleteKernel } from "../../predict/kernels/complete-kernel.ts"
import { DeepKernel } from "../../predict/kernels/deep-kernel.ts"
import { FloatKernel } from "../../predict/kernels/float-kernel.ts"

/** A feature, by its name or f<column>, and how many splits use it. */
interface FeatureSplits {
  readonly feature: string
  readonly type: string | null
  readonly splits: number
}

/** How batches are evaluated: see src/predict/kernels/lay-out.ts; `walk` where no layout fits, or for leaves. */
type Layout = "complete" | "float" | "deep" | "walk" | "linear"

/** Facts of a model, as `inspect --json` prints them. */
export interface ModelFacts {
  /** What is known of the XGBoost that wrote the file, where the version alone does not say it. */
  readonly versionNote: string | null
  /** What the base score is: the margin itself, or what the objective makes a margin of. */
  readonly baseScoreIs: "margin" | "probability" | "prediction"
  /** Margins before the first tree, one per output. */
  readonly baseMargins: readonly (number | string)[]
  readonly featureTypes: readonly string[] | null
  readonly attributes: Readonly<Record<string, string>>
  /** Trees per output and round; null where rounds are uneven, and for linear boosters. */
  readonly numParallelTree: number | null
  /** Whether the file says so itself: models of XGBoost before 1.6 forget it, and count rounds of single trees. */
  readonly storesParallelTrees: boolean
  /** Nodes of the file that no walk reaches: pruning left them behind. */
  readonly numDeletedNodes: number
  readonly numCategoricalSplits: number
  /** Values of a leaf: 1, or the outputs of a vector leaf. */
  readonly leafLength: number
  /** Stored categories by feature; null where the model has none. */
  readonly categoryValues: Readonly<Record<string, readonly (string | number)[]>> | null
  /** What the nodes have beside thresholds and leaf values. */
  readonly statistics: { readonly gains: boolean; readonly covers: boolean; readonly baseWeights: boolean }
  /** Bytes of the file a live node; null without nodes. */
  readonly bytesPerNode: number | null
  /** The model in memory once many rows were asked for. */
  readonly memory: { readonly layout: Layout; readonly bytes: number }
  /** Most used first; unused features are left out. */
  readonly splits: readonly FeatureSplits[]
}

/** More rows than are walked before a model is laid out. */
const MANY_ROWS = 100_000

const nameOf = (booster: Booster, feature: number): string =>
  booster.info.featureNames?.[feature] ?? `f${feature}`

/** A number as JSON can say it. */
export const plainNumber = (value: number): number | string =>
  Number.isFinite(value) ? value : String(value)

function splitsPerFeature(booster: Booster): FeatureSplits[] {
  const counts = new Map<number, number>()
  for (const split of booster.forest.splits) {
    if (split >= 0) counts.set(split >> 1, (counts.get(split >> 1) ?? 0) + 1)
  }
  return Array.from(counts, ([feature, splits]) => {
    return { feature: nameOf(booster, feature), type: booster.info.featureTypes?.[feature] ?? null, splits }
  }).sort((a, b) => b.splits - a.splits)
}

function storedCategories(booster: Booster): ModelFacts["categoryValues"] {
  const stored = (booster.info.categoryValues ?? []).flatMap((categories, feature) =>
    categories === null ? [] : [[nameOf(booster, feature), categories.values] as const],
  )
  return stored.length === 0 ? null : Object.fromEntries(stored)
}

/** What a dump uses is a hint at the version that wrote it. */
function leastVersion(booster: Booster): string {
  if (booster.forest.leafVectors !== null) return "; at least 2.0, for its vector leaves"
  return booster.forest.categorical === null ? "" : "; at least 1.3, for its categorical splits"
}

function versionNote(booster: Booster, format: ModelFormat | "pack"): string | null {
  const { version } = booster.info
  if (version !== null && version.length === 3) {
    return format === "pack" ? "of the model that the pack was made of" : null
  }
  if (version !== null) return "the patch number is not stated"
  if (format === "json-dump") return `not stated, as in all dumps${leastVersion(booster)}`
  return format === "pack" ? "not stated by the model that the pack was made of" : "not stated: before 1.0"
}

function baseScoreIs({ info }: Booster): ModelFacts["baseScoreIs"] {
  const link = info.baseScoreIsMargin ? undefined : objectiveOf(info.objective ?? "")?.link
  if (link === "sigmoid") return "probability"
  return link === "exp" ? "prediction" : "margin"
}

function parallelTrees({ info, numOutputs, forest }: Booster): number | null {
  const { iterationIndptr, booster } = info
  if (booster === "gblinear") return null
  const [, treesPerRound = 0] = iterationIndptr
  const isEven = iterationIndptr.every((tree, round) => tree === round * treesPerRound)
  const count = treesPerRound / (forest.leafVectors === null ? numOutputs : 1)
  return isEven && Number.isInteger(count) && count > 0 ? count : null
}

function storesParallelTrees({ info, model }: Booster): boolean {
  const [major, minor] = info.version ?? [0, 0]
  return major > 1 || (major === 1 && minor >= 6) || model?.format === "pickled-handle"
}

function layoutOf(booster: Booster): Layout {
  if (booster.info.linearWeights !== null) return "linear"
  const kernel = booster.trees.kernelFor(MANY_ROWS)?.kernel
  if (kernel instanceof CompleteKernel) return "complete"
  if (kernel instanceof FloatKernel) return "float"
  return kernel instanceof DeepKernel ? "deep" : "walk"
}

/** Bytes of the trees in memory, and of a linear booster's weights. */
function memoryOf(booster: Booster): ModelFacts["memory"] {
  const layout = layoutOf(booster)
  return { layout, bytes: booster.trees.numBytes + (booster.info.linearWeights?.byteLength ?? 0) }
}

/**
 * Gathers the facts.
 *
 * @param numBytes bytes of the booster in its file
 */
export function factsOf(booster: Booster, format: ModelFormat | "pack", numBytes: number): ModelFacts {
  const { forest, model, info, trees } = booster
  const all = model?.trees ?? []
  const has = (key: "lossChanges" | "sumHessian" | "baseWeights"): boolean =>
    all.length > 0 && all.every(tree => tree[key] !== null)
  const sets = forest.categorical?.setOf ?? new Int32Array(0)
  return {
    versionNote: versionNote(booster, format),
    baseScoreIs: baseScoreIs(booster),
    baseMargins: Array.from(booster.baseMargins, plainNumber),
    featureTypes: model?.featureTypes ?? null,
    attributes: Object.fromEntries(info.attributes),
    numParallelTree: parallelTrees(booster),
    storesParallelTrees: storesParallelTrees(booster),
    numDeletedNodes:
      model === null ? 0 : all.reduce((sum, { numNodes }) => sum + numNodes, 0) - trees.numNodes,
    numCategoricalSplits: sets.reduce((count, set) => count + (set >= 0 ? 1 : 0), 0),
    leafLength: forest.leafVectors === null ? 1 : booster.numOutputs,
    categoryValues: storedCategories(booster),
    statistics: {
      gains: has("lossChanges"),
      covers: has("sumHessian"),
      baseWeights: has("baseWeights"),
    },
    bytesPerNode: trees.numNodes === 0 ? null : numBytes / trees.numNodes,
    memory: memoryOf(booster),
    splits: splitsPerFeature(booster),
  }
}
