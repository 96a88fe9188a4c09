/** `jahs-bench-201` on Node, Deno and Bun: packs are read from the package's folder and the cache. */

export { openBenchmark } from "../node/open-benchmark.ts"
export { openWorkers } from "../node/worker-threads.ts"
export * from "./public.ts"
