/** Any model: an XGBoost file, from all sides. It is read in the engine's worker, and goes nowhere else. */

import type { JSX } from "preact"
import { AnswerPanel } from "./answer-panel.tsx"
import { DumpForm } from "./dump-form.tsx"
import { FilePanel } from "./file-panel.tsx"
import { HeatPanel } from "./heat-panel.tsx"
import { ImportancePanel } from "./importance-panel.tsx"
import { ResponsePanel } from "./response-panel.tsx"
import { RowForm } from "./row-form.tsx"
import { shown, undecidedDump } from "./state.ts"
import { Summary, type SummaryProps } from "./summary.tsx"
import { TablePanel } from "./table-panel.tsx"
import { TreePanel } from "./tree-panel.tsx"
import { useRowAnswer } from "./use-row-answer.ts"

/** All that is shown of a model. Another file is another model: nothing that was chosen of the last one holds. */
function ModelPanels({ name, facts }: SummaryProps): JSX.Element {
  const answered = useRowAnswer()
  return (
    <div class="model-panels">
      <Summary name={name} facts={facts} />
      <ImportancePanel />
      <RowForm facts={facts} />
      <AnswerPanel facts={facts} answered={answered} />
      {facts.description.numTrees > 0 && <TreePanel facts={facts} answer={answered.answer} />}
      <ResponsePanel facts={facts} />
      {facts.features.length > 1 && <HeatPanel facts={facts} />}
      <TablePanel facts={facts} />
    </div>
  )
}

/** The view. */
export function AnyModel(): JSX.Element {
  const model = shown.value
  const dump = undecidedDump.value
  return (
    <div class="any-model">
      <FilePanel />
      {dump !== null && <DumpForm key={dump.name} file={dump} />}
      {model !== null && <ModelPanels key={model.facts.model} name={model.file.name} facts={model.facts} />}
    </div>
  )
}
