/** The exit codes of every command, in one table: `--help` prints it, scripts may rely on it. */

import { JahsBenchError } from "../../errors.ts"

/** One row of the table. */
export interface ExitCode {
  readonly code: number
  readonly meaning: string
  /** Codes of the typed errors that end in it. */
  readonly errors: readonly string[]
}

export const OK = 0
export const NO = 1
export const USAGE = 2
const OUTPUT_FAILED = 74
const BUG = 70

export const exitCodes: readonly ExitCode[] = [
  { code: OK, meaning: "done; also when the reader of a pipe left early", errors: [] },
  { code: NO, meaning: "the answer is no: a check failed", errors: [] },
  {
    code: USAGE,
    meaning: "wrong usage or bad input: a command, option, configuration or epoch",
    errors: ["ERR_USAGE", "ERR_CONFIGURATION", "ERR_FIDELITY", "ERR_SHAPE"],
  },
  { code: 3, meaning: "not found: a task, metric, release or file", errors: ["ERR_NOT_FOUND"] },
  { code: 4, meaning: "outside the domain of the release", errors: ["ERR_DOMAIN"] },
  { code: 5, meaning: "no model or release pack, or a damaged one", errors: ["ERR_MODEL_FORMAT"] },
  { code: 6, meaning: "a model that this version does not evaluate", errors: ["ERR_UNSUPPORTED_MODEL"] },
  { code: 7, meaning: "a training run failed", errors: ["ERR_TRAINING"] },
  { code: BUG, meaning: "a bug in this program; the stack is printed", errors: [] },
  {
    code: OUTPUT_FAILED,
    meaning: "the output could not be written",
    errors: ["ERR_OUTPUT"],
  },
  { code: 130, meaning: "interrupted by Ctrl-C; what was begun is whole", errors: ["ERR_INTERRUPTED"] },
]

/**
 * The exit code that an error ends in.
 *
 * @param error what was thrown
 * @returns a code of the table; 70 for everything that is no typed error
 */
export function exitCodeOf(error: unknown): number {
  if (!(error instanceof JahsBenchError)) return BUG
  return exitCodes.find(({ errors }) => errors.includes(error.code))?.code ?? BUG
}
