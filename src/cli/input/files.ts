/** Reading what the command line names: files, and standard input for `-`. */

import { readFile } from "node:fs/promises"
import { NotFoundError, show } from "../../errors.ts"
import type { Surroundings } from "../frame/screen.ts"

/** What is said of a file that cannot be read, whatever the system's reason. */
export function unreadable(path: string, error: unknown): NotFoundError {
  return new NotFoundError({
    source: path,
    what: "the file could not be read",
    expected: "a file",
    actual: error instanceof Error && "code" in error ? String(error.code) : show(error),
  })
}

/** All bytes of a stream. */
async function readStream(stream: Surroundings["stdin"]): Promise<Uint8Array> {
  const encoder = new TextEncoder()
  const chunks: Uint8Array[] = []
  for await (const chunk of stream) chunks.push(typeof chunk === "string" ? encoder.encode(chunk) : chunk)
  const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0))
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}

/**
 * Reads a file.
 *
 * @param path its path, or `-` for standard input
 * @throws {NotFoundError} where it cannot be read
 */
export async function readBytes(path: string, stdin: Surroundings["stdin"]): Promise<Uint8Array> {
  if (path === "-") return readStream(stdin)
  try {
    return await readFile(path)
  } catch (error) {
    throw unreadable(path, error)
  }
}
