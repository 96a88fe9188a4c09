/** One line of a service's log, as a record: the owner's function writes it where logs go. */

/** What is said of a request. Nothing of its headers, its query or its body. */
export interface LogEntry {
  /** When it arrived, as ISO 8601 in UTC. */
  readonly time: string
  readonly level: "info" | "error"
  readonly method: string
  /** The route, `/v1/{task}/{release}/query`, or `unknown`: paths may hold what is not for logs. */
  readonly route: string
  readonly status: number
  /** Until the answer began. */
  readonly milliseconds: number
  /** Code of the problem, where it was one. */
  readonly code?: string
  /** Stack of an error that is no refusal. */
  readonly stack?: string
}
