/** Columns of a Parquet file, row group by row group, by hyparquet; loaded when the first table is opened. */

import { parquetMetadataAsync, parquetScan } from "hyparquet"
import { crc32 } from "../bytes/crc32.ts"
import type { RandomAccess } from "../bytes/random-access.ts"
import { JahsBenchError, ModelFormatError, show } from "../errors.ts"
import type { ColumnPiece } from "./index-bytes.ts"

type Metadata = Awaited<ReturnType<typeof parquetMetadataAsync>>

/** What hyparquet makes of a piece of a column. */
export type ColumnValues = ArrayLike<unknown>

/** Types of Parquet that tables have; `STRING` is text in UTF-8. */
export type TableColumnType = "INT32" | "INT64" | "FLOAT" | "DOUBLE" | "BOOLEAN" | "STRING"

/** A column as the file describes it; its type is null where it is another. */
export interface ParquetColumn {
  readonly name: string
  readonly type: TableColumnType | null
}

/** Opened tables have at most this many rows: official ones have some millions. */
const MOST_ROWS = 2 ** 27

const PLAIN: readonly TableColumnType[] = ["INT32", "INT64", "FLOAT", "DOUBLE", "BOOLEAN"]

function typeOf({ type, converted_type, logical_type }: Metadata["schema"][number]): TableColumnType | null {
  if (converted_type === "UTF8" || logical_type?.type === "STRING") return "STRING"
  // What is stored as an integer may be a date; DuckDB notes the width of those that are integers.
  const isInteger = logical_type?.type === "INTEGER" || /^U?INT_/.test(converted_type ?? "")
  if (!isInteger && (converted_type !== undefined || logical_type !== undefined)) return null
  return PLAIN.find(plain => plain === type) ?? null
}

/** A Parquet file, opened. */
export class ParquetReader {
  readonly name: string
  readonly numRows: number
  readonly columns: readonly ParquetColumn[]
  private readonly file: RandomAccess
  private readonly metadata: Metadata
  /** Sums of the pieces by their offsets; null for files that are not this package's. */
  private sums: ReadonlyMap<number, ColumnPiece> | null = null

  private constructor(file: RandomAccess, metadata: Metadata, numRows: number) {
    this.name = file.name
    this.file = file
    this.metadata = metadata
    this.numRows = numRows
    // The first element is the root; columns of columns are none that a table has.
    this.columns = metadata.schema.slice(1).map(element => ({ name: element.name, type: typeOf(element) }))
  }

  /**
   * Reads the footer.
   *
   * @throws {ModelFormatError} for what is not Parquet, or damaged
   */
  static async open(file: RandomAccess): Promise<ParquetReader> {
    const { name } = file
    const metadata = await guarded(name, "", () =>
      parquetMetadataAsync({ byteLength: file.size, slice: sliceOf(file) }, { geoparquet: false }),
    )
    const groups = metadata.row_groups.map(group => Number(group.num_rows))
    const numRows = groups.reduce((sum, rows) => sum + rows, 0)
    if (!groups.every(rows => rows >= 0) || numRows !== Number(metadata.num_rows) || numRows > MOST_ROWS) {
      const expected = `row groups of ${metadata.num_rows} rows, at most ${MOST_ROWS}`
      throw new ModelFormatError({ source: name, what: "broken rows", expected, actual: `${numRows}` })
    }
    return new ParquetReader(file, metadata, numRows)
  }

  /** The name of the root of the schema. */
  get rootName(): string | undefined {
    return this.metadata.schema[0]?.name
  }

  /** @returns the text that the footer has under a key; undefined where there is none */
  text(key: string): string | undefined {
    return this.metadata.key_value_metadata?.find(entry => entry.key === key)?.value
  }

