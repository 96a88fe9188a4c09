/**
 * The oracle: evaluates a decoded `save_model` document as slowly and plainly as possible, by the rules that were
 * checked against XGBoost itself. It shares no code with `src/`, and throws where a document makes no sense.
 */

const f32 = Math.fround

export interface WalkOptions {
  /** Boosting rounds [begin, end); every round when left out. */
  readonly range?: readonly [begin: number, end: number]
  /** Starting values of the outputs in place of the model's base score. */
  readonly baseMargin?: readonly number[]
  /** Whether DART's weights apply (the default); a dump does not hold them. */
  readonly weighted?: boolean
}

export interface WalkResult {
  /** One float32 value per output. */
  readonly margin: number[]
  /** One node id per walked tree; empty for linear models. */
  readonly leaf: number[]
}

/** A value inside a document of unknown shape; reading a missing place is an error, never `undefined`. */
class Place {
  readonly value: unknown
  private readonly parent: Place | null
  private readonly key: string | number

  constructor(value: unknown, parent: Place | null = null, key: string | number = "model") {
    this.value = value
    this.parent = parent
    this.key = key
  }
  private path(): string {
    return this.parent ? `${this.parent.path()}.${this.key}` : String(this.key)
  }
  has(key: string | number): boolean {
    return typeof this.value === "object" && this.value !== null && Object.hasOwn(this.value, key)
  }
  get(key: string | number): Place {
    if (!this.has(key)) throw new Error(`oracle: no ${this.path()}.${key}`)
    return new Place((this.value as Record<string, unknown>)[key], this, key)
  }
  /** A number, or a string that holds one, as the `*_param` records do. */
  number(): number {
    const value = typeof this.value === "string" && this.value.trim() ? Number(this.value) : this.value
    if (typeof value !== "number") throw new Error(`oracle: ${this.path()} is no number: ${this.value}`)
    return value
  }
  /** The number at a position of an array. */
  at(index: number): number {
    return this.list().get(index).number()
  }
  list(): Place {
    if (!Array.isArray(this.value)) throw new Error(`oracle: ${this.path()} is no array`)
    return this
  }
  size(): number {
    return (this.list().value as unknown[]).length
  }
}

/** The stored base scores: one number in a string, from 3.1 an array of them in a string. */
export function referenceBaseScores(document: unknown): number[] {
  const stored = new Place(document).get("learner").get("learner_model_param").get("base_score").value
  const items = /^\[(.*)\]$/.exec(String(stored).trim())?.[1] ?? String(stored)
  return items.split(",").map(item => {
    const text = item.trim().toLowerCase()
    const score = Number(text.replace(/^([+-]?)inf(inity)?$/, "$1Infinity") || "none")
    if (Number.isNaN(score) && text !== "nan") throw new Error(`oracle: base score ${item}`)
    return f32(score)
  })
}

/** Start of each output: the base score, taken from output space to margin space in float32 steps. */
export function referenceBaseMargins(document: unknown): number[] {
  const root = new Place(document)
  const numOutputs = referenceOutputs(document)
  const objective = root.get("learner").get("objective").get("name").value
  const [major, minor] = [root.get("version").at(0), root.get("version").at(1)]
  const scores = referenceBaseScores(document)
  const margins = scores.map(score => {
    if (objective === "binary:logistic" || objective === "reg:logistic") {
      // Clamped since the base score is an array (3.1); before, XGBoost refuses 0 and 1.
      const clamps = major > 3 || (major === 3 && minor >= 1)
      const b = !clamps ? score : Math.min(Math.max(score, f32(1e-6)), f32(1 - f32(1e-6)))
      return -f32(Math.log(f32(f32(1 / b) - 1)))
    }
    if (/^(count:poisson|reg:gamma|reg:tweedie|survival:cox|survival:aft)$/.test(String(objective))) {
      return f32(Math.log(score))
    }
    return score
  })
  if (margins.length === 1) return new Array(numOutputs).fill(margins[0])
  if (margins.length !== numOutputs)
    throw new Error(`oracle: ${margins.length} base scores for ${numOutputs} outputs`)
  return margins
}

/** Does this value go to the left child? Called with values that are there. */
function goesLeft(tree: Place, node: number, value: number): boolean {
  if (!tree.has("split_type") || !tree.get("split_type").list().get(node).value) {
    return value < f32(tree.get("split_conditions").at(node))
  }
  if (value < 0 || value >= 2 ** 24) return true
  const nodes = tree.get("categories_nodes").value as number[]
  const position = nodes.indexOf(node)
  const start = tree.get("categories_segments").at(position)
  const size = tree.get("categories_sizes").at(position)
  // The stored set is the one that goes right.
  return !(tree.get("categories").value as number[]).slice(start, start + size).includes(Math.trunc(value))
}

