/** Where a model's features are split: between two conditions next to each other nothing changes. */

import { type Booster, treeNodes } from "../../../entries/trees.ts"
import type { Work } from "../../engine/operation.ts"

/** Splits of one feature. */
export interface FeatureCuts {
  readonly numSplits: number
  /** Conditions of its numeric splits, each once, ascending. */
  readonly conditions: Float32Array
  /** One more than the highest code of its splits on categories; 0 without such splits. */
  readonly numCodes: number
}

const NO_CUTS: FeatureCuts = { numSplits: 0, conditions: new Float32Array(0), numCodes: 0 }
/** Nodes between two looks at the messages: a few milliseconds. */
const NODES_A_BREATH = 100_000

function distinct(values: readonly number[]): Float32Array {
  return Float32Array.from(values)
    .sort()
    .filter((value, i, all) => i === 0 || value !== all[i - 1])
}

/** Looks through all trees once. */
export async function cutsOf(
  booster: Booster,
  { breathe }: Pick<Work, "breathe">,
): Promise<readonly FeatureCuts[]> {
  const conditions = new Map<number, number[]>()
  const counts = new Uint32Array(booster.numFeatures)
  const codes = new Uint32Array(booster.numFeatures)
  let numSeen = 0
  for (let tree = 0; tree < booster.numTrees; tree++) {
    const { numNodes, splitIndices, splitConditions, categories } = treeNodes(booster, tree)
    for (let node = 0; node < numNodes; node++) {
      const feature = splitIndices[node]!
      if (feature < 0) continue
      counts[feature]!++
      const set = categories.get(node)
      if (set !== undefined) codes[feature] = Math.max(codes[feature]!, (set.at(-1) ?? -1) + 1)
      else if (conditions.has(feature)) conditions.get(feature)!.push(splitConditions[node]!)
      else conditions.set(feature, [splitConditions[node]!])
    }
    numSeen += numNodes
    if (numSeen > NODES_A_BREATH) {
      numSeen = 0
      await breathe()
    }
  }
  return Array.from(counts, (numSplits, feature) =>
    numSplits === 0
      ? NO_CUTS
      : { numSplits, conditions: distinct(conditions.get(feature) ?? []), numCodes: codes[feature]! },
  )
}
