/** Rows of a CSV file: predicted, shown, and saved. */

import type { JSX } from "preact"
import { useRef, useState } from "preact/hooks"
import { engine } from "../../engine/the-engine.ts"
import { csvText } from "../../parts/csv.ts"
import { DownloadButton } from "../../parts/download-button.tsx"
import { formatNumber } from "../../parts/format-number.ts"
import { Problem } from "../../parts/problem.tsx"
import { ProgressBar } from "../../parts/progress-bar.tsx"
import { SortableTable } from "../../parts/sortable-table.tsx"
import { announce } from "../../state/announcement.ts"
import type { ModelFacts } from "./facts.ts"
import { FileProblemBox } from "./file-problem-box.tsx"
import { type PredictedTable, SHOWN_ROWS, type TableAnswer } from "./predicted-table.ts"
import { askModel, setRow } from "./state.ts"

interface Columns {
  readonly names: readonly string[]
  readonly valuesOf: (row: number) => readonly number[]
}

/** Predictions, then margins, a column each. */
function columnsOf({ predictions, margins, numRows }: PredictedTable): Columns {
  const parts = [
    ["prediction", predictions],
    ["margin", margins],
  ] as const
  const given = parts.flatMap(([name, values]) =>
    values === null ? [] : [{ name, values, width: Math.max(1, values.length / numRows) }],
  )
  return {
    names: given.flatMap(({ name, width }) =>
      width === 1 ? [name] : Array.from({ length: width }, (_, output) => `${name}_${output}`),
    ),
    valuesOf: row =>
      given.flatMap(({ values, width }) => Array.from(values.subarray(row * width, (row + 1) * width))),
  }
}

/** A row of the table, by its place in the file. */
interface ShownRow {
  readonly at: number
  readonly values: readonly number[]
}

function* csvRows({ numRows }: PredictedTable, { valuesOf }: Columns): Generator<readonly number[]> {
  for (let row = 0; row < numRows; row++) yield [row + 1, ...valuesOf(row)]
}

function listText(names: readonly string[]): string {
  return names.slice(0, 10).join(", ") + (names.length > 10 ? `, … (${names.length})` : "")
}

function Predicted({
  table,
  facts,
}: {
  readonly table: PredictedTable
  readonly facts: ModelFacts
}): JSX.Element {
  const columns = columnsOf(table)
  const numFeatures = facts.features.length
  const look = (at: number): void => {
    setRow(table.firstRows.slice(at * numFeatures, (at + 1) * numFeatures))
    announce(`Row ${at + 1} is the row at hand`)
  }
  const shown = Array.from(
    { length: Math.min(table.numRows, SHOWN_ROWS) },
    (_, at): ShownRow => ({
      at,
      values: columns.valuesOf(at),
    }),
  )
  return (
    <>
      <p>
        {formatNumber(table.numRows)} rows
        {table.hasHead ? "" : " without a line of names: columns in the model’s order"}.
        {table.absent.length > 0 && ` Missing everywhere, for want of a column: ${listText(table.absent)}.`}
        {table.ignored.length > 0 && ` Not features of the model: ${listText(table.ignored)}.`}
      </p>
      <div class="button-row">
        <DownloadButton
          label="Save predictions as CSV"
          name="predictions.csv"
          type="text/csv"
          content={() => csvText(["row", ...columns.names], csvRows(table, columns))}
        />
      </div>
      <SortableTable
        caption={`Predictions${table.numRows > SHOWN_ROWS ? `, the first ${SHOWN_ROWS} of ${formatNumber(table.numRows)}` : ""}; a row’s button looks at it`}
        rows={shown}
        columns={[
          {
            name: "row",
            value: ({ at }) => at + 1,
            show: ({ at }) => (
              <button type="button" class="quiet" onClick={() => look(at)}>
                <span class="hidden">Look at row </span>
                {at + 1}
              </button>
            ),
          },
          ...columns.names.map((name, i) => ({
            name,
            value: ({ values }: ShownRow) => values[i]!,
            show: ({ values }: ShownRow) => formatNumber(values[i]!, 6),
          })),
        ]}
      />
    </>
  )
}

/** What became of the last file. */
type Outcome =
  | TableAnswer
  | { readonly kind: "waiting"; readonly share: number }
  | { readonly kind: "failed"; readonly error: unknown }

/** The panel. */
export function TablePanel({ facts }: { readonly facts: ModelFacts }): JSX.Element {
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  const [isOver, setOver] = useState(false)
  const [pasted, setPasted] = useState("")
  const input = useRef<HTMLInputElement>(null)
  const running = useRef<AbortController | null>(null)
  const predict = async (file: File): Promise<void> => {
    running.current?.abort()
    const controller = new AbortController()
    running.current = controller
    const { signal } = controller
    const follow = (share: number): void => {
      if (!signal.aborted) setOutcome({ kind: "waiting", share })
    }
    follow(0)
    try {
      const answer = await askModel(model =>
        engine.ask("model", "table", { model, file }, { signal, onProgress: follow }),
      )
      setOutcome(answer)
      if (answer.kind === "predicted") announce(`${answer.table.numRows} rows are predicted`)
    } catch (error) {
      if (!signal.aborted) setOutcome({ kind: "failed", error })
    }
  }
  const choose = (): void => {
    const file = input.current!.files?.[0]
    if (file !== undefined) void predict(file)
    input.current!.value = ""
  }
  const giveUp = (): void => {
    running.current?.abort()
    setOutcome(null)
  }
  // Taken here, the page does not take it for a model.
  const drop = (event: DragEvent): void => {
    event.preventDefault()
    setOver(false)
    const file = event.dataTransfer?.files[0]
    if (file !== undefined) void predict(file)
  }
  return (
    <section
      class={`panel table-panel${isOver ? " is-over" : ""}`}
      aria-label="Predict a table"
      onDragOver={() => setOver(true)}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <h2>Predict a table</h2>
      <p>
        <small>
          A CSV file, dropped here, chosen, or pasted. Columns go by the features’ names in its first line;
          empty fields are missing values.
        </small>
      </p>
      <div class="button-row">
        <label class="file-button">
          Choose a CSV file…
          <input ref={input} class="hidden" type="file" accept=".csv,.tsv,.txt,text/csv" onChange={choose} />
        </label>
      </div>
      <form
        class="paste"
        onSubmit={event => {
          event.preventDefault()
          void predict(new File([pasted], "pasted text"))
        }}
      >
        <label>
          <span>Or paste rows</span>
          <textarea
            rows={3}
            value={pasted}
            placeholder={facts.features
              .slice(0, 6)
              .map(({ name }) => name)
              .join(",")}
            onInput={event => setPasted(event.currentTarget.value)}
          />
        </label>
        <button type="submit" class="quiet" disabled={pasted.trim() === ""}>
          Predict them
        </button>
      </form>
      {outcome?.kind === "waiting" && (
        <div class="file-progress">
          <ProgressBar label={`Predicting: ${Math.floor(100 * outcome.share)} %`} share={outcome.share} />
          <button type="button" class="quiet" onClick={giveUp}>
            Give up
          </button>
        </div>
      )}
      {outcome?.kind === "failed" && <Problem what="The table was not predicted." error={outcome.error} />}
      {outcome?.kind === "refused" && <FileProblemBox problem={outcome.problem} keptModel={null} />}
      {outcome?.kind === "predicted" && <Predicted table={outcome.table} facts={facts} />}
    </section>
  )
}