/** Id of the leaf that a row ends in. */
function walkTree(tree: Place, row: Float32Array): number {
  const left = tree.get("left_children")
  const right = tree.get("right_children")
  let node = 0
  for (let steps = 0; left.at(node) !== -1; steps++) {
    if (steps > left.size()) throw new Error("oracle: a cycle")
    const value = row[tree.get("split_indices").at(node)]
    if (value === undefined) throw new Error("oracle: a feature beyond the row")
    const toLeft = Number.isNaN(value)
      ? Boolean(tree.get("default_left").list().get(node).value)
      : goesLeft(tree, node, value)
    node = (toLeft ? left : right).at(node)
  }
  return node
}

/** What a leaf adds, as pairs of output and value. */
function leafValues(tree: Place, leaf: number, output: number): [output: number, value: number][] {
  const param = tree.get("tree_param")
  const size = param.has("size_leaf_vector") ? param.get("size_leaf_vector").number() : 1
  if (size <= 1) return [[output, f32(tree.get("split_conditions").at(leaf))]]
  const compact = tree.has("leaf_weights")
  const values = tree.get(compact ? "leaf_weights" : "base_weights")
  const start = size * (compact ? tree.get("right_children").at(leaf) : leaf)
  return Array.from({ length: size }, (_, k) => [k, f32(values.at(start + k))])
}

/** Numbers of the trees before each round, and after the last. */
function roundStarts(model: Place, numOutputs: number): number[] {
  if (model.has("iteration_indptr")) return model.get("iteration_indptr").value as number[]
  const param = model.get("gbtree_model_param")
  const perRound = numOutputs * (param.has("num_parallel_tree") ? param.get("num_parallel_tree").number() : 1)
  return Array.from({ length: model.get("trees").size() / perRound + 1 }, (_, k) => k * perRound)
}

/** The margin of a linear model, which knows no rounds. */
function walkLinear(model: Place, row: Float32Array, base: readonly number[]): number[] {
  const weights = model.get("weights")
  const outputs = base.length
  return base.map((start, k) => {
    let sum = f32(f32(weights.at(row.length * outputs + k)) + start)
    row.forEach((x, feature) => {
      if (!Number.isNaN(x)) sum = f32(sum + f32(x * f32(weights.at(feature * outputs + k))))
    })
    return sum
  })
}

/** Number of outputs of a document. */
export function referenceOutputs(document: unknown): number {
  const param = new Place(document).get("learner").get("learner_model_param")
  const wanted = ["num_class", "num_target"].map(key => (param.has(key) ? param.get(key).number() : 0))
  return Math.max(1, ...wanted)
}

/** Margin and leaf ids of one row (float32, NaN where missing) by a decoded `save_model` document. */
export function walk(document: unknown, row: Float32Array, options: WalkOptions = {}): WalkResult {
  const root = new Place(document)
  const learner = root.get("learner")
  const booster = learner.get("gradient_booster")
  const numOutputs = referenceOutputs(document)
  const base = options.baseMargin ?? referenceBaseMargins(document)
  if (booster.get("name").value === "gblinear") {
    // From 3.1 a linear model with several outputs stores a base score for each and uses the first (seen in 3.4.1).
    const start = options.baseMargin ?? base.map(() => base[0]!)
    return { margin: walkLinear(booster.get("model"), row, start), leaf: [] }
  }
  const isDart = booster.get("name").value === "dart"
  const model = (isDart ? booster.get("gbtree") : booster).get("model")
  // From 3.4 DART is called gbtree and keeps its weights inside the model.
  const dropped = isDart ? booster : model
  const trees = model.get("trees")
  const starts = roundStarts(model, numOutputs)
  const [begin, end] = options.range ? options.range.map(round => starts[round]!) : [0, trees.size()]
  const margin = Array.from(base, f32)
  const leaf: number[] = []
  for (let t = begin!; t < end!; t++) {
    const tree = trees.get(t)
    const node = walkTree(tree, row)
    leaf.push(node)
    for (const [output, value] of leafValues(tree, node, model.get("tree_info").at(t))) {
      if (!(output in margin)) throw new Error(`oracle: tree ${t} adds to output ${output}`)
      const weighted =
        options.weighted !== false && dropped.has("weight_drop")
          ? f32(value * f32(dropped.get("weight_drop").at(t)))
          : value
      margin[output] = f32(margin[output]! + weighted)
    }
  }
  return { margin, leaf }
}
