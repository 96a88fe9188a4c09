/**
 * The plain record that every reader returns: an XGBoost model as its file states it, with XGBoost's own
 * field names in camelCase, lengths and types checked, tree shapes not yet.
 */

import type { DocumentValue } from "./document.ts"

/** Format a model was read from. */
export type ModelFormat = "json" | "ubjson" | "json-dump" | "legacy-binary" | "pickled-handle"

/** One tree, node by node; every array has `numNodes` entries unless it says otherwise. */
export interface ParsedTree {
  readonly numNodes: number
  /** -1 for a leaf. */
  readonly leftChildren: Int32Array
  /** In vector-leaf trees of 3.2 and later: the leaf's index into `leafWeights`. */
  readonly rightChildren: Int32Array
  readonly splitIndices: Int32Array
  /** Threshold of a split, value of a leaf. */
  readonly splitConditions: Float32Array
  /** 1 where a missing value goes left. */
  readonly defaultLeft: Uint8Array
  /** 1 for a categorical split; null where the file has no categorical splits at all. */
  readonly splitType: Uint8Array | null
  /** Category sets of categorical splits. */
  readonly categories: CategorySets | null
  /** Outputs of a vector leaf; 1 for scalar trees. */
  readonly sizeLeafVector: number
  /** Vector leaves of 3.2 and later, leaf by leaf. */
  readonly leafWeights: Float32Array | null
  /** Statistics; null where the file lacks them. `baseWeights` has `sizeLeafVector` entries a node. */
  readonly lossChanges: Float32Array | null
  readonly sumHessian: Float32Array | null
  readonly baseWeights: Float32Array | null
  readonly parents: Int32Array | null
  /** XGBoost's ids where they are not 0…numNodes-1 in storage order (dumps); else null. */
  readonly nodeIds: Int32Array | null
}

/** The categories that go right, for the nodes that split on a category. */
export interface CategorySets {
  readonly nodes: Int32Array
  readonly segments: Int32Array
  readonly sizes: Int32Array
  readonly categories: Int32Array
}

/** What the codes 0, 1, 2, … of a categorical feature stand for. */
export interface CategoryValues {
  readonly values: readonly (string | number)[]
  /** XGBoost's number of the index type; null for strings. */
  readonly type: number | null
}

export interface ParsedModel {
  /** `"pack"`: made again from a pack, which keeps what predictions and explanations need. */
  readonly format: ModelFormat | "pack"
  /** Name of the bytes or document, for messages. */
  readonly source: string
  /**
   * XGBoost version that wrote the file. The legacy binary has no patch number; null for dumps and for
   * binaries older than 1.0, which do not say.
   */
  readonly version: readonly [major: number, minor: number, patch?: number] | null
  readonly booster: "gbtree" | "dart" | "gblinear"
  /** Objective name; null where a dump's reader was not told. */
  readonly objective: string | null
  /** `learner.objective` as the file has it, for writers; null where the format has none. */
  readonly objectiveDocument: DocumentValue | null
  /** As stored: one value, or one per output. In output space (a probability, a count), not margin. */
  readonly baseScore: Float32Array
  /** Whether `baseScore` is a margin already, as binaries older than XGBoost 1.0 hold it. */
  readonly baseScoreIsMargin: boolean
  readonly numFeatures: number
  /** 0 unless the objective is a multi-class one. */
  readonly numClass: number
  readonly numTarget: number
  readonly featureNames: readonly string[] | null
  readonly featureTypes: readonly string[] | null
  /** Values behind the category codes of each feature (3.x, trained from a data frame); null without. */
  readonly categoryValues: readonly (CategoryValues | null)[] | null
  /** `cats.sorted_idx`, for writers: the order of each feature's values, one feature after another. */
  readonly categoryOrder?: Int32Array | undefined
  /** User and early-stopping attributes, for example `best_iteration`. */
  readonly attributes: ReadonlyMap<string, string>
  readonly numParallelTree: number
  /** First tree of each round, and the number of trees: numRounds + 1 entries. */
  readonly iterationIndptr: Int32Array
  /** Output that each tree adds to. */
  readonly treeInfo: Int32Array
  readonly trees: readonly ParsedTree[]
  /** DART's weight of each tree. */
  readonly weightDrop: Float32Array | null
  /** gblinear's weights: numFeatures × numOutputs, then one bias per output. */
  readonly linearWeights: Float32Array | null
  /** gblinear's number of rounds, for writers; its weights are those of the last one. */
  readonly boostedRounds?: number | undefined
  /** Whether the base score was XGBoost's to estimate (1.7 and later), for writers. */
  readonly boostFromAverage?: boolean | undefined
}

/** First tree of each round, and the number of trees, where every round has the same number of trees. */
export function evenRounds(numTrees: number, treesPerRound: number): Int32Array {
  return Int32Array.from({ length: numTrees / treesPerRound + 1 }, (_, round) => round * treesPerRound)
}

/** Outputs per row: classes, targets, or one. */
export function numOutputsOf(model: Pick<ParsedModel, "numClass" | "numTarget">): number {
  return Math.max(1, model.numClass, model.numTarget)
}
