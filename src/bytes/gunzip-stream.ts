/**
 * Streams that may be gzip (RFC 1952) or not, decided by their first two bytes. One member only: what the
 * runtimes make of bytes after the first member differs, so its end is checked here.
 */

import { ModelFormatError, show } from "../errors.ts"

/** A stream whose own failures, a lost connection or a disk's, can be told from those of its content. */
interface Watched {
  readonly stream: ReadableStream<Uint8Array>
  /** What the origin failed with, or null. */
  failure(): { readonly reason: unknown } | null
  /** Lets go of the origin, also while a read is pending. */
  release(): void
}

/** Reads of the origin until it has two bytes to judge by, or ends. */
async function head(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<Uint8Array[]> {
  const pieces: Uint8Array[] = []
  let length = 0
  while (length < 2) {
    const { done, value } = await reader.read()
    if (done) break
    if (value.length > 0) pieces.push(value)
    length += value.length
  }
  return pieces
}

function isGzip(pieces: readonly Uint8Array[]): boolean {
  const [first = 0, second = 0] = pieces.flatMap(piece => [...piece.subarray(0, 2)])
  return first === 0x1f && second === 0x8b
}

/** The pieces read so far, then the rest; `see` is shown every piece. */
function rejoin(
  pieces: Uint8Array[],
  reader: ReadableStreamDefaultReader<Uint8Array>,
  see: (piece: Uint8Array) => void,
): Watched {
  let failure: { readonly reason: unknown } | null = null
  const release = (): void => {
    reader.cancel().catch(() => {})
  }
  const stream = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const next = pieces.shift()
        if (next !== undefined) {
          see(next)
          return controller.enqueue(next)
        }
        try {
          const { done, value } = await reader.read()
          if (done) return controller.close()
          see(value)
          controller.enqueue(value)
        } catch (reason) {
          failure = { reason }
          controller.error(reason)
        }
      },
      cancel: release,
    },
    { highWaterMark: 0 },
  )
  return { stream, failure: () => failure, release }
}

/** Number of decompressed bytes, modulo 2 ** 32, that a gzip member states in its last four bytes. */
class Trailer {
  private readonly last = new Uint8Array(4)

  see(piece: Uint8Array): void {
    const kept = Math.max(0, 4 - piece.length)
    this.last.copyWithin(0, 4 - kept)
    this.last.set(piece.subarray(Math.max(0, piece.length - 4)), kept)
  }

  stated(): number {
    return new DataView(this.last.buffer).getUint32(0, true)
  }
}

function gunzipped(watched: Watched, trailer: Trailer, source: string): ReadableStream<Uint8Array> {
  const reader = watched.stream.pipeThrough(inflater()).getReader()
  let length = 0
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        let result: ReadableStreamReadResult<Uint8Array>
        try {
          result = await reader.read()
        } catch (error) {
          const failure = watched.failure()
          if (failure !== null) throw failure.reason
          const actual = error instanceof Error ? error.message : show(error)
          throw new ModelFormatError({
            source,
            what: "damaged or truncated gzip data",
            expected: "one whole gzip member",
            actual,
          })
        }
        if (!result.done) {
          length += result.value.length
          return controller.enqueue(result.value)
        }
        // The checksum of a member is the decompressor's to check; some ignore what comes after it.
        if (trailer.stated() !== length % 2 ** 32) {
          throw new ModelFormatError({
            source,
            what: "bytes after the end of the gzip data",
            expected: `one gzip member that ends in its length, ${length}`,
            actual: `${trailer.stated()}`,
            remedy: "decompress it with gzip and read the result",
          })
        }
        controller.close()
      },
      cancel: watched.release,
    },
    { highWaterMark: 0 },
  )
}

// The types of the DOM want to be told that no chunk lies in shared memory.
const inflater = (): ReadableWritablePair<Uint8Array, Uint8Array> =>
  new DecompressionStream("gzip") as unknown as ReadableWritablePair<Uint8Array, Uint8Array>

/**
 * Decompresses a stream where it starts as gzip does; any other is passed on as it is.
 *
 * @param stream the bytes as they arrive; an error of its own is passed on unchanged
 * @param source name of the bytes, for messages
 * @returns the plain bytes; reading them throws a ModelFormatError where the gzip data is damaged, cut
 *   short or followed by other bytes
 */
export async function gunzipStream(
  stream: ReadableStream<Uint8Array>,
  source: string,
): Promise<ReadableStream<Uint8Array>> {
  const reader = stream.getReader()
  const pieces = await head(reader)
  if (!isGzip(pieces)) return rejoin(pieces, reader, () => {}).stream
  const trailer = new Trailer()
  return gunzipped(
    rejoin(pieces, reader, piece => trailer.see(piece)),
    trailer,
    source,
  )
}
