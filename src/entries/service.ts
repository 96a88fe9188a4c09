/** `jahs-bench-201/service`: benchmarks and boosters over HTTP, as one function from request to response. */

export { createHandler, type Handler } from "../service/handler.ts"
export { type LambdaEvent, type LambdaResult, lambdaHandler } from "../service/lambda.ts"
export type { LogEntry } from "../service/log-entry.ts"
export { type Cors, defaultLimits, type HandlerOptions } from "../service/options.ts"
export type { Limits, Problem } from "../wire/index.ts"
