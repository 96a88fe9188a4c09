/** Parameters of training: XGBoost's names in camelCase, XGBoost's defaults, checked once before the first tree. */

import { ShapeError, show } from "../errors.ts"
import { didYouMean } from "../nearest.ts"

/** Name of an objective that a booster can be trained for. */
export type TrainingObjective =
  | "reg:squarederror"
  | "reg:absoluteerror"
  | "reg:quantileerror"
  | "binary:logistic"
  | "reg:logistic"
  | "count:poisson"

const TRAINING_OBJECTIVES: readonly TrainingObjective[] = [
  "reg:squarederror",
  "reg:absoluteerror",
  "reg:quantileerror",
  "binary:logistic",
  "reg:logistic",
  "count:poisson",
]

/** What `train` may be told about the trees; see XGBoost's documentation of the same names in snake_case. */
export interface TrainingParameters {
  /** What the trees minimise (default `"reg:squarederror"`). */
  readonly objective?: TrainingObjective
  /** Quantile of `reg:quantileerror`, above 0 and below 1 (default 0.5). */
  readonly quantileAlpha?: number
  /**
   * Prediction before the first tree, in output space: a number, or `"estimate"` for one Newton step from a
   * margin of 0, as XGBoost 2 does. Default as XGBoost 1.7: 0.5, and the labels' quantile for `reg:absoluteerror`
   * and `reg:quantileerror`.
   */
  readonly baseScore?: number | "estimate"
  /** Boosting rounds, one tree each (default 100). */
  readonly numTrees?: number
  /** Factor of every leaf, XGBoost's eta (default 0.3). */
  readonly learningRate?: number
  /** Edges on the longest path, 0 for no limit (default 6). */
  readonly maxDepth?: number
  /** Leaves of a tree, 0 for no limit (default 0). */
  readonly maxLeaves?: number
  /** Which node is split next: the shallowest, or the one that gains most (default `"depthwise"`). */
  readonly growPolicy?: "depthwise" | "lossguide"
  /** Bins per feature at most, 2 to 32,767 (default 256). */
  readonly maxBins?: number
  /** Sum of hessians that each child needs (default 1). */
  readonly minChildWeight?: number
  /** L2 regularisation of leaves (default 1). */
  readonly lambda?: number
  /** L1 regularisation of leaves (default 0). */
  readonly alpha?: number
  /** Gain that a split needs, XGBoost's min_split_loss (default 0). */
  readonly gamma?: number
  /** Bound of a leaf before the learning rate, 0 for none (default 0, for `count:poisson` 0.7). */
  readonly maxDeltaStep?: number
  /**
   * Leaves are rounded to its multiples, 0 for none (default 0). Each tree is rounded before the next one is grown,
   * which then makes up for it; a pack of such trees is far smaller. A power of two keeps the multiples exact. Where
   * a step is so coarse that all of a tree's leaves become 0, the next trees have nothing new to learn from.
   */
  readonly leafStep?: number
  /** Share of the rows that each tree sees (default 1). */
  readonly subsample?: number
  /** Share of the features of each tree; 0 means one feature (default 1). */
  readonly colsampleByTree?: number
  /** Share of the tree's features at each depth; 0 means one feature (default 1). */
  readonly colsampleByLevel?: number
  /** Share of the level's features at each node; 0 means one feature (default 1). */
  readonly colsampleByNode?: number
  /** One per feature: 1 where predictions must not fall as the feature grows, -1 where they must not rise. */
  readonly monotoneConstraints?: readonly (-1 | 0 | 1)[]
  /** Sets of features that may be on one path together; a feature of no set is alone on its path. */
  readonly interactionConstraints?: readonly (readonly number[])[]
  /** Seed of the draws of rows and features (default 0). */
  readonly seed?: number
}

