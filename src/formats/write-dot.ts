/**
 * A tree in Graphviz's language, as `get_dump(dump_format="dot")` and `to_graphviz` of XGBoost 1.7 write it
 * with their default colours. Later versions print the same but for the statistics of categorical splits.
 */

import { DumpTree, expandTree } from "./dump-node.ts"
import type { FeatureLabels } from "./feature-map.ts"
import type { ParsedModel } from "./parsed-model.ts"

/** Edges that a missing value takes are blue, the others red. */
const MISSING_COLOUR = "#0000FF"
const OTHER_COLOUR = "#FF0000"

/** @param index of the tree */
export function dotTree(model: ParsedModel, index: number, labels: FeatureLabels): string {
  const dump = new DumpTree(model, index, labels, false)
  const nodes = expandTree((at, depth) => {
    const node = dump.node(at)
    if (node.leaf !== null) return [`    ${node.id} [ label="leaf=${node.leaf}" ]\n`]
    const edge = (child: number, branch: string): string => {
      const isMissing = child === node.missing
      const label = isMissing ? `${branch}, missing` : branch
      const colour = isMissing ? MISSING_COLOUR : OTHER_COLOUR
      return `    ${node.id} -> ${child} [label="${label}" color="${colour}"]\n`
    }
    const isCategorical = node.kind === "categories"
    let condition = isCategorical ? `:{${node.categories.join(",")}}` : `<${node.exactThreshold}`
    if (node.kind === "indicator") condition = ""
    const [left, right] = isCategorical ? ["no", "yes"] : ["yes", "no"]
    return [
      `    ${node.id} [ label="${node.name}${condition}" ]\n`,
      `${edge(node.left, left)}${edge(node.right, right)}\n`,
      { node: dump.tree.leftChildren[at], depth: depth + 1 },
      "\n",
      { node: dump.tree.rightChildren[at], depth: depth + 1 },
    ]
  })
  return `digraph {\n    graph [ rankdir=TB ]\n\n${nodes}}`
}
