/** Every kind of thing that holds a file's bytes, or will, as one source to read from. */

import { show } from "../errors.ts"
import {
  type ByteSource,
  memorySource,
  type Platform,
  responseSource,
  streamSource,
  urlSource,
} from "./byte-source.ts"

/** Anything that holds a file's bytes, or will. */
export type PackSource = Uint8Array | ArrayBuffer | Response | ReadableStream<Uint8Array> | URL | ByteSource

/** Opens a URL: runtimes differ in what they can open. `whole` tells whether all of it will be read. */
export type OpenUrl = (url: URL, whole: boolean) => ByteSource

/** What runtimes differ in when bytes are opened. */
export interface Runtime {
  readonly openUrl: OpenUrl
  readonly platform?: Platform | undefined
}

/** By `fetch`, in HTTP ranges where only a part is wanted. */
export const openUrl: OpenUrl = urlSource

function has<Name extends string>(source: object, name: Name): source is Record<Name, unknown> {
  return name in source && typeof (source as Record<string, unknown>)[name] === "function"
}

/** By its methods: naming the class would make Node load its HTTP client, 20 ms, for a file. */
function isByteSource(source: object): source is ByteSource {
  return has(source, "read")
}

function isResponse(source: object): source is Response {
  return has(source, "arrayBuffer") && has(source, "clone")
}

function isStream(source: object): source is ReadableStream<Uint8Array> {
  return has(source, "getReader")
}

/**
 * Makes a source of bytes of any source.
 *
 * @param name what the source is called in messages, where it has no URL
 * @param whole whether the whole file will be read
 * @throws {TypeError} for anything else
 * @throws {NotFoundError} for a response that is not 200
 */
export function byteSourceOf(
  source: PackSource,
  name: string,
  whole: boolean,
  { openUrl: open, platform }: Runtime,
): ByteSource {
  if (source instanceof Uint8Array) return memorySource(source, name, platform)
  if (source instanceof ArrayBuffer) return memorySource(new Uint8Array(source), name, platform)
  if (source instanceof URL) return open(source, whole)
  if (typeof source === "object" && source !== null) {
    if (isByteSource(source)) return source
    if (isResponse(source)) return responseSource(source, source.url || name)
    if (isStream(source)) return streamSource(source, name)
  }
  throw new TypeError(
    `source: expected a Uint8Array, ArrayBuffer, Response, ReadableStream, URL or byte source, got ${show(source)}`,
  )
}
