/** An endpoint: its address, its place in the OpenAPI document, and the function that answers. */

import type { Benchmark } from "../benchmark/index.ts"
import type { Answer } from "./answer.ts"
import type { Deadline } from "./deadline.ts"
import type { Fields } from "./fields.ts"
import type { Settings } from "./options.ts"
import type { RequestCounts } from "./request-counts.ts"

/** A JSON Schema, as OpenAPI 3.1 has it. */
export type Schema = Readonly<Record<string, unknown>>

/** A parameter of the address' query. */
export interface Parameter {
  readonly name: string
  readonly description: string
  readonly required?: boolean
  readonly schema: Schema
}

/** What the OpenAPI document says of an endpoint; problems, path parameters and headers are added to it. */
export interface Operation {
  readonly operationId: string
  readonly summary: string
  readonly description?: string
  readonly parameters?: readonly Parameter[]
  /** Fields of the body. */
  readonly body?: Schema
  /** A body that can be sent as it is. */
  readonly example?: unknown
  /** What is answered, by media type. */
  readonly answers: Readonly<Record<string, Schema>>
}

/** A request, once it was read. */
export interface Question {
  /** Fields of the body, or parameters of the address. */
  readonly fields: Fields
  /** Values of the path's `{names}`, decoded. */
  readonly path: Readonly<Record<string, string>>
  readonly settings: Settings
  readonly counts: RequestCounts | null
  /** For work that is done before there is an answer; rows are paced by whoever sends them. */
  readonly deadline: Deadline
}

export interface Endpoint {
  readonly method: "GET" | "POST"
  /** With `{names}` for what varies. */
  readonly path: string
  /** Whether strangers may ask though tokens are demanded. */
  readonly open?: boolean
  readonly operation: Operation
  readonly answer: (question: Question) => Answer | Promise<Answer>
}

/** An endpoint below a benchmark's path. */
export interface BenchmarkEndpoint extends Omit<Endpoint, "answer"> {
  readonly answer: (benchmark: Benchmark, question: Question) => Answer | Promise<Answer>
}
