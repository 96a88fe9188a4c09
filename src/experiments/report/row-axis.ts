/** Rows of a figure by their labels. */

import type { FigureSpec } from "./document.ts"

/**
 * The encoding that puts every label into a row of its own.
 *
 * @param rows from the top on
 */
export function rowAxis(rows: readonly { readonly label: string }[]): FigureSpec {
  return {
    field: "label",
    type: "nominal",
    sort: rows.map(({ label }) => label),
    title: null,
    axis: { domain: false, ticks: false, labelColor: "var(--ink)", labelFontSize: 12, labelLimit: 0 },
  }
}
