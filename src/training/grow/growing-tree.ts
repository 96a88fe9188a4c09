/** A tree while it grows: nodes in XGBoost's order, the two children of a split side by side. */

import type { ParsedTree } from "../../formats/parsed-model.ts"

/** What a split says, beside what its children are. */
export interface SplitRecord {
  readonly feature: number
  readonly condition: number
  readonly defaultLeft: boolean
  readonly gain: number
  /** The weight that the node had as a leaf, before the learning rate. */
  readonly weight: number
}

export class GrowingTree {
  private readonly leftChildren: number[] = []
  private readonly parents: number[] = []
  private readonly features: number[] = []
  private readonly conditions: number[] = []
  private readonly defaultLeft: number[] = []
  private readonly gains: number[] = []
  private readonly hessians: number[] = []
  private readonly weights: number[] = []

  constructor(weight: number, learningRate: number, hessian: number) {
    this.addLeaf(2147483647, Math.fround(weight * learningRate), hessian)
    this.weights[0] = weight
  }

  get numNodes(): number {
    return this.leftChildren.length
  }

  private addLeaf(parent: number, value: number, hessian: number): void {
    this.leftChildren.push(-1)
    this.parents.push(parent)
    this.features.push(0)
    this.conditions.push(value)
    this.defaultLeft.push(0)
    this.gains.push(0)
    this.hessians.push(hessian)
    this.weights.push(value)
  }

  /**
   * Splits a leaf.
   *
   * @param left value and sum of hessians of the left child
   * @param right likewise
   * @returns the left child; the right one is next to it
   */
  split(
    node: number,
    { feature, condition, defaultLeft, gain, weight }: SplitRecord,
    left: readonly [value: number, hessian: number],
    right: readonly [value: number, hessian: number],
  ): number {
    const child = this.numNodes
    this.leftChildren[node] = child
    this.features[node] = feature
    this.conditions[node] = condition
    this.defaultLeft[node] = +defaultLeft
    this.gains[node] = gain
    this.weights[node] = weight
    this.addLeaf(node, ...left)
    this.addLeaf(node, ...right)
    return child
  }

  /** Value of a leaf. */
  leafValue(node: number): number {
    return this.conditions[node]
  }

  /** Sets a leaf's value, and leaves the weight that its gradients ask for as it was. */
  setLeaf(node: number, value: number): void {
    this.conditions[node] = value
  }

  /** The leaf of a row. */
  leafOf(rows: Float32Array, first: number): number {
    const { leftChildren, features, conditions, defaultLeft } = this
    let node = 0
    for (let left = leftChildren[node]; left !== -1; left = leftChildren[node]) {
      const value = rows[first + features[node]]
      const goesLeft = Number.isNaN(value) ? defaultLeft[node] === 1 : value < conditions[node]
      node = goesLeft ? left : left + 1
    }
    return node
  }

  /** The tree as a model holds it. */
  finish(): ParsedTree {
    const leftChildren = Int32Array.from(this.leftChildren)
    return {
      numNodes: this.numNodes,
      leftChildren,
      rightChildren: leftChildren.map(left => (left === -1 ? -1 : left + 1)),
      splitIndices: Int32Array.from(this.features),
      splitConditions: Float32Array.from(this.conditions),
      defaultLeft: Uint8Array.from(this.defaultLeft),
      splitType: null,
      categories: null,
      sizeLeafVector: 1,
      leafWeights: null,
      lossChanges: Float32Array.from(this.gains),
      sumHessian: Float32Array.from(this.hessians),
      baseWeights: Float32Array.from(this.weights),
      parents: Int32Array.from(this.parents),
      nodeIds: null,
    }
  }
}
