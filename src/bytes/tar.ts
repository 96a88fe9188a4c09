/**
 * Archives, read as they arrive: tar (POSIX ustar and pax, GNU), plain or in gzip. The headers are read by
 * modern-tar; what may be in an archive, and that nothing is lost or made up, is decided here.
 */

import { createTarDecoder, type ParsedTarEntry } from "modern-tar"
import { type ErrorDetails, ModelFormatError, show } from "../errors.ts"
import { entryPath, printable } from "./entry-path.ts"
import { gunzipStream } from "./gunzip-stream.ts"

/** A regular file of an archive. It can be read until the next one is asked for. */
export interface TarEntry {
  /** Names joined by slashes: never absolute, never with `..`. */
  readonly path: string
  /** Length in bytes, as its header states it. */
  readonly size: number
  /**
   * The content, piece by piece. Each of the three ways of reading works once.
   *
   * @throws {ModelFormatError} where the archive ends before the file does
   */
  chunks(): AsyncIterable<Uint8Array>
  /**
   * @returns the whole content
   * @throws {ModelFormatError} where it is longer than `maxBytes`, or the archive ends before it
   */
  bytes(): Promise<Uint8Array>
  /** Passes over the content. Asking for the next entry does so too. */
  skip(): Promise<void>
}

/** How an archive is read. */
export interface TarOptions {
  /** Longest file that `bytes` returns (default 2 GiB). */
  readonly maxBytes?: number
}

const TWO_GIB = 2 ** 31
/** A header can state any size: more is taken only once this much has really come. */
const ON_TRUST = 4 * 2 ** 20

/** What the entries that are refused are called. */
const KINDS: Readonly<Record<string, string>> = {
  link: "a hard link",
  symlink: "a symbolic link",
  "character-device": "a character device",
  "block-device": "a block device",
  fifo: "a named pipe",
}

/** An archive that is being read: its name, the last entry seen, and what its stream failed with. */
class Archive {
  readonly source: string
  last = ""
  failure: { readonly reason: unknown } | null = null

  constructor(source: string) {
    this.source = source
  }

  fail(details: ErrorDetails): never {
    throw new ModelFormatError({ source: this.source, ...details })
  }

  /** Awaits the library; its errors are told from those of the stream and put into the house's words. */
  async read<Result>(result: Promise<Result>): Promise<Result> {
    try {
      return await result
    } catch (error) {
      if (this.failure !== null) throw this.failure.reason
      const actual = error instanceof Error ? error.message : show(error)
      const after = this.last ? `after ${printable(this.last)}` : "at its start"
      const what = /truncated/i.test(actual)
        ? `the archive is cut short ${after}`
        : /checksum/i.test(actual)
          ? `a damaged header ${after}`
          : `not readable as tar ${after}`
      return this.fail({ what, expected: "a tar or tar.gz archive", actual })
    }
  }
}

/** Refuses what is no plain file or folder. */
function check({ header }: ParsedTarEntry, archive: Archive): { path: string; isFile: boolean } {
  const path = entryPath(header.name, archive.source)
  const { type = "file" } = header
  const isSparse = Object.keys(header.pax ?? {}).some(key => /^(GNU\.sparse\.|SCHILY\.realsize)/.test(key))
  if ((type !== "file" && type !== "directory") || isSparse) {
    archive.fail({
      path: printable(header.name),
      what: "the archive holds what is no plain file",
      expected: "files and folders only",
      actual: isSparse ? "a sparse file" : (KINDS[type] ?? type),
    })
  }
  if (path === "" && type === "file") archive.fail({ what: "an entry has no name", expected: "a path" })
  return { path, isFile: type === "file" }
}

/** The content of one entry. */
class Content implements TarEntry {
  readonly path: string
  readonly size: number
  private readonly archive: Archive
  private readonly maxBytes: number
  private readonly body: ReadableStream<Uint8Array>
  private taken = false
  private rest: Promise<void> | null = null
  private reader: ReadableStreamDefaultReader<Uint8Array> | null = null

