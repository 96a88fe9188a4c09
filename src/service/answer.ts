/** What endpoints answer, before it is a response: a document, or rows that are worked out block by block. */

/** Whether an answer can ever change: never, on a new deployment, or at any time. */
export type Lasting = "always" | "deployed" | "now"

/** One JSON document. */
interface DocumentAnswer {
  readonly kind: "document"
  readonly lasting: Lasting
  readonly body: unknown
}

/** Text of another type than JSON. */
interface TextAnswer {
  readonly kind: "text"
  readonly lasting: Lasting
  readonly type: string
  readonly text: string
  readonly headers?: Readonly<Record<string, string>>
}

/** Columns of a block of rows: one entry a row. */
export type Block = Readonly<Record<string, ArrayLike<unknown>>>

/**
 * Rows: as one document, `head` with all `columns`; as lines, one object a row. Everything that can be wrong
 * with the request was checked before.
 */
export interface RowsAnswer {
  readonly kind: "rows"
  readonly lasting: Lasting
  readonly head: Readonly<Record<string, unknown>>
  readonly numRows: number
  /** Rows that are worked out without a pause. */
  readonly blockRows: number
  /** Works out rows `[begin, end)`. */
  readonly evaluate: (begin: number, end: number) => Block
}

export type Answer = DocumentAnswer | TextAnswer | RowsAnswer
