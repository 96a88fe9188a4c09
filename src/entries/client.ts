/** `jahs-bench-201/client`: a benchmark on a service, asked over HTTP. */

export { type ConnectOptions, connectBenchmark } from "../client/connect-benchmark.ts"
export type {
  RemoteBenchmark,
  RemoteOptimum,
  RemoteOptimumOptions,
} from "../client/remote-benchmark.ts"
export type { Abortable } from "../client/remote-queries.ts"
export type { TransportOptions } from "../client/transport.ts"
export {
  ConfigurationError,
  DomainError,
  FidelityError,
  JahsBenchError,
  NotFoundError,
} from "../errors.ts"
export { ServiceError, type ServiceErrorCode } from "../wire/index.ts"
