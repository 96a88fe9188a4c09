/** workerd itself, without the tools around it: a worker and its data modules behind one socket. */
import { spawn } from "node:child_process"
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import type { Readable } from "node:stream"
import { root } from "../support/packed.ts"
import { type Running, serverProcess } from "./running.ts"

/** What workerd is told: https://github.com/cloudflare/workerd/blob/main/src/workerd/server/workerd.capnp */
function settings(date: string, files: readonly string[]): string {
  const data = files.map(name => `(name = "${name}", data = embed "${name}")`)
  const modules = ['(name = "worker.js", esModule = embed "worker.js")', ...data].join(", ")
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = (compatibilityDate = "${date}", modules = [${modules}]))],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")]
);
`
}

/**
 * Starts a worker.
 *
 * @param folder where its files are, and where its program is written
 * @param program text of its module
 * @param files data modules
 */
export async function startWorkerd(
  folder: string,
  program: string,
  date: string,
  files: readonly string[],
): Promise<Running> {
  writeFileSync(join(folder, "worker.js"), program)
  writeFileSync(join(folder, "config.capnp"), settings(date, files))
  const binary = join(root, "node_modules", "workerd", "bin", "workerd")
  const child = spawn(binary, ["serve", "--control-fd=3", "config.capnp"], {
    cwd: folder,
    stdio: ["ignore", "inherit", "inherit", "pipe"],
  })
  const port = await new Promise<number>((resolve, reject) => {
    const control = child.stdio[3] as Readable
    control.on("data", text => {
      const found = /"socket":"http","port":(\d+)/.exec(String(text))?.[1]
      if (found !== undefined) resolve(Number(found))
    })
    child.once("error", reject)
    child.once("exit", code => reject(new Error(`workerd ended with ${code}`)))
  })
  return serverProcess(child, `http://127.0.0.1:${port}`)
}

/** A worker that does nothing: what workerd itself takes. */
export function startEmptyWorker(folder: string): Promise<Running> {
  const program = `export default {
    async fetch(request) {
      await request.arrayBuffer()
      return new Response("{}")
    },
  }`
  return startWorkerd(folder, program, "2026-04-01", [])
}