  constructor(path: string, entry: ParsedTarEntry, archive: Archive, maxBytes: number) {
    this.path = path
    this.size = entry.header.size
    this.body = entry.body
    this.archive = archive
    this.maxBytes = maxBytes
  }

  private async piece(): Promise<Uint8Array | null> {
    this.reader ??= this.body.getReader()
    const { done, value } = await this.archive.read(this.reader.read())
    return done ? null : value
  }

  async *chunks(): AsyncGenerator<Uint8Array, void, void> {
    this.take()
    let length = 0
    for (;;) {
      const piece = await this.piece()
      if (piece === null) break
      length += piece.length
      yield piece
    }
    if (length === this.size) return
    if (this.rest !== null) {
      throw new TypeError(`${this.path}: read a tar entry to its end before asking for the next one`)
    }
    this.archive.fail({
      path: printable(this.path),
      what: "the archive ends within a file",
      expected: `${this.size} bytes`,
      actual: `${length}`,
    })
  }

  async bytes(): Promise<Uint8Array> {
    if (this.size > this.maxBytes) {
      this.take()
      this.archive.fail({
        path: printable(this.path),
        what: "the file is too long",
        expected: `at most ${this.maxBytes} bytes`,
        actual: `${this.size}`,
      })
    }
    let bytes = new Uint8Array(Math.min(this.size, ON_TRUST))
    let length = 0
    for await (const piece of this.chunks()) {
      if (length + piece.length > bytes.length) {
        const whole = new Uint8Array(this.size)
        whole.set(bytes.subarray(0, length))
        bytes = whole
      }
      bytes.set(piece, length)
      length += piece.length
    }
    return bytes
  }

  async skip(): Promise<void> {
    this.take()
    await this.finish()
  }

  /** Reads to the end: cancelling a body would make modern-tar 0.8 lose one that is queued behind it. */
  finish(): Promise<void> {
    this.rest ??= (async () => {
      this.taken = true
      while ((await this.piece()) !== null);
    })()
    return this.rest
  }

  private take(): void {
    if (this.taken) throw new TypeError(`${this.path}: the content of a tar entry can be read once`)
    this.taken = true
  }
}

/** Passes a stream on and notes on the archive what it fails with. */
function noted(stream: ReadableStream<Uint8Array>, archive: Archive): ReadableStream<Uint8Array> {
  const reader = stream.getReader()
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read()
          if (done) controller.close()
          else controller.enqueue(value)
        } catch (reason) {
          archive.failure = { reason }
          throw reason
        }
      },
      cancel: reason => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  )
}

/**
 * The files of an archive, one at a time and as they arrive: only what is read is held. Folders are passed
 * over; an archive with anything but files and folders, or with a path that leads out of it, is refused.
 *
 * @param stream a tar archive, or one in gzip; its own errors are passed on unchanged
 * @param source name of the archive, for messages
 * @param options how long a file may be that is read whole
 * @returns the files in the archive's order; leaving the loop lets go of the stream
 * @throws {ModelFormatError} while reading: links, devices, absolute paths, `..`, damaged headers, damaged
 *   gzip data, an archive without its end
 */
export async function* tarEntries(
  stream: ReadableStream<Uint8Array>,
  source: string,
  options: TarOptions = {},
): AsyncGenerator<TarEntry, void, void> {
  const { maxBytes = TWO_GIB } = options
  const archive = new Archive(source)
  const stop = new AbortController()
  const decoder = createTarDecoder({ strict: true })
  const plain = noted(await gunzipStream(stream, source), archive)
  // Its failures reach the reader of the entries.
  plain.pipeTo(decoder.writable, { signal: stop.signal }).catch(() => {})
  const reader = decoder.readable.getReader()
  try {
    for (;;) {
      const { done, value } = await archive.read(reader.read())
      if (done) return
      const { path, isFile } = check(value, archive)
      archive.last = value.header.name
      const content = new Content(path, value, archive, maxBytes)
      if (isFile) yield content
      await content.finish()
    }
  } finally {
    stop.abort()
  }
}
