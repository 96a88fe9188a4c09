/** How packs arrive: a store finds a release's file, and every kind of source becomes bytes. */

import { NotFoundError, show } from "../errors.ts"
import type { TaskName } from "./task.ts"

/** Anything that holds a pack's bytes, or will. */
export type PackSource = Uint8Array | ArrayBuffer | Response | ReadableStream<Uint8Array> | URL

/** Finds release packs: in a folder, behind a URL, in a key-value store. */
export interface ReleaseStore {
  /**
   * @param request which task of which release
   * @returns the pack, in any form
   * @throws {NotFoundError} where the store does not have it
   */
  open(request: { readonly task: TaskName; readonly release: string }): PackSource | Promise<PackSource>
}

/** Reads the bytes behind a URL; runtimes differ in what they can open. */
export type FetchBytes = (url: URL) => Promise<Uint8Array>

async function readResponse(response: Response, name: string): Promise<Uint8Array> {
  if (!response.ok) {
    throw new NotFoundError({
      source: name,
      what: "the server did not send the pack",
      expected: "status 200",
      actual: `${response.status}${response.statusText ? ` ${response.statusText}` : ""}`,
    })
  }
  return new Uint8Array(await response.arrayBuffer())
}

/**
 * Fetches a URL with the platform's `fetch`.
 *
 * @throws {NotFoundError} where there is no answer, or one that is not 200
 */
export async function fetchBytes(url: URL): Promise<Uint8Array> {
  let response: Response
  try {
    response = await fetch(url)
  } catch (error) {
    throw new NotFoundError({
      source: url.href,
      what: "the pack could not be fetched",
      expected: "an answer",
      actual: error instanceof Error ? error.message : show(error),
    })
  }
  return readResponse(response, url.href)
}

/**
 * Makes bytes of any source.
 *
 * @param name what the source is called in messages, where it has no URL
 * @throws {TypeError} for anything else
 * @throws {NotFoundError} for a response that is not 200
 */
export async function bytesOfSource(
  source: PackSource,
  name: string,
  fetchUrl: FetchBytes,
): Promise<Uint8Array> {
  if (source instanceof Uint8Array) return source
  if (source instanceof ArrayBuffer) return new Uint8Array(source)
  if (source instanceof URL) return fetchUrl(source)
  if (source instanceof Response) return readResponse(source, source.url || name)
  if (source instanceof ReadableStream) return readResponse(new Response(source), name)
  throw new TypeError(
    `source: expected a Uint8Array, ArrayBuffer, Response, ReadableStream, URL or release store, got ${show(source)}`,
  )
}
