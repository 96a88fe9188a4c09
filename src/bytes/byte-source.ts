/**
 * Where a file's bytes come from, read piece by piece: memory, a URL by HTTP ranges, a stream as it arrives.
 * Whoever needs only some sections of a file asks only for their bytes.
 */

import { NotFoundError, show } from "../errors.ts"

/** Reads a file piece by piece. Offsets ascend from call to call, unless there is `size`: a stream cannot go back. */
export interface ByteSource {
  /** The file's name, for messages. */
  readonly name: string
  /**
   * @returns the bytes from `offset` on, `length` of them, or fewer where the file ends; valid until the next
   *   call, which may use the same memory
   */
  read(offset: number, length: number): Promise<Uint8Array>
  /** The file's length, of a source whose offsets may also go back. */
  size?(): Promise<number>
  /** Releases what the source holds; called once, when enough has been read. */
  close?(): Promise<void>
  /** What decompresses and hashes instead of the web's streams and cryptography. */
  readonly platform?: Platform | undefined
  /** Whether it is a file of the local disk, for which a CRC-32 is enough. */
  readonly isLocal?: boolean
}

/**
 * What a platform has that is quicker than the web's streams and cryptography: on Node those take 30 ms to load
 * in a fresh process and 2 ms a section later.
 */
export interface Platform {
  /** @throws anything where the bytes are no gzip of at most `length` bytes, CRC-32 included */
  gunzip(bytes: Uint8Array, length: number): Uint8Array
  sha256(bytes: Uint8Array): Uint8Array | Promise<Uint8Array>
  /** CRC-32 of gzip. */
  crc32?(bytes: Uint8Array): number
}

/** Bytes in memory. */
export function memorySource(bytes: Uint8Array, name: string, platform?: Platform): ByteSource {
  return { name, platform, read: async (offset, length) => bytes.subarray(offset, offset + length) }
}

/** Joins pieces; one piece is not copied. */
function join(pieces: readonly Uint8Array[], length: number): Uint8Array {
  if (pieces.length === 1) return pieces[0]
  const bytes = new Uint8Array(length)
  let at = 0
  for (const piece of pieces) {
    bytes.set(piece, at)
    at += piece.length
  }
  return bytes
}

/** A stream, read as it arrives; bytes before an asked offset are skipped. */
export function streamSource(stream: ReadableStream<Uint8Array>, name: string): ByteSource {
  const reader = stream.getReader()
  let rest: Uint8Array = new Uint8Array(0)
  let at = 0
  const more = async (): Promise<boolean> => {
    const { done, value } = await reader.read()
    if (done) return false
    rest = value
    return true
  }
  return {
    name,
    async read(offset, length) {
      const pieces: Uint8Array[] = []
      let have = 0
      let skip = offset - at
      if (skip < 0) throw new RangeError(`offset: expected at least ${at}, got ${offset}`)
      while (have < length) {
        if (rest.length === 0 && !(await more())) break
        const skipped = Math.min(skip, rest.length)
        const taken = rest.subarray(skipped, skipped + length - have)
        skip -= skipped
        at += skipped + taken.length
        have += taken.length
        if (taken.length > 0) pieces.push(taken)
        rest = rest.subarray(skipped + taken.length)
      }
      return join(pieces, have)
    },
    close: () => reader.cancel(),
  }
}

function refused(name: string, actual: string): NotFoundError {
  return new NotFoundError({
    source: name,
    what: "the server did not send the file",
    expected: "status 200 or 206",
    actual,
  })
}

/** The body of an answer, whatever its length. */
export function responseSource(response: Response, name: string): ByteSource {
  if (!response.ok) {
    throw refused(name, `${response.status}${response.statusText ? ` ${response.statusText}` : ""}`)
  }
  return response.body === null ? memorySource(new Uint8Array(0), name) : streamSource(response.body, name)
}

/** First bytes asked for by range: headers of packs are shorter. */
const FIRST_RANGE = 16_384

/**
 * A URL, read by HTTP ranges where the server knows them, else whole and as it arrives.
 *
 * @param whole whether the whole file will be asked for: one plain request then
 * @throws {NotFoundError} from `read`, where there is no answer or one that is not 200 or 206
 */
export function urlSource(url: URL, whole: boolean): ByteSource {
  const name = url.href
  let stream: ByteSource | null = null
  let head: Uint8Array = new Uint8Array(0)
  const ask = async (headers: Record<string, string>): Promise<Response> => {
    try {
      return await fetch(url, { headers })
    } catch (error) {
      const actual = error instanceof Error ? error.message : show(error)
      throw new NotFoundError({
        source: name,
        what: "the file could not be fetched",
        expected: "an answer",
        actual,
      })
    }
  }
  const range = async (offset: number, length: number): Promise<Uint8Array> => {
    const response = await ask({ Range: `bytes=${offset}-${offset + length - 1}` })
    if (response.status === 206) return new Uint8Array(await response.arrayBuffer())
    if (response.status === 416) return new Uint8Array(0)
    // The server ignores ranges: take the whole answer as it arrives.
    stream = responseSource(response, name)
    return stream.read(offset, length)
  }
  return {
    name,
    async read(offset, length) {
      if (stream === null && whole) stream = responseSource(await ask({}), name)
      if (stream !== null) return stream.read(offset, length)
      if (head.length === 0) {
        const first = await range(0, Math.max(FIRST_RANGE, offset + length))
        if (stream !== null) {
          // What was read of the stream so far is `first`, from offset 0.
          head = first
          const rest = stream
          stream = { name, read: (at, count) => fromHead(first, rest, at, count), close: () => close(rest) }
          return stream.read(offset, length)
        }
        head = first
      }
      if (offset + length <= head.length) return head.subarray(offset, offset + length)
      return range(offset, length)
    },
    close: async () => {
      if (stream !== null) await close(stream)
    },
  }
}

async function close(source: ByteSource): Promise<void> {
  await source.close?.()
}

/** Reads from bytes that were taken off a stream before, then from the stream. */
async function fromHead(
  head: Uint8Array,
  rest: ByteSource,
  offset: number,
  length: number,
): Promise<Uint8Array> {
  if (offset >= head.length) return rest.read(offset, length)
  const first = head.subarray(offset, offset + length)
  if (first.length === length) return first
  const second = await rest.read(head.length, length - first.length)
  return join([first, second], first.length + second.length)
}
