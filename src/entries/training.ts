/** `jahs-bench-201/training`: boosters and surrogates from tables, on one thread. */

export { fitSurrogate } from "../training/fit-surrogate.ts"
export * from "./training.public.ts"
