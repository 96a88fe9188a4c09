/** `jahs-bench-201/training` on Node, Deno and Bun: trials of a search are trained by threads. */

export { fitSurrogate } from "../node/fit-surrogate.ts"
export * from "./training.public.ts"
