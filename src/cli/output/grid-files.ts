/** Grids as files, block by block: Parquet, CSV, JSON. */

import type { Grid } from "../../benchmark/index.ts"
import { type GridHeading, rowsOf } from "../lines/grid-rows.ts"
import { type OutFormat, outFormatOf } from "./out-format.ts"
import type { Append } from "./write-file.ts"

/** Writes the blocks of a grid. */
export interface GridFile {
  block(grid: Grid): Promise<void>
  end(): Promise<void>
}

const encoder = new TextEncoder()

/** The heading of a CSV. */
export function csvHeading({ axes, metrics }: GridHeading): string {
  return [...axes.map(({ name }) => name), ...metrics].join(",")
}

async function csvFile(heading: GridHeading, append: Append): Promise<GridFile> {
  await append(encoder.encode(`${csvHeading(heading)}\n`))
  return {
    async block(grid) {
      const lines = Array.from(rowsOf(grid, heading.metrics), row => `${row.join(",")}\n`)
      await append(encoder.encode(lines.join("")))
    },
    async end() {},
  }
}

async function jsonFile(heading: GridHeading, append: Append): Promise<GridFile> {
  const columns = csvHeading(heading).split(",")
  const open = JSON.stringify({ ...heading, columns }).slice(0, -1)
  await append(encoder.encode(`${open},"rows":[`))
  return {
    async block(grid) {
      const rows = Array.from(rowsOf(grid, heading.metrics), row => JSON.stringify(row))
      await append(encoder.encode(`${grid.first === 0 ? "" : ","}\n${rows.join(",\n")}`))
    },
    async end() {
      await append(encoder.encode("\n]}\n"))
    },
  }
}

async function parquetFile(heading: GridHeading, append: Append): Promise<GridFile> {
  // Only who writes Parquet waits for its writer to be loaded.
  const { ParquetGrid } = await import("./parquet.ts")
  const parquet = new ParquetGrid(heading)
  return {
    async block(grid) {
      await append(await parquet.block(grid))
    },
    async end() {
      await append(await parquet.end())
    },
  }
}

/** Begins a file. */
export type BeginGridFile = (heading: GridHeading, append: Append) => Promise<GridFile>

const FILES: Readonly<Record<OutFormat, BeginGridFile>> = {
  parquet: parquetFile,
  csv: csvFile,
  json: jsonFile,
}

/**
 * The format that a file's ending names.
 *
 * @throws {UsageError} for any other ending
 */
export function gridFileOf(path: string): BeginGridFile {
  return FILES[outFormatOf(path)]
}
