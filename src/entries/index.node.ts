/** `jahs-bench-201` on Node: packs are read from the package's folder. */

export { openBenchmark } from "../node/open-benchmark.ts"
export * from "./public.ts"
