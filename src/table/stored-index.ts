/** The index in a Parquet file: found by the footer's metadata, checked by its sum. */

import { crc32 } from "../bytes/crc32.ts"
import { ModelFormatError } from "../errors.ts"
import { readIndex, type StoredIndex } from "./index-bytes.ts"
import { INDEX_KEY, ROOT_NAME } from "./index-key.ts"
import type { ParquetReader } from "./parquet-reader.ts"

/**
 * Reads the index that this package's tables bring, and has the reader hold every column against it.
 *
 * @returns null for a Parquet file without one
 * @throws {ModelFormatError} where it is damaged, or the file is another than the one it was made for
 */
export async function readStoredIndex(reader: ParquetReader): Promise<StoredIndex | null> {
  const text = reader.text(INDEX_KEY)
  const isOwn = reader.rootName === ROOT_NAME
  if (text === undefined && !isOwn) return null
  const fail = (what: string): never => {
    throw new ModelFormatError({
      source: reader.name,
      path: "index",
      what,
      expected: "an index of this package",
    })
  }
  if (text === undefined || !isOwn) return fail("the footer has lost a part of it")
  let place: { readonly offset?: unknown; readonly length?: unknown; readonly crc32?: unknown } | null
  try {
    place = JSON.parse(text).index
  } catch {
    return fail("its place cannot be parsed")
  }
  const { offset, length } = place ?? {}
  if (!Number.isSafeInteger(offset) || !Number.isSafeInteger(length)) return fail("no place")
  if ((offset as number) < 0 || (length as number) < 0) return fail("no place")
  const bytes = await reader.read(offset as number, length as number)
  if (bytes.length !== length || crc32(bytes) !== place?.crc32) return fail("damaged index")
  const stored = readIndex(bytes, reader.name)
  if (stored.numRows !== reader.numRows)
    return fail(`it has ${stored.numRows} rows, and the file ${reader.numRows}`)
  reader.check(stored.manifest.pieces)
  return stored
}
