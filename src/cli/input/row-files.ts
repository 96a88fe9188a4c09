/** Rows of a file as they stream in: CSV, Parquet, JSON. Readers are loaded when their format is met. */

import { createReadStream } from "node:fs"
import { open, stat } from "node:fs/promises"
import { pipeline, Readable } from "node:stream"
import type { ReadableStream as NodeReadableStream } from "node:stream/web"
import { gunzipStream } from "../../bytes/gunzip-stream.ts"
import { ModelFormatError, show } from "../../errors.ts"
import type { Surroundings } from "../frame/screen.ts"
import { UsageError } from "../frame/usage-error.ts"
import { readBytes, unreadable } from "./files.ts"
import { jsonValues } from "./json-values.ts"

export type RowFormat = "csv" | "parquet" | "json"

/** How far a file is read, in its own measure: bytes, or rows of Parquet. */
interface RowBatch {
  /** Objects by feature name, or arrays in the model's column order. */
  readonly rows: readonly unknown[]
  readonly done: number
}

/** A file of rows. */
export interface RowFile {
  /** What it is called in messages. */
  readonly source: string
  readonly unit: "bytes" | "pieces"
  /** 0 where nobody knows it. */
  readonly total: number
  readonly batches: AsyncIterable<RowBatch>
}

export interface RowFileOptions {
  readonly format: RowFormat
  /** CSV without a line of names: columns are the model's, in its order. */
  readonly header: boolean
}

/** The ending of a compressed file. */
const GZIPPED = /\.gz$/i

/** Rows that are predicted together: enough for the kernels, little enough for any memory. */
const BATCH_ROWS = 4096

/** What CSV files write where a value is missing. */
const MISSING = new Set(["", "nan", "na", "n/a", "null", "none"])

/** A field of CSV: a number where it is one; other texts are categories, and for the model to know. */
function fieldOf(text: string): number | string | null {
  if (MISSING.has(text.trim().toLowerCase())) return null
  const number = Number(text)
  return Number.isNaN(number) ? text : number
}

async function* counted(
  stream: AsyncIterable<Uint8Array | string>,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Uint8Array | string> {
  let bytes = 0
  for await (const chunk of stream) {
    bytes += chunk.length
    onBytes(bytes)
    yield chunk
  }
}

async function* csvBatches(
  stream: AsyncIterable<Uint8Array | string>,
  source: string,
  header: boolean,
): AsyncGenerator<RowBatch> {
  const { parse } = await import("csv-parse")
  let done = 0
  const bytes = counted(stream, read => {
    done = read
  })
  const parser = parse({ columns: header, bom: true, skip_empty_lines: true, cast: fieldOf })
  // Not `pipe`: who reads rows must hear of it where the bytes fail. It is heard below, not here.
  pipeline(Readable.from(bytes, { objectMode: false }), parser, () => {})
  let rows: unknown[] = []
  try {
    for await (const row of parser) {
      rows.push(row)
      if (rows.length < BATCH_ROWS) continue
      yield { rows, done }
      rows = []
    }
  } catch (error) {
    if (!(error instanceof Error && "code" in error && String(error.code).startsWith("CSV_"))) throw error
    throw new ModelFormatError({ source, what: "not CSV", actual: error.message })
  }
  yield { rows, done }
}

async function* jsonBatches(
  stream: AsyncIterable<Uint8Array | string>,
  source: string,
): AsyncGenerator<RowBatch> {
  let done = 0
  const given = jsonValues(
    counted(stream, bytes => {
      done = bytes
    }),
    source,
  )
  for await (const values of given) {
    const all = values.map(({ value }) => value)
    for (let at = 0; at < all.length; at += BATCH_ROWS) yield { rows: all.slice(at, at + BATCH_ROWS), done }
  }
}

/** What hyparquet reads from: parts of a file. */
interface AsyncBuffer {
  readonly byteLength: number
  slice(start: number, end?: number): ArrayBuffer | Promise<ArrayBuffer>
}

async function bufferOf(
  path: string,
  stdin: Surroundings["stdin"],
): Promise<AsyncBuffer & { close(): void }> {
  if (path === "-") {
    // The table of contents stands at the end: all of it must be there before the first row is.
    const bytes = await readBytes(path, stdin)
    return {
      byteLength: bytes.length,
      slice: (a, b) => bytes.slice(a, b).buffer as ArrayBuffer,
      close: () => {},
    }
  }
  const file = await open(path)
  const { size } = await file.stat()
  return {
    byteLength: size,
    slice: async (start, end = size) => {
      const bytes = new Uint8Array(end - start)
      await file.read(bytes, 0, bytes.length, start)
      return bytes.buffer
    },
    close: () => void file.close(),
  }
}

/** Parquet has integers that JavaScript's numbers are not; the model reads float32. */
function plainRow(row: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, typeof value === "bigint" ? Number(value) : value]),
  )
}

