/** One tree for the page. */

import { type TreeNodes, treeNodes } from "../../../entries/trees.ts"
import { modelOf } from "./open-model.ts"

/** @throws {RangeError} where there is no such tree */
export function treeOf({ model, tree }: { readonly model: number; readonly tree: number }): TreeNodes {
  return treeNodes(modelOf(model).booster, tree)
}