  /** @returns bytes of the file that are no column */
  read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    return this.file.read(offset, length)
  }

  /**
   * Has every piece that is read from now on held against what an index says of it.
   *
   * @throws {ModelFormatError} where the footer has other columns or pieces than the index
   */
  check(pieces: Readonly<Record<string, readonly ColumnPiece[]>>): void {
    const names = this.columns.map(column => column.name)
    const all = new Map<number, ColumnPiece>()
    const ofFooter = this.metadata.row_groups.flatMap(group =>
      group.columns.map(({ meta_data }) => ({
        name: meta_data?.path_in_schema.join(".") ?? "",
        offset: Number(meta_data?.dictionary_page_offset || meta_data?.data_page_offset),
        length: Number(meta_data?.total_compressed_size),
      })),
    )
    const seen: Record<string, number> = {}
    const areTheSame =
      Object.keys(pieces).join("\n") === names.join("\n") &&
      ofFooter.length === Object.values(pieces).reduce((sum, of) => sum + of.length, 0) &&
      ofFooter.every(({ name, offset, length }) => {
        const group = seen[name] ?? 0
        seen[name] = group + 1
        const piece = pieces[name]?.[group]
        if (piece !== undefined) all.set(offset, piece)
        return piece?.[0] === offset && piece[1] === length
      })
    if (!areTheSame) {
      const what = "the footer has other columns than the index"
      throw new ModelFormatError({
        source: this.name,
        path: "index",
        what,
        expected: Object.keys(pieces).join(", "),
      })
    }
    this.sums = all
  }

  /** @returns rows of each row group */
  get groupSizes(): readonly number[] {
    return this.metadata.row_groups.map(group => Number(group.num_rows))
  }

  /**
   * Reads a column, a row group at a time.
   *
   * @param take is given each piece and the row that it begins at
   * @throws as `piece`
   */
  async column(name: string, take: (values: ColumnValues, firstRow: number) => void): Promise<void> {
    let firstRow = 0
    for (const [group, size] of this.groupSizes.entries()) {
      take(await this.piece(name, group), firstRow)
      firstRow += size
    }
  }

  /**
   * Reads a column of one row group.
   *
   * @throws {ModelFormatError} for a damaged file, and for a piece of another length than its row group
   */
  async piece(name: string, group: number): Promise<ColumnValues> {
    const sizes = this.groupSizes
    const rowStart = sizes.slice(0, group).reduce((sum, rows) => sum + rows, 0)
    const rowEnd = rowStart + sizes[group]!
    const values = await guarded(this.name, name, async () => {
      const file = { byteLength: this.file.size, slice: sliceOf(this.file, this.sums) }
      const { metadata } = this
      const scan = await parquetScan({ file, metadata, columns: [name], useOffsetIndex: false })
      return scan.readColumn({ column: name, rowStart, rowEnd })
    })
    if (values.length !== sizes[group]) {
      const [expected, actual] = [`${sizes[group]} rows`, `${values.length}`]
      throw new ModelFormatError({ source: this.name, path: name, what: "length mismatch", expected, actual })
    }
    return values
  }
}

/** Reads for hyparquet, checked where there is what to check by. */
function sliceOf(
  file: RandomAccess,
  sums: ReadonlyMap<number, ColumnPiece> | null = null,
): (start: number, end?: number) => Promise<ArrayBuffer> {
  return async (start, end = file.size) => {
    const length = end - start
    if (!(start >= 0 && length >= 0 && end <= file.size)) {
      const [expected, actual] = [`bytes in 0..${file.size}`, `${start}..${end}`]
      throw new ModelFormatError({ source: file.name, what: "not a part of the file", expected, actual })
    }
    const bytes = await file.read(start, length)
    const sum = sums?.get(start)
    if (bytes.length !== length || (sum !== undefined && crc32(bytes) !== sum[2])) {
      throw new ModelFormatError({
        source: file.name,
        offset: start,
        what: "damaged column",
        expected: sum === undefined ? `${length} bytes` : `${length} bytes with the CRC-32 ${sum[2]}`,
        actual: bytes.length === length ? "other bytes" : `${bytes.length} bytes`,
      })
    }
    return bytes.buffer
  }
}

/** hyparquet's errors have no types: whatever it throws on bytes, the bytes are to blame. */
async function guarded<T>(source: string, path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof JahsBenchError) throw error
    throw new ModelFormatError({
      source,
      path,
      what: "not Parquet, or a damaged file",
      actual: error instanceof Error ? error.message : show(error),
    })
  }
}
