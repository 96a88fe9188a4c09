/** The service on Bun: `bun server.ts`, with cifar10.bin and iris.ubj beside it. */
import { openBenchmark } from "jahs-bench-201"
import { createHandler } from "jahs-bench-201/service"
import { readBooster } from "jahs-bench-201/trees"

/** The part of Bun that is used, for type checkers that do not know it. */
declare const Bun: {
  file(path: URL): { bytes(): Promise<Uint8Array> }
  env: Record<string, string | undefined>
  serve(options: {
    port: number
    hostname: string
    idleTimeout: number
    fetch(request: Request): Promise<Response>
  }): { url: URL }
}

const beside = (name: string): URL => new URL(name, import.meta.url)

const handler = createHandler({
  benchmarks: [await openBenchmark({ task: "cifar10", source: beside("cifar10.bin") })],
  boosters: { iris: readBooster(await Bun.file(beside("iris.ubj")).bytes()) },
  cors: "*",
  compress: true,
  log: entry => entry.level === "error" && console.error(JSON.stringify(entry)),
})

const { PORT = "8080", HOST = "127.0.0.1" } = Bun.env
// As long as the service takes for an answer; Bun's own patience ends after ten seconds.
const server = Bun.serve({ port: Number(PORT), hostname: HOST, idleTimeout: 60, fetch: handler })
console.log(server.url.origin)
