/**
 * A decoder of the legacy binary format for the tests alone, from the layout of XGBoost's structures: what it reads
 * becomes a `save_model` document for the reference walker. It notes where each field stands, for the mutants.
 */

export interface LegacyField {
  readonly at: number
  readonly type: "i32" | "f32" | "u64"
}

export interface LegacyModel {
  readonly document: unknown
  /** Before 1.0 the base score is stored as the margin it gives. */
  readonly baseMargin: readonly number[] | null
  readonly fields: readonly LegacyField[]
  /** Offset of the first tree. */
  readonly treesAt: number
}

/** Decodes a model that fills the bytes from `start` exactly; throws an Error otherwise. */
export function decodeLegacy(bytes: Uint8Array, start = 0): LegacyModel {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const fields: LegacyField[] = []
  let at = start

  function skip(size: number): number {
    if (size > bytes.length - at) throw new Error(`oracle: ${size} bytes wanted at byte ${at}`)
    at += size
    return at - size
  }
  function i32(): number {
    fields.push({ at, type: "i32" })
    return view.getInt32(skip(4), true)
  }
  function f32(): number {
    fields.push({ at, type: "f32" })
    return view.getFloat32(skip(4), true)
  }
  function count(): number {
    fields.push({ at, type: "u64" })
    const value = Number(view.getBigUint64(skip(8), true))
    if (value > bytes.length) throw new Error(`oracle: count ${value}`)
    return value
  }
  function text(): string {
    const size = count()
    const from = skip(size)
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(from, from + size))
  }
  function times<T>(size: number, read: () => T): T[] {
    if (size < 0 || size > bytes.length) throw new Error(`oracle: ${size} entries`)
    return Array.from({ length: size }, read)
  }
  function tree(): Record<string, unknown> {
    const [, numNodes, numDeleted, , numFeature, size] = times(6, i32)
    skip(31 * 4)
    const nodes = times(numNodes, () => {
      const [parent, left, right, index] = times(4, i32)
      return { parent: parent & 0x7fffffff, left, right, index, value: f32() }
    })
    for (let k = 0; k < numNodes; k++) {
      times(3, f32)
      i32()
    }
    return {
      left_children: nodes.map(node => node.left),
      right_children: nodes.map(node => node.right),
      // The top bit of the feature says where missing values go.
      split_indices: nodes.map(node => node.index & 0x7fffffff),
      default_left: nodes.map(node => node.index >>> 31),
      split_conditions: nodes.map(node => node.value),
      tree_param: {
        num_nodes: numNodes,
        num_deleted: numDeleted,
        num_feature: numFeature,
        size_leaf_vector: size,
      },
    }
  }

  if (new TextDecoder("latin1").decode(bytes.subarray(at, at + 4)) === "binf") at += 4
  const baseScore = f32()
  const [numFeature, numClass, hasAttributes, hasMetrics, major, minor, numTarget] = times(7, i32)
  skip(26 * 4)
  const objective = text()
  const name = text()
  const numOutputs = Math.max(1, numClass, numTarget)
  let treesAt = at
  let booster: Record<string, unknown>
  if (name === "gblinear") {
    skip(136)
    treesAt = at
    booster = { name, model: { weights: times(count(), f32) } }
  } else {
    const [numTrees, numParallelTree] = times(8, i32)
    skip(32 * 4)
    treesAt = at
    const trees = times(numTrees, tree)
    const param = { num_trees: numTrees, num_parallel_tree: numParallelTree }
    const model = { gbtree_model_param: param, trees, tree_info: times(numTrees, i32) }
    const weights = name === "dart" && numTrees > 0 ? times(count(), f32) : []
    booster = name === "dart" ? { name, gbtree: { model }, weight_drop: weights } : { name, model }
  }
  if (hasAttributes !== 0) times(count(), () => [text(), text()])
  if (major === 0 && objective === "count:poisson" && at < bytes.length) text()
  if (major === 0 && hasMetrics !== 0) times(count(), text)
  if (at !== bytes.length) throw new Error("oracle: bytes after the model")
  const param = {
    base_score: String(baseScore),
    num_class: numClass,
    num_feature: numFeature,
    num_target: numTarget,
  }
  return {
    document: {
      learner: { gradient_booster: booster, learner_model_param: param, objective: { name: objective } },
      version: [major, minor, 0],
    },
    baseMargin: major === 0 ? new Array(numOutputs).fill(baseScore) : null,
    fields,
    treesAt,
  }
}
