/**
 * The legacy binary format (what `save_model` wrote up to XGBoost 3.0 unless the name ended in .json or .ubj)
 * to a ParsedModel: C structures as they lay in memory, little-endian. Defined by LearnerIO::LoadModel,
 * GBTreeModel::Load, RegTree::Load and, before 1.0, Learner::Load; checked on files of 1.5, 1.7 and 2.1.
 */

import { ByteReader } from "../bytes/byte-reader.ts"
import { startsWith } from "../bytes/starts-with.ts"
import { decodeUtf8, encodeUtf8 } from "../bytes/utf8.ts"
import { type ErrorDetails, show, UnsupportedModelError } from "../errors.ts"
import type { DocumentValue } from "./document.ts"
import { parseJsonText } from "./json-text.ts"
import { evenRounds, numOutputsOf, type ParsedModel, type ParsedTree } from "./parsed-model.ts"

const MAX_INT = 2147483647
const DELETED = 0xffffffff

/** sizeof of XGBoost's structures, kept fixed by its own static assertions. */
const LEARNER_BYTES = 136
const GBTREE_BYTES = 160
const GBLINEAR_BYTES = 136
const TREE_BYTES = 148
const NODE_BYTES = 20
const STATISTICS_BYTES = 16

interface LearnerParam {
  readonly baseScore: number
  readonly numFeatures: number
  readonly numClass: number
  readonly numTarget: number
  readonly hasAttributes: boolean
  readonly hasMetrics: boolean
  /** 0 before XGBoost 1.0, which did not write its version. */
  readonly major: number
  readonly minor: number
  readonly boostFromAverage: boolean
}

type TreePart = Pick<ParsedModel, "numParallelTree" | "iterationIndptr" | "treeInfo" | "trees">

/** Names that objectives had in old files, as 1.0 and later call them. */
function presentName(objective: string): string {
  const name = objective.startsWith("gpu:") ? objective.slice(4) : objective
  return name === "reg:linear" ? "reg:squarederror" : name
}

class LegacyBinary extends ByteReader {
  /** Index of the tree that is being read, for messages; -1 outside of the trees. */
  private tree = -1

  private pathOf(field: string | undefined): string | undefined {
    if (this.tree < 0) return field
    return field === undefined ? `trees[${this.tree}]` : `trees[${this.tree}].${field}`
  }

  override fail(details: ErrorDetails): never {
    super.fail({ ...details, path: this.pathOf(details.path) })
  }

  private wrong(
    offset: number,
    path: string,
    what: string,
    expected: string,
    actual: string | number,
  ): never {
    this.fail({ offset, path, what, expected, actual: `${actual}` })
  }

  private refuse(offset: number, path: string, what: string, expected: string, actual: number): never {
    throw new UnsupportedModelError({
      source: this.source,
      offset,
      path: this.pathOf(path),
      what,
      expected,
      actual: `${actual}`,
    })
  }

  private integer(at: number, path: string, low: number, high: number): number {
    const value = this.view.getInt32(at, true)
    if (value < low || value > high) {
      this.wrong(at, path, "out of range", `an integer in ${low}..${high}`, value)
    }
    return value
  }

  private checkRoom(at: number, path: string, count: number, bytesEach: number): number {
    const { remaining } = this
    if (count < 0 || count * bytesEach > remaining) {
      const room = Math.floor(remaining / bytesEach)
      this.wrong(at, path, "impossible count", `0..${room} (bytes left)`, count)
    }
    return count
  }

  /** A 32-bit count, checked against the bytes that are left before anything is allocated. */
  private count32(at: number, path: string, bytesEach: number): number {
    return this.checkRoom(at, path, this.view.getInt32(at, true), bytesEach)
  }

  /** A 64-bit count; inexact beyond 2^53, which is far beyond the bytes that are left. */
  private count64(path: string, bytesEach: number): number {
    const at = this.take(8, path)
    const count = this.view.getUint32(at + 4, true) * 4294967296 + this.view.getUint32(at, true)
    return this.checkRoom(at, path, count, bytesEach)
  }

