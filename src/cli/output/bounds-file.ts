/** Bounds as a file: a row a metric. */

import type { MetricBounds, MetricName, Region } from "../../benchmark/index.ts"
import { metricsOf } from "../lines/metric-lines.ts"
import type { OutFormat } from "./out-format.ts"

/** What bounds are of. */
export interface BoundsHeading {
  readonly task: string
  readonly release: string
  readonly sha256: string
  readonly epoch: readonly [number, number]
  readonly region: Region
}

/** Lower and upper bounds by metric. */
export type Bounds = { readonly [Name in MetricName]?: MetricBounds }

/** One row of the file. */
type Row = readonly [metric: string, unit: string, lower: number, upper: number]

const COLUMNS = ["metric", "unit", "lower", "upper"] as const

function rowsOf(bounds: Bounds): Row[] {
  return metricsOf(bounds).map(({ name, unit }) => {
    const { lower, upper } = bounds[name] as MetricBounds
    return [name, unit, lower, upper]
  })
}

async function parquetOf(heading: BoundsHeading, rows: readonly Row[]): Promise<Uint8Array> {
  // Only who writes Parquet waits for its writer to be loaded.
  const { parquetWriteBuffer } = await import("hyparquet-writer/src/write.js")
  const column = <At extends 0 | 1 | 2 | 3>(at: At): Row[At][] => rows.map(row => row[at])
  const bytes = parquetWriteBuffer({
    columnData: [
      { name: COLUMNS[0], data: column(0), type: "STRING", nullable: false },
      { name: COLUMNS[1], data: column(1), type: "STRING", nullable: false },
      { name: COLUMNS[2], data: column(2), type: "DOUBLE", nullable: false },
      { name: COLUMNS[3], data: column(3), type: "DOUBLE", nullable: false },
    ],
    kvMetadata: [{ key: "jahs-bench-201", value: JSON.stringify(heading) }],
  })
  return new Uint8Array(bytes)
}

/** @returns the bytes of the file: of CSV and Parquet a row a metric, of JSON one document with all that is known */
export async function boundsFile(
  format: OutFormat,
  heading: BoundsHeading,
  bounds: Bounds,
): Promise<Uint8Array> {
  const rows = rowsOf(bounds)
  if (format === "parquet") return parquetOf(heading, rows)
  const text =
    format === "csv"
      ? [COLUMNS, ...rows].map(row => row.join(",")).join("\n")
      : JSON.stringify({ ...heading, bounds })
  return new TextEncoder().encode(`${text}\n`)
}
