/**
 * A worker that answers queries: `/?seed=7&epoch=50` draws a configuration and returns its metrics.
 * Start it with `npx wrangler dev` in this folder. Wrangler takes the imported `.bin` file as data.
 */
import { type Benchmark, createRandom, JahsBenchError, openBenchmark } from "jahs-bench-201"
import pack from "jahs-bench-201/models/distilled-2/cifar10.bin"

// Opened by the first request: a worker may not do such work while it starts.
let benchmark: Benchmark | undefined

export default {
  async fetch(request: Request): Promise<Response> {
    benchmark ??= await openBenchmark({ task: "cifar10", source: pack })
    const { searchParams } = new URL(request.url)
    try {
      const configuration = benchmark.space.sample(createRandom(Number(searchParams.get("seed") ?? 0)))
      const metrics = benchmark.query(configuration, { epoch: Number(searchParams.get("epoch") ?? 200) })
      return Response.json({ release: benchmark.release, configuration, metrics })
    } catch (error) {
      // A bad epoch is a FidelityError, a bad seed a RangeError; anything else is a fault of this worker.
      if (!(error instanceof JahsBenchError || error instanceof RangeError)) throw error
      return new Response(error.message, { status: 400 })
    }
  },
}
