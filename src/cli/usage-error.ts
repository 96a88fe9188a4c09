/** The command line's own typed error: options and arguments that make no sense together or alone. */

import { type ErrorDetails, JahsBenchError } from "../errors.ts"

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
