/** A server that knows nothing but files: what any host of static sites does at least. */
import { readFile } from "node:fs/promises"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { extname, join } from "node:path"
import { onTestFinished } from "vitest"

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".json": "application/json",
}

/**
 * Serves a folder below a path, to the end of the test.
 *
 * @param path with slashes at both ends
 * @returns the address of the folder
 */
export async function servePlainly(folder: string, path: string): Promise<string> {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost")
    const file = pathname.endsWith("/") ? `${pathname}index.html` : pathname
    const bytes = file.startsWith(path)
      ? await readFile(join(folder, file.slice(path.length))).catch(() => null)
      : null
    if (bytes === null) response.writeHead(404).end()
    else
      response
        .writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" })
        .end(bytes)
  })
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`
}
