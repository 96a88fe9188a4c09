/** The command line's own typed errors: words that make no sense, output that cannot be written, Ctrl-C. */

import { type ErrorDetails, JahsBenchError } from "../../errors.ts"

/** A wrong word on the command line. */
export class UsageError extends JahsBenchError {
  override readonly name = "UsageError"
  constructor(details: ErrorDetails) {
    super("ERR_USAGE", details)
  }
}

/** Standard output that cannot be written: a full disk, a closed file. */
export class OutputError extends JahsBenchError {
  override readonly name = "OutputError"
  constructor(details: ErrorDetails) {
    super("ERR_OUTPUT", details)
  }
}

/** Stopped by Ctrl-C, after everything that was begun was left whole. */
export class Interrupted extends JahsBenchError {
  override readonly name = "Interrupted"
  constructor(next = "the same command goes on from here") {
    super("ERR_INTERRUPTED", { what: `interrupted; ${next}` })
  }
}
