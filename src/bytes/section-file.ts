/**
 * Files of checked sections, the outer form of packs, little endian:
 *
 * | bytes         | content                                                              |
 * |---------------|----------------------------------------------------------------------|
 * | 0 … 7         | magic                                                                |
 * | 8 … 11        | u32 format version                                                   |
 * | 12 … 15       | u32 number of sections                                               |
 * | 16 … 31       | zero                                                                 |
 * | 32 … 63       | SHA-256 of bytes 0 … 31 and the section table                        |
 * | 64 …          | section table, 64 bytes a section                                    |
 * | …             | sections in the table's order, each at the next multiple of 16       |
 *
 * An entry of the table: u32 kind, u32 index, u32 codec (0 stored, 1 gzip), u32 CRC-32 of a stored section (zero
 * for gzip, which has its own), u32 offset, u32 bytes in the file, u32 bytes when decompressed, u32 zero, SHA-256
 * of its bytes in the file. The digest at 32 thus covers every byte; it names the file. A local file's sections are
 * held against their CRC-32 and length, which cost next to nothing: damage shows, and who can write there needs no
 * forged pack.
 */

import { ModelFormatError, UnsupportedModelError } from "../errors.ts"
import { ByteReader } from "./byte-reader.ts"
import type { ByteSource } from "./byte-source.ts"
import { crc32 } from "./crc32.ts"
import { gunzip } from "./gunzip.ts"
import { sha256, toHex } from "./sha256.ts"
import { encodeUtf8 } from "./utf8.ts"

const PREFIX = 64
const ENTRY = 64
const ALIGNMENT = 16
const MAX_SECTIONS = 4096
/** A section is at most this long when decompressed: some 80 million nodes. */
const MAX_SECTION = 256 * 1024 * 1024

/** A section before it is written. */
export interface Section {
  /** What it holds; a number of the format's own. */
  readonly kind: number
  /** Which of its kind. */
  readonly index: number
  readonly bytes: Uint8Array
  /** Whether to compress it. */
  readonly compress: boolean
}

/** The start of every compressed section: no name, no time, no system, whoever compressed it. */
const GZIP_HEADER: readonly number[] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]

/** What the table says of a section. */
interface SectionEntry {
  readonly kind: number
  readonly index: number
  readonly codec: number
  readonly offset: number
  /** Bytes in the file. */
  readonly storedLength: number
  /** Bytes when decompressed. */
  readonly length: number
  /** Of a stored section. */
  readonly crc32: number
  readonly sha256: Uint8Array
}

/** An opened file: its table, and the reading of single sections. */
export interface SectionFile {
  readonly name: string
  readonly entries: readonly SectionEntry[]
  /** Digest of the table, which holds the digests of the sections: 64 hexadecimal digits. */
  readonly sha256: string
  /** @throws {ModelFormatError} where a bit of the section is not as it was written */
  read(entry: SectionEntry): Promise<Uint8Array>
}

const aligned = (offset: number): number => Math.ceil(offset / ALIGNMENT) * ALIGNMENT

async function gzip(bytes: Uint8Array): Promise<Uint8Array> {
  const stream = new Blob([bytes as Uint8Array<ArrayBuffer>])
    .stream()
    .pipeThrough(new CompressionStream("gzip"))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}

/** A gzip member of ten bytes of header, as compressors write it where there is no name to keep. */
function withPlainHeader(bytes: Uint8Array): Uint8Array {
  if (bytes[3] !== 0) throw new TypeError("compress: expected gzip without name, comment or extra field")
  const plain = bytes.slice()
  plain.set(GZIP_HEADER)
  return plain
}

/** Compresses a section; replaceable, as runtimes' compressors differ in effort and so in bytes. */
export type Compress = (bytes: Uint8Array) => Uint8Array | Promise<Uint8Array>

/**
 * Writes a file of sections.
 *
 * @param magic eight ASCII characters
 * @param compress gzip; by default the platform's
 */