/** Parameters with every default filled in; real numbers are float32, as XGBoost keeps them. */
export interface Settings {
  readonly objective: TrainingObjective
  readonly quantileAlpha: number
  /** null: the objective's default. */
  readonly baseScore: number | "estimate" | null
  readonly numTrees: number
  readonly learningRate: number
  readonly maxDepth: number
  readonly maxLeaves: number
  readonly growPolicy: "depthwise" | "lossguide"
  readonly maxBins: number
  readonly minChildWeight: number
  readonly lambda: number
  readonly alpha: number
  readonly gamma: number
  readonly maxDeltaStep: number
  readonly leafStep: number
  readonly subsample: number
  readonly colsampleByTree: number
  readonly colsampleByLevel: number
  readonly colsampleByNode: number
  readonly monotoneConstraints: readonly number[] | null
  readonly interactionConstraints: readonly (readonly number[])[] | null
  readonly seed: number
}

/** Every name that `train` knows; those without a place here are slips. */
const NAMES: ReadonlySet<string> = /* @__PURE__ */ new Set<keyof TrainingParameters>([
  "objective",
  "quantileAlpha",
  "baseScore",
  "numTrees",
  "learningRate",
  "maxDepth",
  "maxLeaves",
  "growPolicy",
  "maxBins",
  "minChildWeight",
  "lambda",
  "alpha",
  "gamma",
  "maxDeltaStep",
  "leafStep",
  "subsample",
  "colsampleByTree",
  "colsampleByLevel",
  "colsampleByNode",
  "monotoneConstraints",
  "interactionConstraints",
  "seed",
])

/** Bins of a column, the one of missing values included, are numbered by 16 bits. */
const MAX_BINS = 32_767

/** Limits of a tree beyond which its nodes would not be counted by 32 bits anyhow. */
const MAX_COUNT = 2 ** 30

const MAX_FLOAT32 = 3.4028234663852886e38

/** Refuses what is no parameter, or no value of one. */
function refuse(name: string, expected: string, value: unknown, remedy?: string): never {
  throw new RangeError(
    `parameters.${name}: expected ${expected}, got ${show(value)}${remedy === undefined ? "" : `; ${remedy}`}`,
  )
}

function oneOf<T extends string>(name: string, value: unknown, choices: readonly T[], absent: T): T {
  if (value === undefined) return absent
  const choice = choices.find(candidate => candidate === value)
  return choice ?? refuse(name, `one of ${choices.join(", ")}`, value, didYouMean(value, choices))
}

function integer(name: string, value: unknown, low: number, high: number, absent: number): number {
  if (value === undefined) return absent
  const isInside = typeof value === "number" && Number.isInteger(value) && value >= low && value <= high
  return isInside ? value : refuse(name, `an integer in ${low}..${high}`, value)
}

function real(name: string, value: unknown, absent: number, high = MAX_FLOAT32): number {
  if (value === undefined) return Math.fround(absent)
  if (typeof value === "number" && value >= 0 && value <= high) return Math.fround(value)
  return refuse(name, high === MAX_FLOAT32 ? "a finite number of 0 or more" : `a number in 0..${high}`, value)
}

function monotoneOf(value: unknown, numFeatures: number): readonly number[] | null {
  if (value === undefined) return null
  const name = "monotoneConstraints"
  if (!Array.isArray(value)) return refuse(name, "an array of -1, 0 and 1", value)
  if (value.length !== numFeatures) {
    const expected = `${numFeatures} entries (numFeatures)`
    throw new ShapeError({
      path: `parameters.${name}`,
      what: "wrong length",
      expected,
      actual: `${value.length}`,
    })
  }
  for (const [feature, sign] of value.entries()) {
    if (sign !== -1 && sign !== 0 && sign !== 1) refuse(`${name}[${feature}]`, "-1, 0 or 1", sign)
  }
  return value.some(sign => sign !== 0) ? value : null
}

