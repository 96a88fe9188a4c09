/** The service as a Cloudflare Worker, its files in the bundle as data modules. */
import { openBenchmark } from "jahs-bench-201"
import { createHandler, type Handler } from "jahs-bench-201/service"
import { readBooster } from "jahs-bench-201/trees"
import cifar10 from "./cifar10.bin"
import iris from "./iris.ubj"

let handler: Promise<Handler> | undefined

async function open(): Promise<Handler> {
  const benchmark = await openBenchmark({ task: "cifar10", source: cifar10 })
  const boosters = { iris: readBooster(new Uint8Array(iris)) }
  return createHandler({ benchmarks: [benchmark], boosters, cors: "*" })
}

export default {
  async fetch(request: Request): Promise<Response> {
    // By the first request: a worker may not do such work while it starts.
    handler ??= open()
    return (await handler)(request)
  },
}
