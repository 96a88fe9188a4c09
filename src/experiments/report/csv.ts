/** Comma-separated values as RFC 4180 defines them. */

import type { DataTable, ReportTable } from "./document.ts"

function field(value: string | number): string {
  if (typeof value === "number") return Number.isNaN(value) ? "" : `${value}`
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value
}

/**
 * Writes numbers in full, so that reading them gives the same bits; NaN, where there is no number, is left empty.
 *
 * @returns lines that end with CR and LF, names of columns first
 */
export function csvOf({ columns, rows }: DataTable): string {
  return [columns, ...rows].map(row => `${row.map(field).join(",")}\r\n`).join("")
}

/** A table for people as data: its texts as they are. */
export function csvOfTable({ columns, rows }: ReportTable): string {
  return csvOf({ columns: columns.map(({ title }) => title), rows })
}
