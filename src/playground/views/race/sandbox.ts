/**
 * The worker of a pasted optimiser. The page's policy, which it inherits, keeps it from other hosts; what is in front
 * of the pasted text takes the way to this one from it, too; a watchdog ends what does not answer.
 */

import { enclose, KEPT } from "./enclose.ts"

export interface SandboxListener {
  /** A line for the host: the answer to the last `ask`. */
  readonly onAnswer: (line: string) => void
  /** It is over, for this reason; nothing else comes after. */
  readonly onFailure: (message: string) => void
}

/** Characters of a pasted module. */
const MOST_SOURCE = 200_000
/** Characters of an answer: a configuration has some hundred. */
const MOST_ANSWER = 20_000
/** Until an answer. */
const PATIENCE_MILLISECONDS = 3000

/**
 * Why a text is not even tried; null where it is.
 *
 * Loading is the one way out that is part of the language, and cannot be taken away from a running module: `import` in
 * all its forms, and `export … from`. Keywords cannot be written in any other way.
 */
export function refusalOf(source: string): string | null {
  if (source.length > MOST_SOURCE) return `it has more than ${MOST_SOURCE} characters`
  if (/\bimport\b/.test(source)) {
    return "it has the word import: paste what it needs into the module (comments count, too)"
  }
  if (/\bexport\b(?!\s+default\b)/.test(source)) return "it exports something else than export default"
  return null
}

/** The script: what was pasted keeps its line numbers. */
function scriptOf(source: string): string {
  const given = `globalThis,()=>import(import.meta.url),${JSON.stringify(KEPT)},${MOST_ANSWER}`
  return `(${enclose})(${given});${source}`
}

/** One worker, for one race. */
export class Sandbox {
  private readonly listener: SandboxListener
  private readonly worker: Worker
  private readonly url: string
  /** Lines that came before the module was there. */
  private early: string[] | null = []
  /** Runs while something is asked. */
  private watchdog: ReturnType<typeof setTimeout> | undefined
  private isClosed = false

  /** @param source of a module that `refusalOf` does not refuse */
  constructor(source: string, listener: SandboxListener) {
    this.listener = listener
    this.url = URL.createObjectURL(new Blob([scriptOf(source)], { type: "text/javascript" }))
    this.worker = new Worker(this.url, { type: "module", name: "pasted" })
    this.worker.onmessage = ({ data }) => this.receive(data)
    this.worker.onerror = event => {
      event.preventDefault()
      // An event without a message is of a text that does not parse.
      this.fail(event.message ?? "it is not a JavaScript module")
    }
    this.watch()
  }

  /** Passes a line on. */
  hear(line: string): void {
    if (this.early !== null) {
      this.early.push(line)
      return
    }
    if (line.startsWith('{"ask"')) this.watch()
    this.worker.postMessage(line)
  }

  close(): void {
    this.isClosed = true
    clearTimeout(this.watchdog)
    this.watchdog = undefined
    this.worker.terminate()
    URL.revokeObjectURL(this.url)
  }

  private watch(): void {
    this.watchdog = setTimeout(
      () => this.fail(`it did not answer within ${PATIENCE_MILLISECONDS / 1000} seconds`),
      PATIENCE_MILLISECONDS,
    )
  }

  private fail(message: string): void {
    if (this.isClosed) return
    this.close()
    this.listener.onFailure(message)
  }

  private receive(data: unknown): void {
    if (this.isClosed) return
    const isAsked = this.watchdog !== undefined
    clearTimeout(this.watchdog)
    this.watchdog = undefined
    const text = typeof data === "string" && data.length <= MOST_ANSWER ? data : ""
    const failure = failureIn(text) ?? (isAsked ? null : "it said what nobody asked for")
    if (failure !== null) this.fail(failure)
    else if (this.early === null) this.listener.onAnswer(text)
    else this.begin(this.early)
  }

  /** The module is there. */
  private begin(early: readonly string[]): void {
    this.early = null
    for (const line of early) this.hear(line)
  }
}

/** What a message says that went wrong; null for other messages. */
function failureIn(text: string): string | null {
  try {
    const { failure } = JSON.parse(text)
    return failure === undefined ? null : String(failure)
  } catch {
    return "its answer is no message"
  }
}
