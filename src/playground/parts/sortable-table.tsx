/** Rows that can be put in order by any column. */

import type { ComponentChildren, JSX } from "preact"
import { useState } from "preact/hooks"
import { formatNumber } from "./format-number.ts"

export type CellValue = string | number

/** A column of rows of some kind. */
interface TableColumn<Row> {
  readonly name: string
  /** Said below the name. */
  readonly unit?: string
  /** What rows are ordered by; shown as it is where `show` does not say otherwise. */
  readonly value: (row: Row) => CellValue
  readonly show?: (row: Row) => ComponentChildren
}

export interface SortableTableProps<Row> {
  /** What the table is, for everybody. */
  readonly caption: string
  readonly columns: readonly TableColumn<Row>[]
  readonly rows: readonly Row[]
  /** A row's own name (default: its place). */
  readonly keyOf?: (row: Row) => string
  /** Rows that are shown at most (default 200): the caption says so when there are more. */
  readonly limit?: number
}

interface Order {
  readonly column: number
  readonly isDescending: boolean
}

function compare(a: CellValue, b: CellValue): number {
  return typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b))
}

/** A table with a button in every head; the rows keep the order they came in until one is pressed. */
export function SortableTable<Row>(props: SortableTableProps<Row>): JSX.Element {
  const { caption, columns, rows, keyOf, limit = 200 } = props
  const [order, setOrder] = useState<Order | null>(null)
  const sorted = [...rows]
  if (order !== null) {
    const { value } = columns[order.column]!
    sorted.sort((a, b) => (order.isDescending ? -1 : 1) * compare(value(a), value(b)))
  }
  const shown = sorted.slice(0, limit)
  return (
    // Scrolling by keyboard needs something that can be focused.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: WCAG 2.1.1, and axe's rule scrollable-region-focusable
    <section class="table-frame" tabIndex={0} aria-label={caption}>
      <table>
        <caption>
          {caption}
          {shown.length < rows.length && ` (the first ${shown.length} of ${formatNumber(rows.length)})`}
        </caption>
        <thead>
          <tr>
            {columns.map(({ name, unit }, column) => {
              const isOrder = order?.column === column
              const direction = order?.isDescending === true ? "descending" : "ascending"
              const click = (): void => setOrder({ column, isDescending: isOrder && !order.isDescending })
              return (
                <th key={name} scope="col" aria-sort={isOrder ? direction : "none"}>
                  <button type="button" onClick={click}>
                    {name}
                    {unit && <small> {unit}</small>}
                  </button>
                </th>
              )
            })}
          </tr>
        </thead>
        <tbody>
          {shown.map((row, place) => (
            <tr key={keyOf?.(row) ?? place}>
              {columns.map(({ name, value, show }) => {
                const cell = value(row)
                return (
                  <td key={name} class={typeof cell === "number" ? "number" : ""}>
                    {show ? show(row) : typeof cell === "number" ? formatNumber(cell) : cell}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
