/** The error of a request as such: its address, size, form or time; the rest are the library's own classes. */

import { type ErrorDetails, JahsBenchError } from "../errors.ts"

/** What is wrong with a request. */
export type ServiceErrorCode =
  | "ERR_REQUEST"
  | "ERR_UNAUTHORIZED"
  | "ERR_NO_ROUTE"
  | "ERR_METHOD"
  | "ERR_TIMEOUT"
  | "ERR_BODY_TOO_LARGE"
  | "ERR_MEDIA_TYPE"
  | "ERR_FIELD"
  | "ERR_TOO_MANY"
  | "ERR_SERVICE"
  | "ERR_UNREACHABLE"

/** HTTP status of each. */
export const SERVICE_STATUS: Readonly<Record<ServiceErrorCode, number>> = {
  ERR_REQUEST: 400,
  ERR_UNAUTHORIZED: 401,
  ERR_NO_ROUTE: 404,
  ERR_METHOD: 405,
  ERR_TIMEOUT: 408,
  ERR_BODY_TOO_LARGE: 413,
  ERR_MEDIA_TYPE: 415,
  ERR_FIELD: 422,
  ERR_TOO_MANY: 422,
  ERR_SERVICE: 500,
  ERR_UNREACHABLE: 503,
}

/** A request that a service refuses, or could not answer. `status` is its HTTP status. */
export class ServiceError extends JahsBenchError {
  override readonly name = "ServiceError"
  declare readonly code: ServiceErrorCode
  readonly status: number

  /**
   * @param code what is wrong
   * @param status HTTP status, where it is another one than the code's
   */
  constructor(code: ServiceErrorCode, details: ErrorDetails, status: number = SERVICE_STATUS[code]) {
    super(code, details)
    this.status = status
  }
}
