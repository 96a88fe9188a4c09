/** The service as a Cloudflare Worker, its files in a KV namespace: a small bundle, several releases at hand. */
import { openBenchmark } from "jahs-bench-201"
import { createHandler, type Handler } from "jahs-bench-201/service"
import { readBooster } from "jahs-bench-201/trees"

interface Environment {
  readonly FILES: { get(key: string, type: "arrayBuffer"): Promise<ArrayBuffer | null> }
}

async function read({ FILES }: Environment, key: string): Promise<ArrayBuffer> {
  const bytes = await FILES.get(key, "arrayBuffer")
  if (bytes === null) throw new Error(`the namespace FILES has no ${key}`)
  return bytes
}

let handler: Promise<Handler> | undefined

async function open(environment: Environment): Promise<Handler> {
  const source = await read(environment, "cifar10.bin")
  const iris = readBooster(new Uint8Array(await read(environment, "iris.ubj")))
  const benchmark = await openBenchmark({ task: "cifar10", source })
  return createHandler({ benchmarks: [benchmark], boosters: { iris }, cors: "*" })
}

export default {
  async fetch(request: Request, environment: Environment): Promise<Response> {
    handler ??= open(environment)
    try {
      return (await handler)(request)
    } catch (error) {
      // What failed once may be there the next time.
      handler = undefined
      throw error
    }
  },
}
