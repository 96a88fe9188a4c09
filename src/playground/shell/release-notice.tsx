/** What the release is and is not: beside everything that is shown of it. */

import type { JSX } from "preact"
import { useRef } from "preact/hooks"
import { metrics } from "../../entries/index.web.ts"
import type { BenchmarkFacts } from "../engine/shared-operations.ts"
import { formatWithUnit } from "../parts/format-number.ts"
import { SortableTable } from "../parts/sortable-table.tsx"

function Closeness({ card }: Pick<BenchmarkFacts, "card">): JSX.Element {
  const { holdout } = card.scores
  const rows = metrics.flatMap(metric => {
    const scores = holdout[metric.name]
    return scores === undefined ? [] : [{ metric, scores }]
  })
  if (rows.length === 0) return <p>The card of this release has no scores.</p>
  return (
    <SortableTable
      caption="How close it is to what it was fitted to, on rows it never saw"
      rows={rows}
      keyOf={({ metric }) => metric.name}
      columns={[
        { name: "metric", value: ({ metric }) => metric.name },
        { name: "R²", value: ({ scores }) => scores.R2, show: ({ scores }) => scores.R2.toFixed(3) },
        {
          name: "Kendall’s τ",
          value: ({ scores }) => scores.kendallTau,
          show: ({ scores }) => scores.kendallTau.toFixed(3),
        },
        {
          name: "mean error",
          value: ({ scores }) => scores.MAE,
          show: ({ metric, scores }) => formatWithUnit(scores.MAE, metric.unit, 3),
        },
        { name: "rows", value: ({ scores }) => scores.rows },
      ]}
    />
  )
}

function domainText(value: unknown): string {
  return Array.isArray(value) ? value.map(String).join(", ") : String(value)
}

/** A line that is always there, and the card behind it. */
export function ReleaseNotice({ benchmark }: { readonly benchmark: BenchmarkFacts }): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null)
  const { task, release, card, sha256 } = benchmark
  const accuracy = card.scores.holdout["valid-acc"]
  return (
    <div class="notice">
      <span>
        <strong>
          {task}, {release}
        </strong>
        : {card.notice.split(";")[0]}
        {accuracy && (
          <>
            {" "}
            · valid-acc: R² {accuracy.R2.toFixed(3)}, τ {accuracy.kendallTau.toFixed(3)}, mean error{" "}
            {formatWithUnit(accuracy.MAE, "%", 3)}
          </>
        )}
      </span>
      <button type="button" class="quiet" onClick={() => dialog.current?.showModal()}>
        About this release
      </button>
      <dialog ref={dialog} aria-label={`About ${release}`}>
        <h2>
          {task}, release {release}
        </h2>
        <p>{card.notice}</p>
        <dl>
          <dt>Kind</dt>
          <dd>{card.kind}</dd>
          <dt>Fitted to</dt>
          <dd>{card.trainedOn}</dd>
          <dt>Domain</dt>
          <dd>
            {Object.entries(card.domain).map(([name, values]) => (
              <div key={name}>
                {name}: {domainText(values)}
              </div>
            ))}
          </dd>
          <dt>Licence</dt>
          <dd>
            {card.licence} – {card.attribution}
          </dd>
          <dt>SHA-256</dt>
          <dd>
            <code>{sha256}</code>
          </dd>
        </dl>
        <Closeness card={card} />
        <form method="dialog">
          <button type="submit">Close</button>
        </form>
      </dialog>
    </div>
  )
}
