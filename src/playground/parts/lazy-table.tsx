/** The numbers behind a picture, written out once somebody asks for them. */

import type { JSX } from "preact"
import { useState } from "preact/hooks"
import { type CellValue, SortableTable } from "./sortable-table.tsx"

export interface LazyTableProps {
  readonly caption: string
  readonly head: readonly string[]
  /** Called while the table is open. */
  readonly rows: () => readonly (readonly CellValue[])[]
}

/** A table that is folded until it is opened. */
export function LazyTable({ caption, head, rows }: LazyTableProps): JSX.Element {
  const [isOpen, setOpen] = useState(false)
  return (
    <details class="lazy-table" onToggle={event => setOpen(event.currentTarget.open)}>
      <summary>
        Table<span class="hidden"> of {caption}</span>
      </summary>
      {isOpen && (
        <SortableTable
          caption={caption}
          columns={head.map((name, i) => ({ name, value: (row: readonly CellValue[]) => row[i]! }))}
          rows={rows()}
        />
      )}
    </details>
  )
}