  private text(path: string): string {
    const length = this.count64(path, 1)
    const at = this.take(length, path)
    const text = decodeUtf8(this.bytes.subarray(at, at + length))
    return text ?? this.wrong(at, path, "string is not UTF-8", "valid UTF-8", "other bytes")
  }

  /** A counted array of floats whose length is known. */
  private floats(length: number, path: string): Float32Array {
    const start = this.offset
    const count = this.count64(path, 4)
    if (count !== length) this.wrong(start, path, "length mismatch", `${length} entries`, count)
    const at = this.take(4 * count, path)
    return Float32Array.from({ length }, (_, i) => this.view.getFloat32(at + 4 * i, true))
  }

  /** On a machine of the other byte order the length of the objective's name has its bytes at the other end. */
  private checkByteOrder(): void {
    const { view, offset, remaining } = this
    if (remaining < 8 || view.getUint32(offset) !== 0 || view.getUint32(offset + 4, true) === 0) return
    if (view.getUint32(offset + 4) > remaining - 8) return
    this.fail({
      what: "wrong byte order",
      expected: "little-endian numbers",
      actual: "big-endian ones",
      remedy: "save the model as JSON on the machine that wrote it",
    })
  }

  private learnerParam(): LearnerParam {
    const path = "learner_model_param"
    const at = this.take(LEARNER_BYTES, path)
    this.checkByteOrder()
    // 3.0 was the last to write the format.
    const major = this.integer(at + 20, `${path}.major_version`, 0, 3)
    const minor = this.integer(at + 24, `${path}.minor_version`, 0, 65_535)
    return {
      baseScore: this.view.getFloat32(at, true),
      numFeatures: this.integer(at + 4, `${path}.num_feature`, 0, MAX_INT),
      numClass: this.integer(at + 8, `${path}.num_class`, 0, 65_535),
      hasAttributes: this.view.getInt32(at + 12, true) !== 0,
      hasMetrics: this.view.getInt32(at + 16, true) !== 0,
      major,
      minor,
      // Reserved, and zero, before 1.6.
      numTarget: Math.max(1, this.integer(at + 28, `${path}.num_target`, 0, 65_535)),
      // Reserved, and zero, before 1.7.
      boostFromAverage: major === 0 || (major === 1 && minor < 7) || this.view.getInt32(at + 32, true) !== 0,
    }
  }

  /** 0 until 1.7 and 1 in 2.x mean a scalar; before 1.0 any other number than 0 put vectors behind the nodes. */
  private checkLeafSize(at: number, path: string, major: number): void {
    const size = this.integer(at, `${path}.size_leaf_vector`, 0, MAX_INT)
    if (size <= (major === 0 ? 0 : 1)) return
    this.refuse(at, `${path}.size_leaf_vector`, "vector leaves in the legacy binary", "scalar leaves", size)
  }