async function parquetFile(path: string, source: string, stdin: Surroundings["stdin"]): Promise<RowFile> {
  const { parquetMetadataAsync, parquetReadObjects } = await import("hyparquet")
  const { compressors } = await import("hyparquet-compressors")
  const file = await bufferOf(path, stdin)
  const refuse = (error: unknown): never => {
    file.close()
    throw new ModelFormatError({
      source,
      what: "not Parquet, or a damaged file",
      actual: error instanceof Error ? error.message : show(error),
    })
  }
  const metadata = await parquetMetadataAsync(file).catch(refuse)
  const total = Number(metadata.num_rows)
  async function* batches(): AsyncGenerator<RowBatch> {
    try {
      for (let begin = 0; begin < total; begin += BATCH_ROWS) {
        const rowEnd = Math.min(begin + BATCH_ROWS, total)
        const read = { file, metadata, compressors, rowStart: begin, rowEnd }
        const rows = await parquetReadObjects(read).catch(refuse)
        yield { rows: rows.map(plainRow), done: rowEnd }
      }
    } finally {
      file.close()
    }
  }
  return { source, unit: "pieces", total, batches: batches() }
}

/** The format that a file's name tells. */
export function rowFormatOf(path: string): RowFormat {
  // Parquet compresses by itself, and is read from its end.
  const ending = /\.(csv|parquet|json|ndjson|jsonl)$/i.exec(path.replace(GZIPPED, ""))?.[1]?.toLowerCase()
  if (ending === "csv") return ending
  if (ending === "parquet" && !GZIPPED.test(path)) return ending
  if (ending !== undefined && ending !== "parquet") return "json"
  throw new UsageError({
    path: "<rows>",
    what: "the ending does not tell the format",
    expected: ".csv, .json, .ndjson or .jsonl, with or without .gz, or .parquet",
    actual: path,
    remedy: "or name it with --from",
  })
}

/**
 * Opens a file of rows.
 *
 * @param path its path, or `-` for standard input
 * @throws {NotFoundError} where it cannot be read
 * @throws {ModelFormatError} where it is not of its format
 */
export async function openRows(
  path: string,
  { format, header }: RowFileOptions,
  stdin: Surroundings["stdin"],
): Promise<RowFile> {
  const source = path === "-" ? "stdin" : path
  const size = path === "-" ? 0 : await sizeOf(path)
  if (format === "parquet") return parquetFile(path, source, stdin)
  const isCompressed = GZIPPED.test(path)
  const stream: AsyncIterable<Uint8Array | string> =
    path === "-" ? stdin : isCompressed ? await plainStream(path, source) : createReadStream(path)
  const batches = format === "csv" ? csvBatches(stream, source, header) : jsonBatches(stream, source)
  // Nobody knows how long a compressed file is before it was read.
  return { source, unit: "bytes", total: isCompressed ? 0 : size, batches }
}

/** A compressed file's bytes as they were before. */
async function plainStream(path: string, source: string): Promise<AsyncIterable<Uint8Array>> {
  const stream = Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>
  return Readable.fromWeb((await gunzipStream(stream, source)) as NodeReadableStream<Uint8Array>)
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size
  } catch (error) {
    throw unreadable(path, error)
  }
}
