/**
 * Tables as Parquet, piece by piece: a row group a batch, then the index of src/table/index-bytes.ts, then the footer
 * that says where the index is.
 */

import { ByteWriter, ParquetWriter } from "hyparquet-writer"
import { crc32 } from "../bytes/crc32.ts"
import { addRows } from "../table/add-rows.ts"
import { type ColumnPiece, writeIndex } from "../table/index-bytes.ts"
import { INDEX_KEY, ROOT_NAME } from "../table/index-key.ts"
import type { TableColumnType } from "../table/parquet-reader.ts"
import { RowIndexBuilder } from "../table/row-index.ts"
import type { TableCard } from "../table/table-card.ts"

export interface TableColumn {
  readonly name: string
  readonly type: TableColumnType
  /** Whether a value may be missing, as null (default false). */
  readonly isNullable?: boolean
}

/** Column → values, as many in each; integers of INT64 are bigints. */
export type TableBatch = ReadonlyMap<string, ArrayLike<unknown>>

/** Rows of a row group: a column of it is half a megabyte in memory. */
export const GROUP_ROWS = 65_536

/** Writes the Parquet file of a table. */
export class TableWriter {
  private readonly bytes = new ByteWriter(1 << 20)
  private readonly columns: readonly TableColumn[]
  private readonly writer: ParquetWriter
  private readonly builder = new RowIndexBuilder()
  private readonly pieces: Record<string, ColumnPiece[]>
  private readonly source: string
  private written = 0
  private numRows = 0

  /**
   * @param columns in the order in which the file has them
   * @param source what the rows are called in messages
   */
  constructor(columns: readonly TableColumn[], source: string) {
    this.columns = columns
    this.source = source
    this.pieces = Object.fromEntries(columns.map(({ name }) => [name, []]))
    this.writer = new ParquetWriter({
      writer: this.bytes,
      createdBy: "jahs-bench-201",
      schema: [
        { name: ROOT_NAME, num_children: columns.length },
        ...columns.map(({ name, type, isNullable }) => ({
          name,
          type: type === "STRING" ? ("BYTE_ARRAY" as const) : type,
          repetition_type: isNullable ? ("OPTIONAL" as const) : ("REQUIRED" as const),
          ...(type === "STRING" && { converted_type: "UTF8" as const }),
        })),
      ],
    })
  }

  /** Rows so far. */
  get rows(): number {
    return this.numRows
  }

  /** Different configurations so far. */
  get configurations(): number {
    return this.builder.configurations.size
  }

  /** What was encoded since the last time; offsets go on counting. */
  private take(): Uint8Array {
    const taken = this.bytes.getBytes().slice()
    this.bytes.index = 0
    this.written += taken.length
    return taken
  }

  /**
   * Writes rows as one row group.
   *
   * @param batch a column for each of the constructor's
   * @param numRows `GROUP_ROWS` at most
   * @returns the next bytes of the file
   * @throws {ModelFormatError} naming column and row, for a hyperparameter or an epoch that the space does not have
   */
  async add(batch: TableBatch, numRows: number): Promise<Uint8Array> {
    addRows(this.builder, batch, { source: this.source, firstRow: this.numRows, numRows })
    const columnData = this.columns.map(({ name }) => ({
      name,
      data: batch.get(name) as unknown[],
      // Whole pieces are read, and checked by their sums.
      offsetIndex: false,
    }))
    await this.writer.write({ rowGroupSize: numRows, columnData })
    const before = this.written
    const bytes = this.take()
    for (const { meta_data } of this.writer.row_groups.at(-1)!.columns) {
      const offset = Number(meta_data!.dictionary_page_offset || meta_data!.data_page_offset)
      const length = Number(meta_data!.total_compressed_size)
      const sum = crc32(bytes.subarray(offset - before, offset - before + length))
      this.pieces[meta_data!.path_in_schema[0]!]!.push([offset, length, sum])
    }
    this.numRows += numRows
    return bytes
  }

  /**
   * Ends the file.
   *
   * @param labels columns that queries answer
   * @returns its last bytes
   */
  async end(card: TableCard, labels: readonly string[]): Promise<Uint8Array> {
    const index = writeIndex(this.builder.finish(), { card, labels, pieces: this.pieces })
    const place = { offset: this.written, length: index.length, crc32: crc32(index) }
    this.bytes.appendBytes(index)
    this.writer.kvMetadata = [
      { key: INDEX_KEY, value: JSON.stringify({ index: place }) },
      // For readers of Parquet; this package reads the index's.
      { key: "card", value: JSON.stringify(card) },
    ]
    await this.writer.finish()
    return this.take()
  }
}
