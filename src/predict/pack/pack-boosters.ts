/** Boosters to the bytes of a pack: see pack-sections.ts for what it holds. */

import { type Compress, type Section, writeSections } from "../../bytes/section-file.ts"
import { encodeUtf8 } from "../../bytes/utf8.ts"
import { packDictionary, packForest } from "../../forest/pack.ts"
import { numberSplits } from "../../forest/split-dictionary.ts"
import type { Booster, BoosterInfo } from "../booster/booster.ts"
import { DICTIONARY, FOREST, LINEAR, MAGIC, META, NO_SPLITS, VERSION } from "./pack-sections.ts"
import { statisticsOf } from "./packed-model.ts"

/** Trees per round where all rounds have as many, else every round's first tree. */
function roundsOf({ iterationIndptr }: BoosterInfo): number | number[] {
  const perRound = iterationIndptr.length > 1 ? iterationIndptr[1] : 0
  return iterationIndptr.every((tree, round) => tree === round * perRound)
    ? perRound
    : Array.from(iterationIndptr)
}

/** What the JSON says of a model. Base scores are texts: JSON has no NaN. */
function headerOf(booster: Booster): object {
  const { info } = booster
  return {
    objective: info.objective,
    booster: info.booster,
    version: info.version,
    numFeatures: booster.numFeatures,
    numOutputs: info.numOutputs,
    numTrees: booster.numTrees,
    numNodes: booster.trees.numNodes,
    baseScore: Array.from(info.baseScore, String),
    baseScoreIsMargin: info.baseScoreIsMargin,
    rounds: roundsOf(info),
    treeInfo: info.treeInfo.some(output => output !== 0) ? Array.from(info.treeInfo) : null,
    featureNames: info.featureNames,
    // Younger than the first packs, which come out again byte for byte.
    ...(info.featureTypes && { featureTypes: info.featureTypes }),
    attributes: Object.fromEntries(info.attributes),
    categoryValues: info.categoryValues,
  }
}

/** Beside the boosters, what a pack's owner wants to keep: JSON values. */
export type PackExtra = Readonly<Record<string, unknown>>

/** How a pack's sections are stored. */
export type PackCompression = "gzip" | "none"

export interface PackBoostersOptions {
  /** Default `"gzip"`. */
  readonly compression?: PackCompression | undefined
  readonly compress?: Compress | undefined
  /** Covers and gains of the nodes, too: for explanations (default false). */
  readonly statistics?: boolean | undefined
}

/**
 * Writes boosters over the same features into one pack. They share a dictionary of splits, so a query
 * answers each distinct split once for all of them.
 *
 * @param extras one per booster: kept in its header
 * @param top kept beside the headers
 */
export async function packBoosters(
  boosters: readonly Booster[],
  extras: readonly PackExtra[],
  top: PackExtra,
  { compress, compression = "gzip", statistics = false }: PackBoostersOptions = {},
): Promise<Uint8Array> {
  const trees = boosters.filter(booster => booster.info.linearWeights === null)
  const { dictionary, forests } =
    trees.length > 0
      ? numberSplits(trees.map(booster => booster.forest))
      : { dictionary: NO_SPLITS, forests: [] }
  const isCompressed = compression === "gzip"
  const models = boosters.map((booster, i) => ({ ...headerOf(booster), ...extras[i] }))
  const sections: Section[] = [
    { kind: META, index: 0, bytes: encodeUtf8(JSON.stringify({ ...top, models })), compress: isCompressed },
    { kind: DICTIONARY, index: 0, bytes: packDictionary(dictionary), compress: isCompressed },
  ]
  for (const [index, booster] of boosters.entries()) {
    const { linearWeights } = booster.info
    if (linearWeights === null) {
      const at = trees.indexOf(booster)
      const stated = statistics ? statisticsOf(booster) : { covers: null, gains: null }
      const bytes = packForest(forests[at], dictionary.numSplits, {
        nodeIds: booster.forest.nodeIds,
        ...stated,
      })
      sections.push({ kind: FOREST, index, bytes, compress: isCompressed })
    } else {
      const view = new DataView(new ArrayBuffer(4 * linearWeights.length))
      linearWeights.forEach((weight, i) => {
        view.setFloat32(4 * i, weight, true)
      })
      sections.push({ kind: LINEAR, index, bytes: new Uint8Array(view.buffer), compress: isCompressed })
    }
  }
  return writeSections(MAGIC, VERSION, sections, compress)
}
