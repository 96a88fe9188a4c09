/**
 * JSON dumps (`Booster.get_dump(dump_format="json")`, `dump_model`) to a ParsedModel. A dump holds the
 * trees alone: base score and objective come from the caller. Layout: XGBoost's src/tree/tree_model.cc.
 */

import { show, UnsupportedModelError } from "../errors.ts"
import { type DocumentValue, Field, MAX_NESTING } from "./document.ts"
import type { CategorySets, ParsedModel, ParsedTree } from "./parsed-model.ts"

/** What a dump does not say. */
export interface DumpOptions {
  /** The model's `base_score`, in output space as XGBoost stores it: one number, or one per output. */
  readonly baseScore?: number | readonly number[]
  /** Objective name, for example `binary:logistic`. Without it only margins can be computed. */
  readonly objective?: string
  /** Features of a row; by default the number of `featureNames`, or one past the highest `f<n>` used. */
  readonly numFeatures?: number
  /** Names in column order; needed where the dump was made with feature names. */
  readonly featureNames?: readonly string[]
  /** Outputs per row: classes or targets (default: length of `baseScore`, else 1). */
  readonly numOutputs?: number
  /** Trees per output and round, for iteration ranges (default 1). */
  readonly numParallelTree?: number
}

/** Grows with the nodes of one tree. */
class TreeColumns {
  readonly ids: number[] = []
  readonly left: number[] = []
  readonly right: number[] = []
  readonly features: number[] = []
  readonly conditions: number[] = []
  readonly defaultLeft: number[] = []
  readonly gains: number[] = []
  readonly covers: number[] = []
  /** Vector leaves, one after another, and the nodes and categories of categorical splits. */
  readonly leafWeights: number[] = []
  readonly categoryNodes: number[] = []
  readonly segments: number[] = []
  readonly sizes: number[] = []
  readonly categories: number[] = []

  add(id: number): number {
    this.left.push(-1)
    this.right.push(-1)
    this.features.push(0)
    this.conditions.push(0)
    this.defaultLeft.push(0)
    this.gains.push(0)
    this.covers.push(Number.NaN)
    return this.ids.push(id) - 1
  }

  addCategories(at: number, categories: Int32Array): void {
    this.categoryNodes.push(at)
    this.segments.push(this.categories.length)
    this.sizes.push(categories.length)
    for (const category of categories) this.categories.push(category)
  }

  /** @returns the number of values of the leaf */
  addLeaf(at: number, leaf: Field): number {
    if (typeof leaf.value === "number") {
      this.conditions[at] = leaf.float32()
      return 1
    }
    const vector = leaf.float32Array()
    if (vector.length < 2) leaf.fail("vector leaf too short", "at least 2 values", `${vector.length}`)
    this.right[at] = this.leafWeights.length / vector.length
    for (const weight of vector) this.leafWeights.push(weight)
    return vector.length
  }

  private categorySets(): CategorySets | null {
    if (this.categoryNodes.length === 0) return null
    return {
      nodes: Int32Array.from(this.categoryNodes),
      segments: Int32Array.from(this.segments),
      sizes: Int32Array.from(this.sizes),
      categories: Int32Array.from(this.categories),
    }
  }

  tree(sizeLeafVector: number): ParsedTree {
    const numNodes = this.ids.length
    const splitType = new Uint8Array(numNodes)
    for (const node of this.categoryNodes) splitType[node] = 1
    const hasStatistics = !this.covers.some(Number.isNaN)
    return {
      numNodes,
      leftChildren: Int32Array.from(this.left),
      rightChildren: Int32Array.from(this.right),
      splitIndices: Int32Array.from(this.features),
      splitConditions: Float32Array.from(this.conditions),
      defaultLeft: Uint8Array.from(this.defaultLeft),
      splitType: this.categoryNodes.length > 0 ? splitType : null,
      categories: this.categorySets(),
      sizeLeafVector,
      leafWeights: sizeLeafVector > 1 ? Float32Array.from(this.leafWeights) : null,
      lossChanges: hasStatistics ? Float32Array.from(this.gains) : null,
      sumHessian: hasStatistics ? Float32Array.from(this.covers) : null,
      baseWeights: null,
      parents: null,
      nodeIds: Int32Array.from(this.ids),
    }
  }
}

