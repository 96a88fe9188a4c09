/** The service as a Cloudflare Worker, its files in an R2 bucket, read as streams. */
import { openBenchmark } from "jahs-bench-201"
import { createHandler, type Handler } from "jahs-bench-201/service"
import { readBooster } from "jahs-bench-201/trees"

interface StoredFile {
  readonly body: ReadableStream<Uint8Array>
  bytes(): Promise<Uint8Array>
}

interface Environment {
  readonly FILES: { get(key: string): Promise<StoredFile | null> }
}

async function read({ FILES }: Environment, key: string): Promise<StoredFile> {
  const file = await FILES.get(key)
  if (file === null) throw new Error(`the bucket FILES has no ${key}`)
  return file
}

let handler: Promise<Handler> | undefined

async function open(environment: Environment): Promise<Handler> {
  const { body } = await read(environment, "cifar10.bin")
  const model = await read(environment, "iris.ubj")
  const benchmark = await openBenchmark({ task: "cifar10", source: body })
  const boosters = { iris: readBooster(await model.bytes()) }
  return createHandler({ benchmarks: [benchmark], boosters, cors: "*" })
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
