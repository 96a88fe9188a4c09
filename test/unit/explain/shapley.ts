/**
 * The definition of Shapley values and interactions, in time exponential in the number of features: every
 * coalition's value is the expectation of the tree when only its features are known.
 */
import type { Node } from "./models.ts"

const f32 = Math.fround

function goesRight(node: Exclude<Node, { leaf: unknown }>, value: number): boolean {
  if (Number.isNaN(value)) return !node.defaultLeft
  if (node.categories === undefined) return !(value < f32(node.condition!))
  return value >= 0 && value < 2 ** 24 && node.categories.includes(Math.trunc(value))
}

/** Expected value of an output of a tree when the features in `known` (a bit each) are the row's. */
function expectation(node: Node, row: Float32Array, known: number, output: number): number {
  if ("leaf" in node) return f32([node.leaf].flat()[output])
  const { feature, left, right } = node
  if (known & (1 << feature))
    return expectation(goesRight(node, row[feature]) ? right : left, row, known, output)
  const cover = f32(node.cover)
  const share = (child: Node): number => (cover === 0 ? 0.5 : f32(child.cover) / cover)
  return (
    share(left) * expectation(left, row, known, output) +
    share(right) * expectation(right, row, known, output)
  )
}

const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1))
const bits = (set: number): number => (set === 0 ? 0 : (set & 1) + bits(set >> 1))

/** Contributions of a tree's features to one output, and its expected value. */
export function shapleyValues(tree: Node, row: Float32Array, output: number): number[] {
  const count = row.length
  const values = Array.from({ length: 1 << count }, (_, known) => expectation(tree, row, known, output))
  const contributions = Array.from({ length: count }, (_, i) => {
    let sum = 0
    for (let set = 0; set < 1 << count; set++) {
      if (set & (1 << i)) continue
      const weight = (factorial(bits(set)) * factorial(count - bits(set) - 1)) / factorial(count)
      sum += weight * (values[set | (1 << i)] - values[set])
    }
    return sum
  })
  return [...contributions, values[0]]
}

/** Interaction of two features of a tree: the half of it that stands at [i, j]. */
export function shapleyInteraction(
  tree: Node,
  row: Float32Array,
  output: number,
  i: number,
  j: number,
): number {
  const count = row.length
  const values = Array.from({ length: 1 << count }, (_, known) => expectation(tree, row, known, output))
  const [first, second] = [1 << i, 1 << j]
  let sum = 0
  for (let set = 0; set < 1 << count; set++) {
    if (set & (first | second)) continue
    const weight = (factorial(bits(set)) * factorial(count - bits(set) - 2)) / (2 * factorial(count - 1))
    sum += weight * (values[set | first | second] - values[set | first] - values[set | second] + values[set])
  }
  return sum
}