  private oneTree(major: number): ParsedTree {
    const path = "tree_param"
    const { view } = this
    const at = this.take(TREE_BYTES, path)
    const numRoots = this.integer(at, `${path}.num_roots`, 1, MAX_INT)
    if (numRoots > 1) this.refuse(at, `${path}.num_roots`, "several roots in a tree", "1", numRoots)
    const numNodes = this.count32(at + 4, `${path}.num_nodes`, NODE_BYTES + STATISTICS_BYTES)
    if (numNodes === 0) this.wrong(at + 4, `${path}.num_nodes`, "tree without nodes", "at least 1", 0)
    this.checkLeafSize(at + 20, path, major)
    const nodes = this.take(NODE_BYTES * numNodes, "nodes")
    const statistics = this.take(STATISTICS_BYTES * numNodes, "statistics")
    const tree = {
      numNodes,
      leftChildren: new Int32Array(numNodes),
      rightChildren: new Int32Array(numNodes),
      splitIndices: new Int32Array(numNodes),
      splitConditions: new Float32Array(numNodes),
      defaultLeft: new Uint8Array(numNodes),
      splitType: null,
      categories: null,
      sizeLeafVector: 1,
      leafWeights: null,
      lossChanges: new Float32Array(numNodes),
      sumHessian: new Float32Array(numNodes),
      baseWeights: new Float32Array(numNodes),
      parents: new Int32Array(numNodes),
      nodeIds: null,
    }
    let deleted = 0
    for (let i = 0; i < numNodes; i++) {
      const node = nodes + NODE_BYTES * i
      // The top bit says "left child of its parent", which the parent's own fields say as well.
      tree.parents[i] = view.getInt32(node, true) & MAX_INT
      tree.leftChildren[i] = view.getInt32(node + 4, true)
      tree.rightChildren[i] = view.getInt32(node + 8, true)
      const split = view.getUint32(node + 12, true)
      if (split === DELETED && i > 0) deleted++
      tree.splitIndices[i] = split & MAX_INT
      tree.defaultLeft[i] = split >>> 31
      tree.splitConditions[i] = view.getFloat32(node + 16, true)
      // The fourth statistic, leaf_child_cnt, is not kept: nothing uses it.
      const statistic = statistics + STATISTICS_BYTES * i
      tree.lossChanges[i] = view.getFloat32(statistic, true)
      tree.sumHessian[i] = view.getFloat32(statistic + 4, true)
      tree.baseWeights[i] = view.getFloat32(statistic + 8, true)
    }
    const stated = view.getInt32(at + 8, true)
    // The oldest versions marked deleted nodes in another way.
    if (major > 0 && stated !== deleted) {
      this.wrong(at + 8, `${path}.num_deleted`, "wrong number of deleted nodes", `${deleted}`, stated)
    }
    return tree
  }

  private trees(param: LearnerParam): TreePart {
    const path = "gbtree_model_param"
    const { major } = param
    const numOutputs = numOutputsOf(param)
    const at = this.take(GBTREE_BYTES, path)
    // The least a tree takes is one node and its entry of tree_info.
    const least = TREE_BYTES + NODE_BYTES + STATISTICS_BYTES + 4
    const numTrees = this.count32(at, `${path}.num_trees`, least)
    // Until 1.5 the field was a number of roots, always 1 from 1.0 on: files of forests forgot their rounds.
    const numParallelTree = major > 0 ? this.integer(at + 4, `${path}.num_parallel_tree`, 1, MAX_INT) : 1
    const numBuffered = this.view.getInt32(at + 16, true)
    if (major === 0 && numBuffered !== 0 && param.hasAttributes) {
      // Before 0.6 the flag of the attributes meant that predictions of the training rows follow the trees.
      this.refuse(at + 16, `${path}.num_pbuffer`, "stored prediction buffers", "0", numBuffered)
    }
    this.checkLeafSize(at + 28, path, major)
    const treesPerRound = numParallelTree * numOutputs
    if (numTrees % treesPerRound !== 0) {
      const expected = `a multiple of ${treesPerRound} trees`
      this.wrong(at, `${path}.num_trees`, "incomplete round", expected, numTrees)
    }
    const trees: ParsedTree[] = []
    for (this.tree = 0; this.tree < numTrees; this.tree++) trees.push(this.oneTree(major))
    this.tree = -1
    const info = this.take(4 * numTrees, "tree_info")
    const treeInfo = Int32Array.from(trees, (_, i) =>
      this.integer(info + 4 * i, "tree_info", 0, numOutputs - 1),
    )
    return { numParallelTree, iterationIndptr: evenRounds(numTrees, treesPerRound), treeInfo, trees }
  }

  private attributes(): Map<string, string> {
    const attributes = new Map<string, string>()
    for (let left = this.count64("attributes", 16); left > 0; left--) {
      const at = this.offset
      const key = this.text("attributes")
      if (attributes.has(key)) this.wrong(at, "attributes", "repeated key", "each key once", show(key))
      attributes.set(key, this.text("attributes"))
    }
    return attributes
  }

