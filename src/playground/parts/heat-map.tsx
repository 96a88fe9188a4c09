/** Cells of two axes as colours, on a canvas: moved in by pointer or arrow keys, with the numbers as a table. */

import type { JSX } from "preact"
import { useLayoutEffect, useRef, useState } from "preact/hooks"
import { announce } from "../state/announcement.ts"
import { colorScheme } from "../state/color-scheme.ts"
import { viridis } from "./colors.ts"
import { formatNumber, formatWithUnit } from "./format-number.ts"
import { LazyTable } from "./lazy-table.tsx"

export interface HeatMapProps {
  /** What is shown, with its unit. */
  readonly title: string
  readonly unit: string
  readonly xLabel: string
  readonly yLabel: string
  /** What stands at the cells' middles, left to right. */
  readonly columns: readonly (string | number | boolean)[]
  /** Likewise, bottom to top. */
  readonly rows: readonly (string | number | boolean)[]
  /** `values[row * columns.length + column]`. */
  readonly values: ArrayLike<number>
  /** The cell one is in. */
  readonly here?: { readonly column: number; readonly row: number }
  /** A click on a cell, or Enter in it. */
  readonly onPick?: (column: number, row: number) => void
}

interface CellPlace {
  readonly column: number
  readonly row: number
}

const HEIGHT = 300

function textOf(value: string | number | boolean): string {
  return typeof value === "number" ? formatNumber(value, 3) : String(value)
}

/** A few of an axis' values, for its labels: all of them where they are few. */
function labelled(values: HeatMapProps["columns"]): readonly number[] {
  if (values.length <= 6) return [...values.keys()]
  const last = values.length - 1
  return [0, 1, 2, 3, 4].map(k => Math.round((k * last) / 4))
}

function extremes(values: ArrayLike<number>): readonly [least: number, greatest: number] {
  let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (let i = 0; i < values.length; i++) {
    least = Math.min(least, values[i]!)
    greatest = Math.max(greatest, values[i]!)
  }
  return [least, greatest]
}

function paintCells(canvas: HTMLCanvasElement, { columns, rows, values }: HeatMapProps): void {
  // One pixel a cell: the browser draws it large, and keeps edges sharp.
  canvas.width = columns.length
  canvas.height = rows.length
  const context = canvas.getContext("2d")!
  const image = context.createImageData(columns.length, rows.length)
  const [least, greatest] = extremes(values)
  const range = greatest - least || 1
  for (let row = 0; row < rows.length; row++) {
    for (let column = 0; column < columns.length; column++) {
      const share = (values[row * columns.length + column]! - least) / range
      const at = 4 * ((rows.length - 1 - row) * columns.length + column)
      image.data.set([...viridis(share), 255], at)
    }
  }
  context.putImageData(image, 0, 0)
}

/** Where a cell's middle is, as shares of the picture. */
function placed(
  { columns, rows }: HeatMapProps,
  { column, row }: CellPlace,
): Readonly<Record<"left" | "top", string>> {
  return {
    left: `${(100 * (column + 0.5)) / columns.length}%`,
    top: `${100 * (1 - (row + 0.5) / rows.length)}%`,
  }
}

function Scale({ values, unit }: { readonly values: ArrayLike<number>; readonly unit: string }): JSX.Element {
  const [least, greatest] = extremes(values)
  return (
    <div class="heat-scale" aria-hidden="true">
      <span>{formatNumber(least)}</span>
      <i />
      <span>{formatWithUnit(greatest, unit)}</span>
    </div>
  )
}

/** A heat map. */
export function HeatMap(props: HeatMapProps): JSX.Element {
  const { title, unit, xLabel, yLabel, columns, rows, values, here, onPick } = props
  const canvas = useRef<HTMLCanvasElement>(null)
  const [cursor, setCursor] = useState<CellPlace | null>(null)
  const scheme = colorScheme.value
  // The numbers stand for what is painted of them
  useLayoutEffect(() => paintCells(canvas.current!, props), [values, scheme])

  const clamp = (cell: CellPlace): CellPlace => ({
    column: Math.min(columns.length - 1, Math.max(0, cell.column)),
    row: Math.min(rows.length - 1, Math.max(0, cell.row)),
  })
  const under = (event: MouseEvent): CellPlace => {
    const box = canvas.current!.getBoundingClientRect()
    const column = Math.floor(((event.clientX - box.left) / box.width) * columns.length)
    const row = rows.length - 1 - Math.floor(((event.clientY - box.top) / box.height) * rows.length)
    return clamp({ column, row })
  }
  const textAt = ({ column, row }: CellPlace): string =>
    `${xLabel} ${textOf(columns[column]!)}, ${yLabel} ${textOf(rows[row]!)}: ` +
    formatWithUnit(values[row * columns.length + column]!, unit)
  const go = (to: CellPlace): void => {
    const cell = clamp(to)
    setCursor(cell)
    announce(textAt(cell))
  }
  const key = (event: KeyboardEvent): void => {
    const from = clamp(cursor ?? here ?? { column: 0, row: 0 })
    const step = event.shiftKey ? 10 : 1
    const moves: Readonly<Record<string, CellPlace>> = {
      ArrowLeft: { column: from.column - step, row: from.row },
      ArrowRight: { column: from.column + step, row: from.row },
      ArrowUp: { column: from.column, row: from.row + step },
      ArrowDown: { column: from.column, row: from.row - step },
    }
    const moved = moves[event.key]
    if (moved !== undefined) go(moved)
    else if ((event.key === "Enter" || event.key === " ") && cursor !== null) onPick?.(from.column, from.row)
    else return
    event.preventDefault()
  }
  const cellText = textAt(clamp(cursor ?? here ?? { column: 0, row: 0 }))
  const tableRows = (): (string | number)[][] =>
    rows.map((row, r) => [textOf(row), ...columns.map((_, c) => values[r * columns.length + c]!)])
  return (
    <figure class="heat">
      <figcaption>
        {title} <span class="heat-cell">{cellText}</span>
      </figcaption>
      <div class="heat-grid">
        <div class="heat-rows" aria-hidden="true">
          {labelled(rows).map(row => (
            <span key={row} class="heat-tick" style={{ top: placed(props, { column: 0, row }).top }}>
              {textOf(rows[row]!)}
            </span>
          ))}
          <b>{yLabel}</b>
        </div>
        <div
          class="heat-plot"
          style={{ height: `${HEIGHT}px` }}
          role="application"
          aria-label={`${title}: arrow keys move from cell to cell, Enter goes there. ${cellText}`}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: an application is moved in by keys
          tabIndex={0}
          onKeyDown={key}
          onPointerMove={event => setCursor(under(event))}
          onPointerLeave={() => setCursor(null)}
          onBlur={() => setCursor(null)}
          onClick={event => {
            const { column, row } = under(event)
            onPick?.(column, row)
          }}
        >
          <canvas ref={canvas} />
          {here && <i class="heat-here" style={placed(props, clamp(here))} />}
          {cursor && <i class="heat-cursor" style={placed(props, clamp(cursor))} />}
        </div>
        <div class="heat-columns" aria-hidden="true">
          {labelled(columns).map(column => (
            <span key={column} class="heat-tick" style={{ left: placed(props, { column, row: 0 }).left }}>
              {textOf(columns[column]!)}
            </span>
          ))}
          <b>{xLabel}</b>
        </div>
      </div>
      <Scale values={values} unit={unit} />
      <LazyTable caption={title} head={[`${yLabel} \\ ${xLabel}`, ...columns.map(textOf)]} rows={tableRows} />
    </figure>
  )
}
