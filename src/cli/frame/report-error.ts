/**
 * What a failed command says, always on stderr, so that stdout holds answers only: one line
 * `error: <message>`, or with `--json` one line `{"error":{code,message,path,expected,actual}}`.
 */

import { JahsBenchError } from "../../errors.ts"

/** `featureNames` → `--feature-names`. */
function option(name: string): string {
  return `--${name.replaceAll(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`
}

/** The library names its JavaScript options; here they are options of the command line. */
function inOptionWords(text: string): string {
  return text
    .replaceAll(/\boptions\.(\w+)/g, (_, name: string) => option(name))
    .replaceAll(/\{ (\w+): true \}/g, (_, name: string) => option(name))
    .replaceAll(/\{ (\w+): (\w+) \}/g, (_, name: string, value: string) => `${option(name)} ${value}`)
    .replaceAll(/(?<![-\w])featureNames\b/g, option)
}

function onOneLine(text: string): string {
  return text.trim().replaceAll(/\s*\n\s*/g, " ")
}

/**
 * Text for an error.
 *
 * @param error what was thrown
 * @param json whether the command was asked for JSON
 * @returns the text for stderr, without the last line's end; a stack only where the error is not typed
 */
export function reportError(error: unknown, json: boolean): string {
  const typed = error instanceof JahsBenchError
  const message = error instanceof Error ? error.message : String(error)
  if (json) {
    const { path, expected, actual } = typed ? error : {}
    const document = {
      code: typed ? error.code : "ERR_BUG",
      message: onOneLine(inOptionWords(message)),
      path: path === undefined ? null : inOptionWords(path),
      expected: expected ?? null,
      actual: actual ?? null,
      ...(typed || !(error instanceof Error) ? {} : { stack: error.stack }),
    }
    return JSON.stringify({ error: document })
  }
  if (typed) return `error: ${onOneLine(inOptionWords(message))}`
  const stack = error instanceof Error ? (error.stack ?? message) : message
  return `error: unexpected, a bug in this program: ${onOneLine(message)}\n${stack}`
}
