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
  /** Columns that only lines have, as `head` says what is in them. */
  readonly linesOnly?: readonly string[]
  /** Worked out one at a time, with a pause between; at least one, so that columns have their names. */
  readonly blocks: Iterable<Block>
}

/**
 * Rows in blocks of one size.
 *
 * @param blockRows rows that are worked out without a pause
 * @param evaluate works out rows `[begin, end)`
 */
export function* blocksOf(
  numRows: number,
  blockRows: number,
  evaluate: (begin: number, end: number) => Block,
): Generator<Block> {
  for (let begin = 0; begin === 0 || begin < numRows; begin += blockRows) {
    yield evaluate(begin, Math.min(begin + blockRows, numRows))
  }
}

export type Answer = DocumentAnswer | TextAnswer | RowsAnswer