function interactionsOf(value: unknown, numFeatures: number): readonly (readonly number[])[] | null {
  if (value === undefined) return null
  const name = "interactionConstraints"
  if (!Array.isArray(value)) return refuse(name, "an array of arrays of features", value)
  for (const [index, set] of value.entries()) {
    if (!Array.isArray(set)) refuse(`${name}[${index}]`, "an array of features", set)
    for (const [at, feature] of set.entries()) {
      integer(`${name}[${index}][${at}]`, feature ?? null, 0, numFeatures - 1, 0)
    }
  }
  return value.length === 0 ? null : value
}

function baseScoreOf(value: unknown, objective: TrainingObjective): number | "estimate" | null {
  if (value === undefined) return null
  if (value === "estimate") return value
  if (typeof value !== "number" || !Number.isFinite(Math.fround(value))) {
    return refuse("baseScore", 'a finite number or "estimate"', value)
  }
  const score = Math.fround(value)
  if (objective.endsWith(":logistic") && !(score > 0 && score < 1)) {
    refuse("baseScore", `a number above 0 and below 1 for ${objective}`, value)
  }
  if (objective === "count:poisson" && !(score > 0))
    refuse("baseScore", `a number above 0 for ${objective}`, value)
  return score
}

/**
 * Fills in defaults.
 *
 * @throws {RangeError} for an unknown name, with the nearest one, and for a value out of range
 * @throws {ShapeError} where monotone constraints are not one per feature
 */
export function settingsOf(parameters: TrainingParameters, numFeatures: number): Settings {
  for (const name of Object.keys(parameters)) {
    if (!NAMES.has(name)) refuse(name, "a parameter of training", name, didYouMean(name, NAMES))
  }
  const objective = oneOf("objective", parameters.objective, TRAINING_OBJECTIVES, "reg:squarederror")
  const quantileAlpha = real("quantileAlpha", parameters.quantileAlpha, 0.5, 1)
  if (quantileAlpha === 0 || quantileAlpha === 1) {
    refuse("quantileAlpha", "a number above 0 and below 1", parameters.quantileAlpha)
  }
  const subsample = real("subsample", parameters.subsample, 1, 1)
  if (subsample === 0) refuse("subsample", "a number above 0, at most 1", parameters.subsample)
  return {
    objective,
    quantileAlpha,
    baseScore: baseScoreOf(parameters.baseScore, objective),
    numTrees: integer("numTrees", parameters.numTrees, 1, MAX_COUNT, 100),
    learningRate: real("learningRate", parameters.learningRate, 0.3),
    maxDepth: integer("maxDepth", parameters.maxDepth, 0, MAX_COUNT, 6),
    maxLeaves: integer("maxLeaves", parameters.maxLeaves, 0, MAX_COUNT, 0),
    growPolicy: oneOf("growPolicy", parameters.growPolicy, ["depthwise", "lossguide"], "depthwise"),
    maxBins: integer("maxBins", parameters.maxBins, 2, MAX_BINS, 256),
    minChildWeight: real("minChildWeight", parameters.minChildWeight, 1),
    lambda: real("lambda", parameters.lambda, 1),
    alpha: real("alpha", parameters.alpha, 0),
    gamma: real("gamma", parameters.gamma, 0),
    maxDeltaStep: real("maxDeltaStep", parameters.maxDeltaStep, objective === "count:poisson" ? 0.7 : 0),
    leafStep: real("leafStep", parameters.leafStep, 0),
    subsample,
    colsampleByTree: real("colsampleByTree", parameters.colsampleByTree, 1, 1),
    colsampleByLevel: real("colsampleByLevel", parameters.colsampleByLevel, 1, 1),
    colsampleByNode: real("colsampleByNode", parameters.colsampleByNode, 1, 1),
    monotoneConstraints: monotoneOf(parameters.monotoneConstraints, numFeatures),
    interactionConstraints: interactionsOf(parameters.interactionConstraints, numFeatures),
    seed: integer("seed", parameters.seed, 0, Number.MAX_SAFE_INTEGER, 0),
  }
}
