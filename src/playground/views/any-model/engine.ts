/** What the engine does for Any model. */

import type { Operations } from "../../engine/operation.ts"
import { answerRow } from "./answer-row.ts"
import { importanceOf } from "./importance-of.ts"
import { openModel } from "./open-model.ts"
import { predictTable } from "./predict-table.ts"
import { respond } from "./response.ts"
import { treeOf } from "./tree-of.ts"

export const modelOperations = {
  open: openModel,
  row: answerRow,
  importance: importanceOf,
  tree: treeOf,
  respond,
  table: predictTable,
} satisfies Operations
