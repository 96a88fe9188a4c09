/** `jahs-bench-201/trees`: XGBoost tree ensembles, useful on its own for any model. */

export { openPack } from "../predict/pack/pack.ts"
export * from "./trees.public.ts"
