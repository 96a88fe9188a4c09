/** The service on Deno: `deno run --allow-net --allow-read --allow-env server.ts`. Deno compresses by itself. */
import { openBenchmark } from "jahs-bench-201"
import { createHandler } from "jahs-bench-201/service"
import { readBooster } from "jahs-bench-201/trees"

/** The part of Deno that is used, for type checkers that do not know it. */
declare const Deno: {
  readFile(path: URL): Promise<Uint8Array>
  env: { get(name: string): string | undefined }
  serve(
    options: { port: number; hostname: string; onListen(address: { port: number }): void },
    handler: (request: Request) => Promise<Response>,
  ): void
}

const beside = (name: string): URL => new URL(name, import.meta.url)

const handler = createHandler({
  benchmarks: [await openBenchmark({ task: "cifar10", source: beside("cifar10.bin") })],
  boosters: { iris: readBooster(await Deno.readFile(beside("iris.ubj"))) },
  cors: "*",
  log: entry => entry.level === "error" && console.error(JSON.stringify(entry)),
})

const hostname = Deno.env.get("HOST") ?? "127.0.0.1"
const onListen = ({ port }: { port: number }): void => console.log(`http://${hostname}:${port}`)
Deno.serve({ port: Number(Deno.env.get("PORT") ?? 8080), hostname, onListen }, handler)
