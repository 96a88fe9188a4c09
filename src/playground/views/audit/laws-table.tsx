/** All laws that were measured, one a row. */

import type { JSX } from "preact"
import type { AuditEntry } from "../../../entries/fast-check.ts"
import { formatNumber } from "../../parts/format-number.ts"
import { SortableTable, type TableColumn } from "../../parts/sortable-table.tsx"
import { percentText, type Tally, verdictOf, worstOf } from "./verdict.ts"

function share(tally: Tally | null): number {
  return tally === null || tally.cases === 0 ? -1 : tally.share
}

function Share({ tally }: { readonly tally: Tally | null }): JSX.Element {
  if (tally === null || tally.cases === 0) return <>–</>
  return (
    <span title={`${formatNumber(tally.broken)} of ${formatNumber(tally.cases)} cases`}>
      {percentText(tally.share)}
      {"interval" in tally && <small> ({tally.interval.map(percentText).join(" to ")})</small>}
    </span>
  )
}

/** Goes to the worst case of a law. */
function show(name: string): void {
  const section = document.getElementById(`law-${name}`)
  section?.scrollIntoView({ block: "nearest" })
  section?.focus()
}

const COLUMNS: readonly TableColumn<AuditEntry>[] = [
  {
    name: "law",
    value: ({ name }) => name,
    show: entry => (
      <span class="audit-law">
        {verdictOf(entry) === "broken" ? (
          <button type="button" class="quiet" onClick={() => show(entry.name)}>
            {entry.name}
          </button>
        ) : (
          <code>{entry.name}</code>
        )}
        <small>{entry.meaning}</small>
      </span>
    ),
  },
  { name: "how sure", value: ({ severity }) => severity },
  {
    name: "verdict",
    value: verdictOf,
    show: entry => (
      <span class={`verdict-${verdictOf(entry).replace(" ", "-")}`} title={entry.untestable ?? undefined}>
        {verdictOf(entry)}
        {entry.untestable !== null && <small> {entry.untestable}</small>}
      </span>
    ),
  },
  {
    name: "broken, of random points",
    unit: "(95 % interval)",
    value: ({ sample }) => share(sample),
    show: ({ sample }) => <Share tally={sample} />,
  },
  {
    name: "broken, of all cells",
    unit: "at the defaults",
    value: ({ sweep }) => share(sweep),
    show: ({ sweep }) => <Share tally={sweep} />,
  },
  {
    name: "worst",
    value: entry => worstOf(entry)?.worst ?? -1,
    show: entry => {
      const worst = worstOf(entry)
      return worst === null ? "–" : `${formatNumber(worst.worst)} ${entry.unit}`
    },
  },
  {
    name: "allowed",
    value: ({ tolerance }) => tolerance,
    show: ({ tolerance, unit }) => (tolerance === 0 ? "0" : `${formatNumber(tolerance)} ${unit}`),
  },
]

/** The table. */
export function LawsTable({ entries }: { readonly entries: readonly AuditEntry[] }): JSX.Element {
  return (
    <SortableTable
      caption="Laws and how far they are kept"
      columns={COLUMNS}
      rows={entries}
      keyOf={({ name }) => name}
    />
  )
}
