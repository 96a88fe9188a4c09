/** Nodes in words. */

import type { TreeNodes } from "../../../entries/trees.ts"
import { formatNumber } from "../../parts/format-number.ts"
import type { FeatureFacts } from "./facts.ts"
import { floatText } from "./float-text.ts"

/** A tree, and the features that its splits are on. */
export interface NamedTree {
  readonly nodes: TreeNodes
  readonly features: readonly FeatureFacts[]
}

/** Codes that are listed. */
const SHOWN_CODES = 12
const SHOWN_VALUES = 3

function setText(codes: Int32Array, { categories }: FeatureFacts): string {
  const names = Array.from(codes.subarray(0, SHOWN_CODES), code => categories?.[code] ?? code)
  return `{${names.join(", ")}${codes.length > SHOWN_CODES ? ", …" : ""}}`
}

/** What holds for all that go left, or the value of a leaf. */
export function nodeTitle({ nodes, features }: NamedTree, node: number): string {
  const feature = features[nodes.splitIndices[node]!]
  if (feature === undefined) {
    const { leafLength, leafValues } = nodes
    const first = node * leafLength
    const values = Array.from(leafValues.subarray(first, first + Math.min(leafLength, SHOWN_VALUES)), value =>
      formatNumber(value),
    )
    return `leaf ${values.join(", ")}${leafLength > SHOWN_VALUES ? ", …" : ""}`
  }
  const set = nodes.categories.get(node)
  if (set !== undefined) return `${feature.name} ∉ ${setText(set, feature)}`
  return `${feature.name} < ${floatText(nodes.splitConditions[node]!)}`
}

/** Statistics of a node; nothing where the file has none. */
export function nodeStatistics({ gains, covers, leftChildren }: TreeNodes, node: number): string {
  const isSplit = leftChildren[node]! >= 0
  const gain = isSplit && gains !== null ? `gain ${formatNumber(gains[node]!)}` : ""
  const cover = covers === null ? "" : `cover ${formatNumber(covers[node]!)}`
  return [gain, cover].filter(text => text !== "").join(" · ")
}

/** All of it, for who hears it. */
export function nodeSpoken(named: NamedTree, node: number): string {
  const { nodes } = named
  const left = nodes.leftChildren[node]!
  const parts = [`node ${nodes.nodeIds[node]}: ${nodeTitle(named, node)}`, nodeStatistics(nodes, node)]
  if (left >= 0) {
    const missing = nodes.defaultLeft[node] === 1 ? left : left + 1
    parts.push(
      `yes leads to ${nodes.nodeIds[left]}, no to ${nodes.nodeIds[left + 1]}, missing values to ${nodes.nodeIds[missing]}`,
    )
  }
  return parts.filter(part => part !== "").join("; ")
}
