/** Where commands write: answers to stdout, notes and progress to stderr; colour and width are decided here. */

import pico from "picocolors"
import { Progress, type ProgressUnit } from "./progress.ts"
import { OutputError } from "./usage-error.ts"

/** What the screen needs of `process.stdout` and `process.stderr`. */
export interface OutputStream {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string, done?: (error?: Error | null) => void): unknown
}

/** What a command line runs with: the process's own, or a test's. */
export interface Surroundings {
  readonly stdin: AsyncIterable<Uint8Array | string> & { readonly isTTY?: boolean }
  readonly stdout: OutputStream
  readonly stderr: OutputStream
  readonly env: Readonly<Record<string, string | undefined>>
  /** Version of the package. */
  readonly version: string
}

export type Colors = ReturnType<typeof pico.createColors>

/** Answers are gathered up to this many characters: one write a line would be slow. */
const BUFFER_LENGTH = 65_536
const DEFAULT_COLUMNS = 80

/** One command's view of the terminal. */
export class Screen {
  /** Whether answers are JSON documents, one a line; notes and progress are left out then. */
  readonly json: boolean
  /** Characters of a line. */
  readonly columns: number
  readonly colors: Colors
  /** Version of the package. */
  readonly version: string
  readonly stdin: Surroundings["stdin"]
  private readonly stdout: OutputStream
  private readonly stderr: OutputStream
  private buffer = ""

  constructor({ stdin, stdout, stderr, env, version }: Surroundings, json: boolean) {
    this.version = version
    this.json = json
    this.columns = stdout.columns || DEFAULT_COLUMNS
    this.colors = pico.createColors(stdout.isTTY === true && !env["NO_COLOR"] && env["TERM"] !== "dumb")
    this.stdin = stdin
    this.stdout = stdout
    this.stderr = stderr
  }

  /** Writes lines of the answer. */
  async print(text = ""): Promise<void> {
    this.buffer += `${text}\n`
    if (this.buffer.length >= BUFFER_LENGTH) await this.flush()
  }

  /** Writes one JSON document on a line of its own. */
  async document(value: unknown): Promise<void> {
    await this.print(JSON.stringify(value))
  }

  /** Sends what was gathered; resolves when the stream has taken it. */
  async flush(): Promise<void> {
    const text = this.buffer
    this.buffer = ""
    if (text !== "") await write(this.stdout, text)
  }

  /** Says something that is not part of the answer. */
  note(text: string): void {
    if (!this.json) this.stderr.write(`${text}\n`)
  }

  /** Says what went wrong, or what was asked to be said, with JSON answers as without. */
  error(line: string): void {
    this.stderr.write(`${line}\n`)
  }

  /** Shows how far a long piece of work is, where somebody watches. */
  progress(label: string, total: number, unit?: ProgressUnit): Progress {
    return new Progress(this.json || this.stderr.isTTY !== true ? null : this.stderr, label, total, unit)
  }
}

function write(stream: OutputStream, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, error => {
      if (!error) return resolve()
      const code = "code" in error ? String(error.code) : error.message
      if (isBrokenPipe(error)) return reject(error)
      reject(new OutputError({ source: "stdout", what: "could not be written", actual: code }))
    })
  })
}

/** Whether an error says that nobody reads any more. */
export function isBrokenPipe(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EPIPE"
}
