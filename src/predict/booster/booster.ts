/** The loaded ensemble: what the readers return and what predicts. */

import { ModelFormatError, ShapeError, show, UnsupportedModelError } from "../../errors.ts"
import { type FlatForest, maxDepthOf } from "../../forest/flat-forest.ts"
import type { ParsedModel } from "../../formats/parsed-model.ts"
import { sumLinear } from "./linear.ts"
import { applyLink, type Objective, objectiveOf } from "./objective.ts"
import { type Batch, findLeaves, sumLeaves } from "./sum.ts"
import type { TreeSource } from "./tree-source.ts"

/** What a booster is, beside its trees. */
export interface BoosterInfo {
  /** Name of the file or document it was read from. */
  readonly source: string
  readonly objective: string | null
  readonly booster: string
  readonly version: ParsedModel["version"]
  readonly numOutputs: number
  readonly featureNames: readonly string[] | null
  /** XGBoost's type of each feature: q, float, int, i or c. */
  readonly featureTypes: readonly string[] | null
  readonly attributes: ReadonlyMap<string, string>
  /** As stored: one value or one per output, in output space. */
  readonly baseScore: Float32Array
  /** Whether the base score is a margin already, as in files older than XGBoost 1.0. */
  readonly baseScoreIsMargin: boolean
  /** First tree of each boosting round, and the number of trees. */
  readonly iterationIndptr: Int32Array
  /** Output that each tree adds to. */
  readonly treeInfo: Int32Array
  /** Values behind the category codes of each feature; null without. */
  readonly categoryValues: ParsedModel["categoryValues"]
  /** gblinear's weights: numFeatures × numOutputs, then one bias per output; null for trees. */
  readonly linearWeights: Float32Array | null
}

export interface PredictOptions {
  /** Rows in `rows` (default 1). */
  readonly numRows?: number
  /** What is computed (default `"prediction"`). */
  readonly output?: "prediction" | "margin" | "leaf"
  /** Boosting rounds `[begin, end)`; an `end` of 0 means the last round. Default: all rounds. */
  readonly iterationRange?: readonly [number, number]
  /** numRows × numOutputs margins to start from instead of the base score. */
  readonly baseMargin?: Float32Array
  /** Where the result is written; of exactly the result's length. */
  readonly out?: Float32Array | Int32Array
}

const isLeafOptions = (options: PredictOptions): boolean => options.output === "leaf"

/** Text is built only when it is thrown: a single row is asked for in microseconds. */
function wrongLength(
  array: { readonly length: number },
  name: string,
  formula: string,
  expected: number,
): never {
  const entries = `${expected} entries (${formula})`
  throw new ShapeError({ path: name, what: "wrong length", expected: entries, actual: `${array.length}` })
}

function checkKind<T>(value: unknown, type: new (length: number) => T, name: string): T {
  if (value instanceof type) return value
  throw new TypeError(`${name}: expected a ${type.name}, got ${show(value)}`)
}

/** An ensemble of trees that predicts. Made by `readBooster` and the other readers. */
export class Booster {
  /** Features per row. */
  readonly numFeatures: number
  /** Margins per row: classes, targets, or one. */
  readonly numOutputs: number
  readonly numTrees: number
  /** @internal */
  readonly info: BoosterInfo
  /** @internal */
  readonly trees: TreeSource
  private readonly objective: Objective | null
  private readonly stated: () => ParsedModel | null
  /** @internal Margin of each output before the first tree. */
  readonly baseMargins: Float32Array
  private readonly linearWeights: Float32Array | null
  private readonly allTrees: readonly [number, number]

  /** @internal */
  constructor(info: BoosterInfo, trees: TreeSource, model: () => ParsedModel | null = () => null) {
    this.info = info
    this.trees = trees
    this.stated = model
    this.numFeatures = trees.numFeatures
    this.numOutputs = info.numOutputs
    this.numTrees = trees.numTrees
    this.objective = info.objective === null ? null : objectiveOf(info.objective)
    this.linearWeights = info.linearWeights
    this.allTrees = [0, this.numTrees]
    const { baseScore } = info
    // gblinear takes the first base score for every output, though 3.x stores one for each.
    const isShared = baseScore.length === 1 || this.linearWeights !== null
    this.baseMargins = Float32Array.from({ length: info.numOutputs }, (_, output) =>
      this.baseMargin(baseScore[isShared ? 0 : output]),
    )
  }

  /** @internal What the file said, for writers and explanations; null for packs without statistics. */
  get model(): ParsedModel | null {
    return this.stated()
  }

  /** @internal The flat arrays of all trees. */
  get forest(): FlatForest {
    return this.trees.forest
  }

