/**
 * TreeSHAP in Lundberg's formulation, rounded to float32 at every step in the order of XGBoost up to 2.1 (path
 * elements extended and unwound). It is here to show what is left between XGBoost's answers and exact ones: this.
 */

/** A tree of a decoded document. */
export interface DocumentTree {
  readonly left_children: readonly number[]
  readonly right_children: readonly number[]
  readonly split_indices: readonly number[]
  readonly split_conditions: readonly number[]
  readonly sum_hessian: readonly number[]
  readonly default_left: readonly (number | boolean)[]
  readonly split_type?: readonly number[]
  readonly categories_nodes?: readonly number[]
  readonly categories_segments?: readonly number[]
  readonly categories_sizes?: readonly number[]
  readonly categories?: readonly number[]
}

interface Element {
  feature: number
  zero: number
  one: number
  weight: number
}

const f32 = Math.fround

function extend(path: Element[], feature: number, zero: number, one: number): void {
  const depth = path.length
  path.push({ feature, zero, one, weight: depth === 0 ? 1 : 0 })
  for (let i = depth - 1; i >= 0; i--) {
    path[i + 1].weight = f32(path[i + 1].weight + f32(f32(f32(one * path[i].weight) * (i + 1)) / (depth + 1)))
    path[i].weight = f32(f32(f32(zero * path[i].weight) * (depth - i)) / (depth + 1))
  }
}

function unwind(path: Element[], position: number): void {
  const depth = path.length - 1
  const { one, zero } = path[position]
  let next = path[depth].weight
  for (let i = depth - 1; i >= 0; i--) {
    if (one === 0) {
      path[i].weight = f32(f32(path[i].weight * (depth + 1)) / f32(zero * (depth - i)))
      continue
    }
    const before = path[i].weight
    path[i].weight = f32(f32(next * (depth + 1)) / f32((i + 1) * one))
    next = f32(before - f32(f32(f32(path[i].weight * zero) * (depth - i)) / (depth + 1)))
  }
  for (let i = position; i < depth; i++) path[i] = { ...path[i + 1], weight: path[i].weight }
  path.pop()
}

function unwoundSum(path: readonly Element[], position: number): number {
  const depth = path.length - 1
  const { one, zero } = path[position]
  let next = path[depth].weight
  let total = 0
  for (let i = depth - 1; i >= 0; i--) {
    if (one !== 0) {
      const weight = f32(f32(next * (depth + 1)) / f32((i + 1) * one))
      total = f32(total + weight)
      next = f32(path[i].weight - f32(f32(weight * zero) * f32((depth - i) / (depth + 1))))
    } else if (zero !== 0) {
      total = f32(total + f32(f32(path[i].weight / zero) / f32((depth - i) / (depth + 1))))
    }
  }
  return total
}

function goesLeft(tree: DocumentTree, node: number, value: number): boolean {
  if (Number.isNaN(value)) return Boolean(tree.default_left[node])
  if (!tree.split_type?.[node]) return value < f32(tree.split_conditions[node])
  const position = tree.categories_nodes!.indexOf(node)
  const start = tree.categories_segments![position]
  const set = tree.categories!.slice(start, start + tree.categories_sizes![position])
  return value < 0 || value >= 2 ** 24 || !set.includes(Math.trunc(value))
}

/**
 * Contributions of one tree.
 *
 * @param row float32 values, NaN where missing
 * @param out sums by feature, added to
 */
export function lundberg(tree: DocumentTree, row: Float32Array, out: Float32Array): void {
  const visit = (node: number, above: readonly Element[], zero: number, one: number, from: number): void => {
    const path = above.map(element => ({ ...element }))
    extend(path, from, zero, one)
    if (tree.left_children[node] === -1) {
      const value = f32(tree.split_conditions[node])
      for (let i = 1; i < path.length; i++) {
        const { feature } = path[i]
        const part = f32(f32(unwoundSum(path, i) * f32(path[i].one - path[i].zero)) * value)
        out[feature] = f32(out[feature] + part)
      }
      return
    }
    const feature = tree.split_indices[node]
    const children = [tree.left_children[node], tree.right_children[node]]
    const [hot, cold] = goesLeft(tree, node, row[feature]) ? children : children.reverse()
    const cover = f32(tree.sum_hessian[node])
    const position = path.findIndex(element => element.feature === feature)
    const before = position === -1 ? { zero: 1, one: 1 } : { ...path[position] }
    if (position !== -1) unwind(path, position)
    visit(hot, path, f32(f32(f32(tree.sum_hessian[hot]) / cover) * before.zero), before.one, feature)
    visit(cold, path, f32(f32(f32(tree.sum_hessian[cold]) / cover) * before.zero), 0, feature)
  }
  visit(0, [], 1, 1, -1)
}
