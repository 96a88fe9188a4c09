/** A download with its progress on the screen. */

import { mkdir } from "node:fs/promises"
import { basename, join } from "node:path"
import { type Downloaded, download } from "../../node/download.ts"
import type { Screen } from "../frame/screen.ts"

/**
 * @param folder where the file is put, under the name that the URL ends in
 * @returns its path, length and SHA-256
 */
export async function downloadTo(
  screen: Screen,
  url: URL,
  folder: string,
  signal: AbortSignal,
): Promise<Downloaded> {
  const name = basename(decodeURIComponent(url.pathname)) || "download"
  await mkdir(folder, { recursive: true })
  let progress: ReturnType<Screen["progress"]> | null = null
  try {
    return await download(url, join(folder, name), {
      signal,
      onProgress: ({ received, total, bytesPerSecond }) => {
        progress ??= screen.progress(name, total ?? 0, "bytes")
        progress.update(received, bytesPerSecond)
      },
    })
  } finally {
    ;(progress as ReturnType<Screen["progress"]> | null)?.end()
  }
}