  /** The objective's parameters. As in XGBoost its name is the one in front of the booster, not the one here. */
  private objectiveDocument(text: string, name: string): DocumentValue {
    const source = `${this.source}, attributes.objective`
    const document = parseJsonText(encodeUtf8(text), source)
    if (document instanceof Map) return document.set("name", name)
    return this.fail({
      path: "attributes.objective",
      what: "wrong type",
      expected: "an object",
      actual: show(text),
    })
  }

  /** What 0.x wrote behind the attributes; later versions keep it among them. */
  private skipOldParameters(objective: string, hasMetrics: boolean): void {
    // Models that had been loaded, not trained, were saved without max_delta_step by some versions.
    if (objective === "count:poisson" && this.remaining > 0) this.text("max_delta_step")
    if (hasMetrics) for (let left = this.count64("metrics", 8); left > 0; left--) this.text("metrics")
  }

  model(start: number): ParsedModel {
    this.offset = start
    // Raw bytes and pickles had no magic before 1.1.
    if (startsWith(this.bytes, "binf", start)) this.offset += 4
    const param = this.learnerParam()
    const { baseScore, numFeatures, numClass, numTarget, hasAttributes, hasMetrics, major, minor } = param
    const objective = presentName(this.text("objective"))
    const nameAt = this.offset
    const booster = this.text("booster")
    if (booster !== "gbtree" && booster !== "dart" && booster !== "gblinear") {
      this.wrong(nameAt, "booster", "unknown booster", "gbtree, dart or gblinear", show(booster))
    }
    const isLinear = booster === "gblinear"
    if (isLinear) this.take(GBLINEAR_BYTES, "gblinear_model_param")
    const linearWeights = isLinear ? this.floats((numFeatures + 1) * numOutputsOf(param), "weights") : null
    const trees: TreePart = isLinear
      ? { numParallelTree: 1, iterationIndptr: evenRounds(0, 1), treeInfo: new Int32Array(0), trees: [] }
      : this.trees(param)
    // Without trees not even the number of the weights is written.
    const isWeighted = booster === "dart" && trees.trees.length > 0
    const weights = isWeighted ? this.floats(trees.trees.length, "weight_drop") : new Float32Array(0)
    const attributes = hasAttributes ? this.attributes() : new Map<string, string>()
    let objectiveDocument: DocumentValue | null = null
    if (major === 0) this.skipOldParameters(objective, hasMetrics)
    else {
      const text = attributes.get("objective")
      if (text !== undefined) objectiveDocument = this.objectiveDocument(text, objective)
      attributes.delete("objective")
      attributes.delete("metrics")
    }
    attributes.delete("count_poisson_max_delta_step")
    if (this.remaining > 0) {
      this.fail({ what: "bytes after the model", expected: "the end", actual: `${this.remaining} more` })
    }
    return {
      format: "legacy-binary",
      source: this.source,
      version: major === 0 ? null : [major, minor],
      booster,
      objective,
      objectiveDocument,
      baseScore: Float32Array.of(baseScore),
      baseScoreIsMargin: major === 0,
      numFeatures,
      numClass,
      numTarget,
      featureNames: null,
      featureTypes: null,
      categoryValues: null,
      attributes,
      ...trees,
      weightDrop: booster === "dart" ? weights : null,
      linearWeights,
      boostFromAverage: param.boostFromAverage,
    }
  }
}

/**
 * Reads a model of the legacy binary format, with or without its magic "binf".
 *
 * @param bytes the model must end where they end
 * @param source name of the bytes, for messages
 * @param start offset at which the model begins (default 0)
 * @returns the model; its version has no patch number, and is null before 1.0
 * @throws {ModelFormatError} with the byte offset
 * @throws {UnsupportedModelError} for vector leaves, several roots and stored prediction buffers
 */
export function parseLegacyBinary(bytes: Uint8Array, source: string, start = 0): ParsedModel {
  return new LegacyBinary(bytes, source).model(start)
}
