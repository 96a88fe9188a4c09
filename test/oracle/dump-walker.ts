/**
 * The oracle for `dump_model` JSON: follows "yes", "no" and "missing" through the nested nodes by their names, as
 * a reader of the dump would with a finger. It shares no code with `src/`.
 */

export interface DumpNode {
  readonly nodeid: number
  readonly split?: string | number
  readonly split_condition?: number | readonly number[]
  readonly yes?: number
  readonly no?: number
  readonly missing?: number
  readonly children?: readonly DumpNode[]
  readonly leaf?: number | readonly number[]
}

export interface DumpOptions {
  /** Starting values of the outputs: a dump does not hold the base score. */
  readonly baseMargin: readonly number[]
  /** Position of a feature in the row by the name in the dump; `f0`, `f1`, … when left out. */
  readonly featureNames?: readonly string[] | undefined
  readonly numParallelTree?: number | undefined
}

function child(node: DumpNode, id: number | undefined): DumpNode {
  const found = node.children?.find(candidate => Number(candidate.nodeid) === Number(id))
  if (!found) throw new Error(`oracle: node ${node.nodeid} has no child ${id}`)
  return found
}

function next(node: DumpNode, value: number): DumpNode {
  const { split_condition: condition } = node
  if (condition === undefined) {
    // An indicator: the dump tells no threshold. A value that is there goes to "yes", a missing one to "no", the
    // default; an infinity is no indicator's value and goes to "no" too.
    return child(node, value < Number.POSITIVE_INFINITY ? node.yes : node.no)
  }
  if (Number.isNaN(value)) return child(node, node.missing)
  if (typeof condition === "number") return child(node, value < Math.fround(condition) ? node.yes : node.no)
  const inSet = value >= 0 && value < 2 ** 24 && condition.includes(Math.trunc(value))
  return child(node, inSet ? node.yes : node.no)
}

/** Margin and leaf ids of one row by a parsed JSON dump. */
export function walkDump(
  dump: readonly DumpNode[],
  row: Float32Array,
  options: DumpOptions,
): { margin: number[]; leaf: number[] } {
  const { baseMargin, featureNames, numParallelTree = 1 } = options
  const margin = Array.from(baseMargin, Math.fround)
  const leaf = dump.map((root, t) => {
    let node = root
    while (node.leaf === undefined) {
      const name = String(node.split)
      const feature = featureNames ? featureNames.indexOf(name) : Number(/^f?(\d+)$/.exec(name)?.[1])
      const value = row[feature]
      if (value === undefined) throw new Error(`oracle: no feature ${name}`)
      node = next(node, value)
    }
    const values = typeof node.leaf === "number" ? [node.leaf] : node.leaf
    const first = values.length > 1 ? 0 : Math.floor(t / numParallelTree) % margin.length
    values.forEach((value, k) => {
      margin[first + k] = Math.fround(margin[first + k]! + Math.fround(value))
    })
    return Number(node.nodeid)
  })
  return { margin, leaf }
}

interface StoredTree {
  readonly split_indices: readonly number[]
  readonly left_children: readonly number[]
  readonly split_conditions: readonly number[]
  readonly default_left: readonly (number | boolean)[]
}

/**
 * A `save_model` document with its thresholds as a dump states them by feature type: `int` rounds up to an
 * integer, `i` states none, so that every value goes away from the default. Rows that end in the same leaves of
 * both documents are those for which the dump tells the whole truth.
 */
export function asPrinted(document: unknown, featureTypes: readonly string[] | null): unknown {
  if (!featureTypes?.some(type => type === "int" || type === "i")) return document
  const copy = structuredClone(document) as {
    learner: { gradient_booster: { model: { trees: StoredTree[] } } }
  }
  const { model } = copy.learner.gradient_booster
  model.trees = model.trees.map(tree => ({
    ...tree,
    split_conditions: tree.split_conditions.map((condition, node) => {
      if (tree.left_children[node] === -1) return condition
      const type = featureTypes[tree.split_indices[node]!]
      if (type === "int") return Math.ceil(condition)
      if (type !== "i") return condition
      return tree.default_left[node] ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
    }),
  }))
  return copy
}
