/** `jahs-bench-201/experiments`: studies, on this thread. */

export { runStudy } from "../experiments/index.ts"
export * from "./experiments.public.ts"
