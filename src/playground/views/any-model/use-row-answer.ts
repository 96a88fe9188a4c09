/** The model's answer to the row at hand, asked whenever either changes. */

import { engine } from "../../engine/the-engine.ts"
import { type Answered, useAnswer } from "../../state/use-answer.ts"
import type { RowAnswer } from "./answer-row.ts"
import { askModel, row, shown } from "./state.ts"

/** A row and what was answered to it: while a newer one is asked, both stay together. */
export interface AnsweredRow extends RowAnswer {
  readonly row: Float32Array
}

/** A text that is another one for another row, or another model. */
export function questionOf(...more: readonly (string | number)[]): string {
  return [shown.value?.facts.model, ...more, row.value.join()].join("|")
}

/** Asks for the row. */
export function useRowAnswer(): Answered<AnsweredRow> {
  const asked = row.value
  return useAnswer(questionOf(), async signal => {
    const answer = await askModel(model => engine.ask("model", "row", { model, row: asked }, { signal }))
    return { ...answer, row: asked }
  })
}
