/** What page and engine worker say to each other, as plain records that can be cloned. */

/** A question, or that its answer is not wanted any more. */
export type ToEngine =
  | {
      readonly kind: "ask"
      readonly id: number
      readonly view: string
      readonly operation: string
      readonly input: unknown
    }
  | { readonly kind: "cancel"; readonly id: number }

/** How far the download of a pack is. */
export interface Loading {
  readonly task: string
  readonly release: string
  readonly loadedBytes: number
  readonly totalBytes: number
}

/** An error as a record: of its class, the name is what survives. */
export interface Failure {
  readonly name: string
  readonly message: string
  /** Of the package's own errors, for example `ERR_DOMAIN`. */
  readonly code?: string
}

/** Any number of `progress`, then one of `value` and `failure`; `loading` belongs to no question, and is null at its end. */
export type FromEngine =
  | { readonly kind: "progress"; readonly id: number; readonly progress: unknown }
  | { readonly kind: "value"; readonly id: number; readonly value: unknown }
  | { readonly kind: "failure"; readonly id: number; readonly failure: Failure }
  | { readonly kind: "loading"; readonly loading: Loading | null }
