/** A table of the official release as a Parquet file, and the three splits of a task joined to one. */

import type { ByteSource } from "../bytes/byte-source.ts"
import { randomAccess } from "../bytes/random-access.ts"
import { ModelFormatError } from "../errors.ts"
import type { Manifest } from "../table/index-bytes.ts"
import { ParquetReader } from "../table/parquet-reader.ts"
import { readStoredIndex } from "../table/stored-index.ts"
import type { FrameTable } from "./frame-table.ts"
import { officialTableCard, type TableOrigin } from "./official-table-card.ts"
import { type TableColumn, TableWriter } from "./table-writer.ts"

/** What is told of a file once its last byte was given. */
export interface WrittenTable {
  readonly numRows: number
  readonly numConfigurations: number
}

/**
 * Writes a frame.
 *
 * @param onEnd told what was written
 * @returns the bytes of the Parquet file, a row group at a time
 */
export async function* frameFile(
  frame: FrameTable,
  origin: TableOrigin,
  onEnd: (written: WrittenTable) => void,
): AsyncGenerator<Uint8Array, void, void> {
  const writer = new TableWriter(frame.columns, origin.files[0]?.path ?? origin.archive)
  for (const { columns, numRows } of frame.batches()) yield await writer.add(columns, numRows)
  const written = { numRows: writer.rows, numConfigurations: writer.configurations }
  yield await writer.end(officialTableCard(origin, written, frame.columns), frame.labels)
  onEnd(written)
}

/** A table of this package that is joined to others. */
interface Part {
  readonly reader: ParquetReader
  readonly manifest: Manifest
}

async function openPart(source: ByteSource): Promise<Part> {
  const reader = await ParquetReader.open(await randomAccess(source))
  const stored = await readStoredIndex(reader)
  if (stored !== null) return { reader, manifest: stored.manifest }
  throw new ModelFormatError({
    source: reader.name,
    what: "a part without an index",
    expected: "one of an import",
  })
}

/** The columns of all parts in the first one's order; what a part lacks is missing in its rows. */
function joinedColumns(parts: readonly Part[]): TableColumn[] {
  const columns = new Map<string, TableColumn>()
  for (const { reader } of parts) {
    for (const { name, type } of reader.columns) {
      if (type === null || type === "FLOAT") {
        throw new ModelFormatError({ source: reader.name, path: name, what: "a column of no type of tables" })
      }
      const isNullable = !parts.every(part => part.reader.columns.some(column => column.name === name))
      const known = columns.get(name)
      // A part's integers may be small enough where another's are not.
      const wide = known?.type === "INT64" || type === "INT64"
      columns.set(name, { name, type: wide ? "INT64" : type, isNullable })
    }
  }
  return [...columns.values()]
}

/** A column of one row group, as the joined file has it. */
async function pieceOf(part: Part, { name, type }: TableColumn, group: number): Promise<ArrayLike<unknown>> {
  const column = part.reader.columns.find(candidate => candidate.name === name)
  if (column === undefined) return new Array(part.reader.groupSizes[group]!).fill(null)
  const values = await part.reader.piece(name, group)
  return type === "INT64" && column.type === "INT32" ? BigInt64Array.from(values as number[], BigInt) : values
}

/**
 * Joins the splits of a task.
 *
 * @param sources tables that `frameFile` wrote, in the order in which their rows come
 * @param origin `files` is left to the parts' cards
 * @param onEnd told what was written
 * @returns the bytes of the Parquet file, a row group at a time
 * @throws {ModelFormatError} for a part that is damaged, or has other labels than the first
 */
export async function* joinedFile(
  sources: readonly ByteSource[],
  origin: Omit<TableOrigin, "files">,
  onEnd: (written: WrittenTable) => void,
): AsyncGenerator<Uint8Array, void, void> {
  const parts: Part[] = []
  for (const source of sources) parts.push(await openPart(source))
  const columns = joinedColumns(parts)
  const labels = parts[0]!.manifest.labels
  for (const { reader, manifest } of parts) {
    if (manifest.labels.join("\n") === labels.join("\n")) continue
    const [expected, actual] = [labels.join(", "), manifest.labels.join(", ")]
    throw new ModelFormatError({
      source: reader.name,
      what: "other labels than the other splits",
      expected,
      actual,
    })
  }
  const writer = new TableWriter(columns, origin.archive)
  for (const part of parts) {
    for (const [group, numRows] of part.reader.groupSizes.entries()) {
      const batch = new Map<string, ArrayLike<unknown>>()
      for (const column of columns) batch.set(column.name, await pieceOf(part, column, group))
      yield await writer.add(batch, numRows)
    }
  }
  const written = { numRows: writer.rows, numConfigurations: writer.configurations }
  const files = parts.flatMap(({ manifest }) => manifest.card.provenance?.files ?? [])
  yield await writer.end(officialTableCard({ ...origin, files }, written, columns), labels)
  onEnd(written)
}
