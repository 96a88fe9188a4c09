/** What the dumps of every format say about a node; see XGBoost's src/tree/tree_model.cc. */

import { UnsupportedModelError } from "../errors.ts"
import type { FeatureLabels } from "./feature-map.ts"
import { generalText } from "./float-text.ts"
import type { ParsedModel, ParsedTree } from "./parsed-model.ts"

/** max_digits10 of a float32. */
const PRECISION = 9

/** Vector leaves print so many of their values. */
const MAX_VALUES = 3

/** A split or a leaf, as text. */
export interface DumpNode {
  readonly id: number
  /** Text of a leaf's value; null for splits. */
  readonly leaf: string | null
  readonly kind: "number" | "indicator" | "categories"
  readonly name: string
  /** Threshold of a numeric split, as its feature's type has it. */
  readonly threshold: string
  /** Threshold of a numeric split, whatever its feature's type. */
  readonly exactThreshold: string
  /** Categories that go right, ascending. */
  readonly categories: readonly number[]
  readonly left: number
  readonly right: number
  readonly missing: number
  /** Null without statistics. */
  readonly gain: string | null
  readonly cover: string | null
}

const text = (value: number): string => generalText(value, PRECISION)

/** Smallest integer that is not below the threshold; what no int32 can hold is what x86 makes of it. */
function integerThreshold(condition: number): number {
  const floored = Math.floor(condition)
  const integer = Math.abs(floored) < 2147483648 ? floored : -2147483648
  return floored === condition ? integer : integer + 1
}

/** The nodes of one tree, for dumps. */
export class DumpTree {
  readonly tree: ParsedTree
  private readonly labels: FeatureLabels
  private readonly withStats: boolean
  /** Position of a node among the categorical splits. */
  private readonly sets: ReadonlyMap<number, number>

  constructor(model: ParsedModel, index: number, labels: FeatureLabels, withStats: boolean) {
    this.tree = model.trees[index]
    this.labels = labels
    this.withStats = withStats
    this.sets = new Map(Array.from(this.tree.categories?.nodes ?? [], (node, at) => [node, at]))
    if (withStats && (this.tree.lossChanges === null || this.tree.sumHessian === null)) {
      throw new UnsupportedModelError({
        source: model.source,
        path: `trees[${index}]`,
        what: "no statistics",
        expected: "gain and cover of each node",
        actual: "none (a dump without statistics, or vector leaves of 2.0 to 3.1)",
        remedy: "dump it without statistics",
      })
    }
  }

  private leaf(node: number): string {
    const { sizeLeafVector: size, leafWeights, baseWeights, rightChildren, splitConditions } = this.tree
    if (size === 1) return text(splitConditions[node])
    const first = size * (leafWeights === null ? node : rightChildren[node])
    const vector = (leafWeights ?? baseWeights ?? new Float32Array(0)).subarray(first, first + size)
    const shown = Array.from(vector.subarray(0, Math.min(size, MAX_VALUES) - 1), text)
    if (size > MAX_VALUES) shown.push("...")
    return `[${[...shown, text(vector[size - 1])].join(", ")}]`
  }

  private categories(node: number): number[] {
    const { categories } = this.tree
    const at = this.sets.get(node)
    if (categories === null || at === undefined) return []
    const first = categories.segments[at]
    const set = new Set(categories.categories.subarray(first, first + categories.sizes[at]))
    return [...set].sort((a, b) => a - b)
  }

  /** @param node index in the tree's arrays */
  node(node: number): DumpNode {
    const { tree, labels, withStats } = this
    const id = (index: number): number => tree.nodeIds?.[index] ?? index
    const left = tree.leftChildren[node]
    const isLeaf = left === -1
    const right = tree.rightChildren[node]
    const column = tree.splitIndices[node]
    const isCategorical = !isLeaf && tree.splitType?.[node] === 1
    const type = labels.types[column]
    const condition = tree.splitConditions[node]
    const exactThreshold = isLeaf || isCategorical ? "" : text(condition)
    return {
      id: id(node),
      leaf: isLeaf ? this.leaf(node) : null,
      kind: isCategorical ? "categories" : type === "i" ? "indicator" : "number",
      name: isLeaf ? "" : labels.names[column],
      threshold: type === "int" ? `${integerThreshold(condition)}` : exactThreshold,
      exactThreshold,
      categories: isCategorical ? this.categories(node) : [],
      left: isLeaf ? -1 : id(left),
      right: isLeaf ? -1 : id(right),
      missing: isLeaf ? -1 : id(tree.defaultLeft[node] === 1 ? left : right),
      gain: withStats && tree.lossChanges !== null ? text(tree.lossChanges[node]) : null,
      cover: withStats && tree.sumHessian !== null ? text(tree.sumHessian[node]) : null,
    }
  }
}

/** Text that still waits to be written: as it is, or made of a node. */
export type Pending = string | { readonly node: number; readonly depth: number }

/**
 * Writes a tree from its root on a stack of its own.
 *
 * @param expand what a node becomes, in order
 */
export function expandTree(expand: (node: number, depth: number) => readonly Pending[]): string {
  const parts: string[] = []
  const stack: Pending[] = [{ node: 0, depth: 0 }]
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    if (typeof top === "string") parts.push(top)
    else stack.push(...[...expand(top.node, top.depth)].reverse())
  }
  return parts.join("")
}
