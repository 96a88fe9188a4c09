/** `jahs-bench-201/experiments` on Node, Deno and Bun: studies by several threads. */

export { runStudy } from "../node/run-study.ts"
export * from "./experiments.public.ts"
