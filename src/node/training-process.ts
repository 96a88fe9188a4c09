/** The collector as a child process, which never outlives what started it. */

import { type ChildProcess, spawn } from "node:child_process"
import { JahsBenchError, TrainingError } from "../errors.ts"
import { LineReader } from "../experiments/line-reader.ts"
import type { TrainingRequest } from "../live/trainer.ts"
import { codeOf } from "./storage-error.ts"

/** What is started. */
export interface TrainingCommand {
  readonly python: string
  /** `live.py` of the collector. */
  readonly script: string
  readonly images: string
  /** Folder for the resized images; null keeps none. */
  readonly cache: string | null
}

/** Characters of what the process complained of that are kept: the last line says why it ended. */
const KEPT_ERRORS = 4000

/** How a process ended: null where it ended well. */
type Ending = string | null

function endingOf(child: ChildProcess): Promise<Ending> {
  return new Promise(resolve => {
    child.once("error", error => resolve(codeOf(error)))
    child.once("close", (code, signal) => resolve(code === 0 ? null : (signal ?? `exit code ${code}`)))
  })
}

/** A stream of a process that could not be started, or was ended, may break off: its ending says why. */
async function nextLine(reader: LineReader): Promise<string | null> {
  try {
    return await reader.next()
  } catch (error) {
    if (error instanceof JahsBenchError) throw error
    return null
  }
}

/**
 * Trains once in a process of its own. Its standard input stays open as long as this process lives, and its end ends
 * the collector: so it does even where this process is killed.
 *
 * @param signal kills the process, whatever it does
 * @returns its lines; the process has ended by the time that the iterator has, however it does
 * @throws {TrainingError} where it ended otherwise than it should, with its last words
 * @throws the signal's reason
 */
export async function* trainingLines(
  { python, script, images, cache }: TrainingCommand,
  request: TrainingRequest,
  signal: AbortSignal | undefined,
): AsyncGenerator<string, void, void> {
  signal?.throwIfAborted()
  // -B: the package's folder may be one that must not be written to.
  const words = ["-B", script, "--data", images, ...(cache === null ? [] : ["--cache", cache])]
  const child = spawn(python, words, { stdio: ["pipe", "pipe", "pipe"] })
  const ended = endingOf(child)
  const kill = (): void => void child.kill("SIGKILL")
  signal?.addEventListener("abort", kill, { once: true })
  let errors = ""
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors = (errors + text).slice(-KEPT_ERRORS)
  })
  // A process that is gone takes no request: its ending says why.
  child.stdin.on("error", () => {})
  child.stdin.write(`${JSON.stringify(request)}\n`)
  const reader = new LineReader(child.stdout)
  try {
    for (let line = await nextLine(reader); line !== null; line = await nextLine(reader)) yield line
    const ending = await ended
    signal?.throwIfAborted()
    if (ending === null) return
    const said = errors.trim().split("\n").at(-1)
    throw new TrainingError({
      source: python,
      what: "the training's process failed",
      actual: said ? `${ending}: ${said}` : ending,
    })
  } finally {
    signal?.removeEventListener("abort", kill)
    kill()
    await ended
  }
}