  private baseMargin(baseScore: number): number {
    const { objective, info } = this
    if (info.baseScoreIsMargin) return baseScore
    if (objective?.link !== "sigmoid") return objective === null ? baseScore : objective.baseMargin(baseScore)
    // From 3.1 on (when base_score became an array) XGBoost clamps a probability; before it refuses 0 and 1.
    const [major, minor] = info.version ?? [0, 0]
    if (major > 3 || (major === 3 && minor >= 1)) {
      return objective.baseMargin(
        Math.fround(Math.min(Math.max(baseScore, Math.fround(1e-6)), Math.fround(1 - 1e-6))),
      )
    }
    if (baseScore > 0 && baseScore < 1) return objective.baseMargin(baseScore)
    throw new ModelFormatError({
      source: info.source,
      path: "learner.learner_model_param.base_score",
      what: `not a probability, as ${info.objective} needs`,
      expected: "a number between 0 and 1",
      actual: `${baseScore}`,
    })
  }

  /** @internal Trees of a range of rounds. */
  treeRange([begin, end]: readonly [number, number]): readonly [number, number] {
    const { iterationIndptr } = this.info
    const numRounds = iterationIndptr.length - 1
    const stop = end === 0 ? numRounds : end
    if (
      !Number.isInteger(begin) ||
      !Number.isInteger(stop) ||
      begin < 0 ||
      stop > numRounds ||
      begin > stop
    ) {
      throw new RangeError(
        `options.iterationRange: expected rounds [begin, end) within 0..${numRounds}, got [${begin}, ${end}]`,
      )
    }
    return [iterationIndptr[begin], iterationIndptr[stop]]
  }

  /**
   * Predicts rows. Bit for bit what XGBoost's `Booster.predict` gives for margins, leaf ids and
   * objectives whose link is the identity; within 2 units in the last place elsewhere.
   *
   * @param rows numRows × numFeatures values, row by row; NaN is missing
   * @param options what to compute, over which rounds, from which base margin, into which array
   * @returns numRows × numOutputs values, row by row. `multi:softmax` predictions: one class per row.
   *   Leaf ids: numRows × number of trees in the range, as Int32Array of XGBoost's own node ids
   * @throws {ShapeError} where a length does not fit
   * @throws {RangeError} for an iteration range outside the model's rounds
   * @throws {UnsupportedModelError} for a prediction of an objective this version does not know
   * @example
   * ```ts
   * const margins = booster.predict(rows, { numRows: 2, output: "margin" })
   * ```
   */
  predict(rows: Float32Array, options: PredictOptions & { readonly output: "leaf" }): Int32Array
  predict(
    rows: Float32Array,
    options?: PredictOptions & { readonly output?: "prediction" | "margin" },
  ): Float32Array
  predict(rows: Float32Array, options: PredictOptions = {}): Float32Array | Int32Array {
    const { numRows = 1, output = "prediction" } = options
    const { numFeatures, numOutputs } = this
    if (!Number.isInteger(numRows) || numRows < 0) {
      throw new RangeError(`options.numRows: expected an integer of 0 or more, got ${show(numRows)}`)
    }
    checkKind(rows, Float32Array, "rows")
    if (rows.length !== numRows * numFeatures) {
      wrongLength(rows, "rows", `numRows ${numRows} × numFeatures ${numFeatures}`, numRows * numFeatures)
    }
    const range = options.iterationRange
    const [beginTree, endTree] = range === undefined ? this.allTrees : this.treeRange(range)
    const batch: Batch = { rows, numRows, numOutputs, treeInfo: this.info.treeInfo, beginTree, endTree }
    if (isLeafOptions(options)) {
      if (this.linearWeights !== null) this.refuseLeaves()
      const numTrees = endTree - beginTree
      const leaves = checkKind(options.out ?? new Int32Array(numRows * numTrees), Int32Array, "options.out")
      if (leaves.length !== numRows * numTrees) {
        wrongLength(leaves, "options.out", `numRows ${numRows} × trees ${numTrees}`, numRows * numTrees)
      }
      findLeaves(this.forest, batch, leaves)
      return leaves
    }
    if (output !== "margin" && output !== "prediction") {
      throw new TypeError(`options.output: expected "prediction", "margin" or "leaf", got ${show(output)}`)
    }
    const objective = output === "margin" ? null : this.linkedObjective()
    const isClass = objective?.link === "class"
    const columns = isClass ? 1 : numOutputs
    const out = checkKind(options.out ?? new Float32Array(numRows * columns), Float32Array, "options.out")
    if (out.length !== numRows * columns) {
      wrongLength(out, "options.out", `numRows ${numRows} × ${columns}`, numRows * columns)
    }
    // Classes need all margins of a row first, and have fewer entries.
    const margins = isClass ? new Float32Array(numRows * numOutputs) : out
    this.fillBaseMargin(margins, numRows, options.baseMargin)
    this.sum(batch, margins)
    if (objective !== null) applyLink(objective, margins, numRows, numOutputs)
    if (isClass) out.set(margins.subarray(0, numRows))
    return out
  }

