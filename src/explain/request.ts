/** What contributions and interactions have in common: their arguments, checked as `predict` checks its own. */

import { ShapeError, show } from "../errors.ts"
import type { Booster } from "../predict/booster/booster.ts"

export interface ExplainOptions {
  /** Rows in `rows` (default 1). */
  readonly numRows?: number
  /** Boosting rounds `[begin, end)`; an `end` of 0 means the last round. Default: all rounds. */
  readonly iterationRange?: readonly [number, number]
  /** numRows × numOutputs margins to start from instead of the base score. */
  readonly baseMargin?: Float32Array
  /** Where the result is written; of exactly the result's length. */
  readonly out?: Float32Array
}

export interface ExplainRequest {
  readonly numRows: number
  readonly beginTree: number
  readonly endTree: number
  /** numRows × numOutputs margins of no tree and, in a linear booster, of no feature. */
  readonly startMargins: Float32Array
  readonly out: Float32Array
}

/** Beyond this V8 and others refuse a typed array, or the machine has no memory for it. */
const MAX_VALUES = 2 ** 31

function checkOut(out: unknown, length: number, formula: string): Float32Array {
  if (length > MAX_VALUES) {
    throw new RangeError(
      `rows: expected a result of at most ${MAX_VALUES} values, got ${formula} = ${length}; explain fewer at a time`,
    )
  }
  if (out === undefined) return new Float32Array(length)
  if (!(out instanceof Float32Array)) {
    throw new TypeError(`options.out: expected a Float32Array, got ${show(out)}`)
  }
  if (out.length !== length) {
    throw new ShapeError({
      path: "options.out",
      what: "wrong length",
      expected: `${length} entries (${formula})`,
      actual: `${out.length}`,
    })
  }
  return out.fill(0)
}

/**
 * @param numColumns values per row and output
 * @param formula how they are called, for messages
 */
export function checkRequest(
  booster: Booster,
  rows: Float32Array,
  options: ExplainOptions,
  numColumns: number,
  formula: string,
): ExplainRequest {
  const { numRows = 1, iterationRange, baseMargin } = options
  const { iterationIndptr } = booster.info
  const numRounds = iterationIndptr.length - 1
  // The margin of no rounds is the base margin. Asking for it also checks rows and base margins.
  const noRounds = { numRows, output: "margin", iterationRange: [numRounds, numRounds] } as const
  let startMargins = booster.predict(rows, baseMargin ? { ...noRounds, baseMargin } : noRounds)
  if (booster.info.booster === "gblinear") {
    const missing = new Float32Array(rows.length).fill(Number.NaN)
    startMargins = booster.predict(missing, baseMargin ? { ...noRounds, baseMargin } : noRounds)
  }
  if (iterationRange) booster.predict(new Float32Array(0), { numRows: 0, output: "margin", iterationRange })
  const [begin, end] = iterationRange ?? [0, 0]
  const { numOutputs } = booster
  const length = numRows * numOutputs * numColumns
  return {
    numRows,
    beginTree: iterationIndptr[begin],
    endTree: iterationIndptr[end === 0 ? numRounds : end],
    startMargins,
    out: checkOut(options.out, length, `numRows ${numRows} × numOutputs ${numOutputs} × ${formula}`),
  }
}