export async function writeSections(
  magic: string,
  version: number,
  sections: readonly Section[],
  compress: Compress = gzip,
): Promise<Uint8Array> {
  const stored: Uint8Array[] = []
  for (const section of sections)
    stored.push(section.compress ? withPlainHeader(await compress(section.bytes)) : section.bytes)
  let end = PREFIX + ENTRY * sections.length
  const offsets = stored.map(bytes => {
    const offset = aligned(end)
    end = offset + bytes.length
    return offset
  })
  const file = new Uint8Array(end)
  const view = new DataView(file.buffer)
  file.set(encodeUtf8(magic))
  view.setUint32(8, version, true)
  view.setUint32(12, sections.length, true)
  for (const [i, { kind, index, bytes, compress: isCompressed }] of sections.entries()) {
    const at = PREFIX + ENTRY * i
    const [codec, checksum] = isCompressed ? [1, 0] : [0, crc32(bytes)]
    const words = [kind, index, codec, checksum, offsets[i], stored[i].length, bytes.length, 0]
    words.forEach((word, place) => {
      view.setUint32(at + 4 * place, word, true)
    })
    file.set(await sha256(stored[i]), at + 32)
    file.set(stored[i], offsets[i])
  }
  file.set(
    await sha256(joined(file.subarray(0, 32), file.subarray(PREFIX, PREFIX + ENTRY * sections.length))),
    32,
  )
  return file
}

/** The bytes of the prefix that the digest covers, and the table's. */
function joined(prefix: Uint8Array, table: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(prefix.length + table.length)
  bytes.set(prefix)
  bytes.set(table, prefix.length)
  return bytes
}

async function digestOf(source: ByteSource, bytes: Uint8Array): Promise<Uint8Array> {
  return source.platform === undefined ? sha256(bytes) : source.platform.sha256(bytes)
}

function readPrefix(prefix: Uint8Array, source: string, magic: string, version: number): number {
  const reader = new ByteReader(prefix, source)
  const found = String.fromCharCode(...prefix.subarray(0, magic.length))
  if (found !== magic) {
    reader.fail({
      what: "not a pack",
      expected: `${magic} at the start`,
      actual: `${prefix.length} other bytes`,
    })
  }
  reader.take(PREFIX, "prefix")
  const actual = reader.view.getUint32(8, true)
  if (actual !== version) {
    throw new UnsupportedModelError({
      source,
      offset: 8,
      what: "unknown pack version",
      expected: `${version}`,
      actual: `${actual}`,
      remedy: "pack and package must be of the same release",
    })
  }
  const count = reader.view.getUint32(12, true)
  if (count > MAX_SECTIONS) {
    reader.fail({
      offset: 12,
      what: "impossible number of sections",
      expected: `0..${MAX_SECTIONS}`,
      actual: `${count}`,
    })
  }
  return count
}

function readEntries(table: Uint8Array, count: number, source: string): SectionEntry[] {
  const view = new DataView(table.buffer, table.byteOffset, table.byteLength)
  let end = PREFIX + ENTRY * count
  return Array.from({ length: count }, (_, i) => {
    const at = ENTRY * i
    const [kind, index, codec, checksum, offset, storedLength, length] = Array.from(
      { length: 8 },
      (_, word) => view.getUint32(at + 4 * word, true),
    )
    if (codec > 1 || length > MAX_SECTION || storedLength > MAX_SECTION || offset !== aligned(end)) {
      throw new ModelFormatError({
        source,
        offset: PREFIX + at,
        path: `section ${i}`,
        what: "impossible entry in the section table",
        expected: `codec 0 or 1 at ${aligned(end)}`,
        actual: `codec ${codec} at ${offset}, ${storedLength} bytes of ${length}`,
      })
    }
    end = offset + storedLength
    return {
      kind,
      index,
      codec,
      offset,
      storedLength,
      length,
      crc32: checksum,
      sha256: table.slice(at + 32, at + 64),
    }
  })
}