  /** Adds everything to the base margins, by the fastest way there is for the request. */
  private sum(batch: Batch, margins: Float32Array): void {
    const { linearWeights, numFeatures, numOutputs } = this
    const { rows, numRows } = batch
    if (linearWeights !== null) sumLinear(linearWeights, numFeatures, numOutputs, rows, numRows, margins)
    else {
      const isWhole = batch.beginTree === 0 && batch.endTree === this.numTrees
      const place = isWhole ? this.trees.kernelFor(numRows) : null
      if (place === null) sumLeaves(this.trees.forest, batch, margins)
      else place.kernel.sumRows(place.segment, numOutputs, rows, numRows, margins)
    }
  }

  private refuseLeaves(): never {
    throw new UnsupportedModelError({
      source: this.info.source,
      path: "options.output",
      what: "a linear booster has no leaves",
      expected: '"prediction" or "margin"',
      actual: '"leaf"',
    })
  }

  /** @internal The objective whose link makes predictions of margins. */
  linkedObjective(): Objective {
    const { objective, info } = this
    if (objective !== null) return objective
    if (info.objective === null) {
      throw new TypeError(
        'options.objective was not given when the dump was read; output "margin" needs none',
      )
    }
    throw new UnsupportedModelError({
      source: info.source,
      path: "learner.objective.name",
      what: "prediction of an unknown objective",
      expected: "an objective of XGBoost 1.0 to 3.4",
      actual: show(info.objective),
      remedy: 'output "margin" works',
    })
  }

  private fillBaseMargin(margins: Float32Array, numRows: number, given: Float32Array | undefined): void {
    const { numOutputs, baseMargins } = this
    if (given !== undefined) {
      checkKind(given, Float32Array, "options.baseMargin")
      if (given.length !== margins.length) {
        wrongLength(
          given,
          "options.baseMargin",
          `numRows ${numRows} × numOutputs ${numOutputs}`,
          margins.length,
        )
      }
      margins.set(given)
    } else if (numOutputs === 1) margins.fill(baseMargins[0])
    else for (let row = 0; row < numRows; row++) margins.set(baseMargins, row * numOutputs)
  }
}

/** What `describe` tells. */
export interface BoosterDescription {
  readonly objective: string | null
  readonly booster: string
  /** XGBoost version that wrote the file, for example `"1.7.4"`; null for dumps. */
  readonly version: string | null
  readonly numTrees: number
  /** Live nodes of all trees, leaves included. */
  readonly numNodes: number
  /** Edges on the longest path. */
  readonly maxDepth: number
  readonly numFeatures: number
  readonly numOutputs: number
  readonly featureNames: readonly string[] | null
  readonly numRounds: number
  readonly baseScore: readonly number[]
  /** Last round to use after early stopping, where the model has it. */
  readonly bestIteration: number | null
  /** XGBoost's type of each feature: q, float, int, i or c; null where the source does not say. */
  readonly featureTypes: readonly string[] | null
  /** What the category codes 0, 1, 2, … of each feature stand for; null where the source does not say. */
  readonly categories: readonly (readonly (string | number)[] | null)[] | null
  /** What was stored beside the model, by whoever trained it. */
  readonly attributes: Readonly<Record<string, string>>
}

/**
 * Describes a booster.
 *
 * @example
 * ```ts
 * console.log(describe(booster).numTrees)
 * ```
 */
export function describe(booster: Booster): BoosterDescription {
  const { info, forest } = booster
  const best = info.attributes.get("best_iteration")
  return {
    objective: info.objective,
    booster: info.booster,
    version: info.version?.join(".") ?? null,
    numTrees: booster.numTrees,
    numNodes: booster.trees.numNodes,
    maxDepth: maxDepthOf(forest),
    numFeatures: booster.numFeatures,
    numOutputs: booster.numOutputs,
    featureNames: info.featureNames,
    numRounds: info.iterationIndptr.length - 1,
    baseScore: Array.from(info.baseScore),
    bestIteration: best !== undefined && /^\d+$/.test(best) ? Number(best) : null,
    featureTypes: info.featureTypes,
    categories: info.categoryValues?.map(stored => stored?.values ?? null) ?? null,
    attributes: Object.fromEntries(info.attributes),
  }
}