interface Pending {
  readonly node: Field
  readonly parent: number
  readonly isLeft: boolean
  readonly depth: number
}

class DumpReader {
  private readonly columnOf: ReadonlyMap<string, number> | null
  private readonly numFeatures: number
  /** One past the highest feature used so far. */
  used = 0

  constructor(featureNames: readonly string[] | undefined, numFeatures: number) {
    this.columnOf = featureNames ? new Map(featureNames.map((name, column) => [name, column])) : null
    this.numFeatures = numFeatures
  }

  private column(split: Field): number {
    const name = split.string()
    const numbered = /^f?(\d{1,9})$/.exec(name)
    const column = this.columnOf?.get(name) ?? (this.columnOf || !numbered ? -1 : Number(numbered[1]))
    if (column < 0) {
      const expected = this.columnOf ? "one of featureNames" : "f<column>, or featureNames to look it up in"
      split.fail("unknown feature", expected)
    }
    if (column >= this.numFeatures) split.fail("feature out of range", `a column below ${this.numFeatures}`)
    this.used = Math.max(this.used, column + 1)
    return column
  }

  private children(node: Field): [Field, Field] {
    const children = node.get("children").items()
    if (children.length !== 2) node.get("children").fail("wrong number of children", "2 children")
    const yes = node.get("yes").integer(0, 2147483647)
    const no = node.get("no").integer(0, 2147483647)
    const ids = children.map(child => child.get("nodeid").integer(0, 2147483647))
    if (yes === no) node.get("no").fail("both branches are one node", "two nodes")
    const pick = (id: number, key: string): Field =>
      children[ids.indexOf(id)] ?? node.get(key).fail("no such child", `one of ${ids.join(", ")}`)
    return [pick(yes, "yes"), pick(no, "no")]
  }

  /** Fills in a split and returns its left and right child. */
  private split(node: Field, at: number, columns: TreeColumns): [Field, Field] {
    const [yes, no] = this.children(node)
    columns.features[at] = this.column(node.get("split"))
    const condition = node.get("split_condition")
    if (!condition.exists) {
      // Indicator features print no condition: "yes" is where a present value goes, "no" the default.
      columns.conditions[at] = Infinity
      return [yes, no]
    }
    const yesId = node.get("yes").integer(0, 2147483647)
    const missing = node.get("missing").integer(0, 2147483647)
    if (missing !== yesId && missing !== node.get("no").integer(0, 2147483647)) {
      node.get("missing").fail("no such child", "the node of yes or of no")
    }
    if (typeof condition.value !== "number") {
      // A categorical split: the listed categories go to "yes", which is the right child.
      columns.addCategories(at, condition.int32Array())
      columns.defaultLeft[at] = missing === yesId ? 0 : 1
      return [no, yes]
    }
    columns.conditions[at] = condition.value
    columns.defaultLeft[at] = missing === yesId ? 1 : 0
    return [yes, no]
  }

  tree(root: Field): ParsedTree {
    const columns = new TreeColumns()
    const seen = new Set<number>()
    let leafLength = 0
    const stack: Pending[] = [{ node: root, parent: -1, isLeft: false, depth: 0 }]
    for (let pending = stack.pop(); pending !== undefined; pending = stack.pop()) {
      const { node, parent, isLeft, depth } = pending
      if (depth > MAX_NESTING) node.fail("nested too deep", `at most ${MAX_NESTING} levels`)
      const id = node.get("nodeid").integer(0, 2147483647)
      if (seen.has(id)) node.get("nodeid").fail("node id used twice", "a new id")
      seen.add(id)
      const at = columns.add(id)
      if (parent >= 0) (isLeft ? columns.left : columns.right)[parent] = at
      if (node.get("cover").exists) columns.covers[at] = node.get("cover").float32()
      const leaf = node.get("leaf")
      if (leaf.exists) {
        const length = columns.addLeaf(at, leaf)
        if (leafLength !== 0 && length !== leafLength)
          leaf.fail("leaves of different sizes", `${leafLength} values`)
        leafLength = length
        continue
      }
      if (node.get("gain").exists) columns.gains[at] = node.get("gain").float32()
      const [left, right] = this.split(node, at, columns)
      stack.push({ node: right, parent: at, isLeft: false, depth: depth + 1 })
      stack.push({ node: left, parent: at, isLeft: true, depth: depth + 1 })
    }
    return columns.tree(leafLength)
  }
}

