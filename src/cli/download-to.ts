/** A download with its progress on the screen. */

import { mkdir } from "node:fs/promises"
import { basename, join } from "node:path"
import { download } from "../node/download.ts"
import type { Screen } from "./screen.ts"

/**
 * @param folder where the file is put, under the name that the URL ends in
 * @returns its path
 */
export async function downloadTo(
  screen: Screen,
  url: URL,
  folder: string,
  signal: AbortSignal,
): Promise<string> {
  const name = basename(decodeURIComponent(url.pathname)) || "download"
  await mkdir(folder, { recursive: true })
  let progress: ReturnType<Screen["progress"]> | null = null
  try {
    const { path } = await download(url, join(folder, name), {
      signal,
      onProgress: ({ received, total }) => {
        progress ??= screen.progress(name, total ?? 0, "bytes")
        progress.update(received)
      },
    })
    return path
  } finally {
    ;(progress as ReturnType<Screen["progress"]> | null)?.end()
  }
}