function damaged(source: string, offset: number, path: string, expected: string, actual: string): never {
  throw new ModelFormatError({
    source,
    offset,
    path,
    what: "checksum mismatch: the file is damaged or incomplete",
    expected,
    actual,
  })
}

/** @throws {ModelFormatError} where the bytes of a section are not those that were written */
async function checkSection(source: ByteSource, entry: SectionEntry, stored: Uint8Array): Promise<void> {
  const { kind, index, offset, codec } = entry
  const { name, isLocal, platform } = source
  const path = `section ${kind}.${index}`
  if (isLocal && codec === 1) {
    // The rest is for gzip's own check.
    if (GZIP_HEADER.every((byte, i) => stored[i] === byte)) return
    const expected = "gzip without name or time"
    throw new ModelFormatError({ source: name, offset, path, what: "other bytes before the data", expected })
  }
  if (isLocal && platform?.crc32 !== undefined) {
    const checksum = platform.crc32(stored)
    if (checksum !== entry.crc32) damaged(name, offset, path, `CRC-32 ${entry.crc32}`, `${checksum}`)
    return
  }
  const digest = await digestOf(source, stored)
  if (digest.some((byte, i) => byte !== entry.sha256[i])) {
    damaged(name, offset, path, `SHA-256 ${toHex(entry.sha256)}`, toHex(digest))
  }
}

async function readSection(source: ByteSource, entry: SectionEntry): Promise<Uint8Array> {
  const { kind, index, offset, storedLength, length, codec } = entry
  const path = `section ${kind}.${index}`
  const stored = await source.read(offset, storedLength)
  if (stored.length !== storedLength) {
    throw new ModelFormatError({
      source: source.name,
      offset: offset + stored.length,
      path,
      what: "the file ends too early",
      expected: `${storedLength} bytes from ${offset}`,
      actual: `${stored.length}`,
    })
  }
  await checkSection(source, entry, stored)
  return codec === 1 ? gunzip(stored, length, `${source.name}, ${path}`, source.platform) : stored.slice()
}

/** That nothing but zeros lies between the sections, and nothing after them. */
async function checkRest(source: ByteSource, entry: SectionEntry, isLast: boolean): Promise<void> {
  const end = entry.offset + entry.storedLength
  const rest = await source.read(end, isLast ? 1 : aligned(end) - end)
  const odd = rest.findIndex(byte => isLast || byte !== 0)
  if (odd < 0) return
  throw new ModelFormatError({
    source: source.name,
    offset: end + odd,
    what: isLast ? "bytes after the last section" : "bytes between sections",
    expected: isLast ? "the end" : "zero",
    actual: `${rest[odd]}`,
  })
}

/**
 * Opens a file of sections: reads and checks its table. Sections are read in the table's order.
 *
 * @throws {ModelFormatError} for other bytes, or a damaged table
 * @throws {UnsupportedModelError} for another version
 */
export async function openSections(source: ByteSource, magic: string, version: number): Promise<SectionFile> {
  const { name } = source
  const prefix = (await source.read(0, PREFIX)).slice()
  const count = readPrefix(prefix, name, magic, version)
  const table = await source.read(PREFIX, ENTRY * count)
  if (table.length !== ENTRY * count) {
    const actual = `${table.length}`
    throw new ModelFormatError({
      source: name,
      offset: PREFIX,
      what: "truncated section table",
      expected: `${ENTRY * count} bytes`,
      actual,
    })
  }
  const stated = toHex(prefix.subarray(32, 64))
  const digest = toHex(await digestOf(source, joined(prefix.subarray(0, 32), table)))
  if (digest !== stated) damaged(name, 32, "section table", `SHA-256 ${stated}`, digest)
  const entries = readEntries(table, count, name)
  return {
    name,
    entries,
    sha256: stated,
    async read(entry) {
      const bytes = await readSection(source, entry)
      await checkRest(source, entry, entry === entries[entries.length - 1])
      return bytes
    },
  }
}