function positiveInteger(value: number, name: string): number {
  if (!Number.isInteger(value) || value < 1 || value > 65_535) {
    throw new RangeError(`${name}: expected an integer in 1..65535, got ${show(value)}`)
  }
  return value
}

/** A linear booster's dump: `[{ "bias": […], "weight": […] }]`. */
function refuseLinear(root: Field): void {
  const first = root.items()[0]
  if (!(first?.value instanceof Map && first.value.has("bias") && first.value.has("weight"))) return
  throw new UnsupportedModelError({
    source: root.source,
    path: "[0].weight",
    what: "dump of a linear booster (gblinear), whose weights are rounded to six digits",
    expected: "a dump of trees",
    actual: "weights",
    remedy: "save the model with Booster.save_model",
  })
}

/**
 * Reads a JSON dump.
 *
 * @param document an array of trees, or an array of strings with a tree each, as a document
 * @param source its name, for messages
 * @param options base score, objective, features: what the dump does not say
 * @param parseTree reads one tree given as text (an entry of `get_dump`)
 * @throws {TypeError} without a base score
 * @throws {ModelFormatError} with the path of the field
 */
export function parseJsonDump(
  document: DocumentValue,
  source: string,
  options: DumpOptions,
  parseTree: (text: string, source: string) => DocumentValue,
): ParsedModel {
  const { baseScore, featureNames, objective } = options
  if (baseScore === undefined) {
    throw new TypeError(
      "options.baseScore: a JSON dump does not hold the base score; expected the model's base_score (0.5 " +
        "before XGBoost 2.0 unless it was set, estimated since; `inspect` of a saved model shows it)",
    )
  }
  const scores = typeof baseScore === "number" ? [baseScore] : [...baseScore]
  if (scores.length === 0 || !scores.every(score => typeof score === "number")) {
    throw new TypeError(`options.baseScore: expected a number or numbers, got ${show(baseScore)}`)
  }
  const numOutputs = positiveInteger(options.numOutputs ?? scores.length, "options.numOutputs")
  if (scores.length !== 1 && scores.length !== numOutputs) {
    throw new RangeError(`options.baseScore: expected 1 or ${numOutputs} values, got ${scores.length}`)
  }
  const numParallelTree = positiveInteger(options.numParallelTree ?? 1, "options.numParallelTree")
  const stated = options.numFeatures ?? featureNames?.length
  if (stated !== undefined && (!Number.isInteger(stated) || stated < 0)) {
    throw new RangeError(`options.numFeatures: expected an integer of 0 or more, got ${show(stated)}`)
  }
  const reader = new DumpReader(featureNames, stated ?? Number.POSITIVE_INFINITY)
  const root = new Field(document, "", source)
  refuseLinear(root)
  const trees = root.items().map(item => {
    if (typeof item.value !== "string") return reader.tree(item)
    return reader.tree(new Field(parseTree(item.value, `${source}${item.path}`), item.path, source))
  })
  const isVector = trees.some(tree => tree.sizeLeafVector > 1)
  const treesPerRound = isVector ? numParallelTree : numOutputs * numParallelTree
  if (trees.length % treesPerRound !== 0) {
    root.fail("incomplete round", `a multiple of ${treesPerRound} trees`, `${trees.length}`)
  }
  const multiclass = objective?.startsWith("multi:") === true
  return {
    format: "json-dump",
    source,
    version: null,
    booster: "gbtree",
    objective: objective ?? null,
    objectiveDocument: null,
    baseScore: Float32Array.from(scores),
    baseScoreIsMargin: false,
    numFeatures: stated ?? reader.used,
    numClass: multiclass ? numOutputs : 0,
    numTarget: multiclass ? 1 : numOutputs,
    featureNames: featureNames ? [...featureNames] : null,
    featureTypes: null,
    categoryValues: null,
    attributes: new Map(),
    numParallelTree,
    iterationIndptr: Int32Array.from(
      { length: trees.length / treesPerRound + 1 },
      (_, i) => i * treesPerRound,
    ),
    treeInfo: Int32Array.from(trees, (_, i) => (isVector ? 0 : Math.floor(i / numParallelTree) % numOutputs)),
    trees,
    weightDrop: null,
    linearWeights: null,
  }
}
