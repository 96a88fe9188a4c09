/** JSON as people give it: one document, an array of them, or one a line, from a text or as it streams in. */

import { TextDecoder } from "node:util"
import { ConfigurationError, show } from "../../errors.ts"

/** A value before it is checked, and where it stood, for messages. */
export interface Given {
  readonly value: unknown
  readonly where: string
}

function parse(text: string, where: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new ConfigurationError({
      source: where,
      what: "not JSON",
      actual: error instanceof Error ? error.message : show(error),
    })
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function located(value: unknown, where: string): Given[] {
  if (!Array.isArray(value)) return [{ value, where }]
  return value.map((item, at) => ({ value: item, where: `${where}[${at}]` }))
}

function parseLine(line: string, number: number, where: string): Given[] {
  const place = `${where}, line ${number}`
  return line.trim() === "" ? [] : [{ value: parse(line, place), where: place }]
}

/** Lines of a document each, unless the first one is only the beginning of a document. */
function isLines(first: string): boolean {
  return first.trimStart().startsWith("{") && isJson(first)
}

/** The values of a whole text: one, an array of them, or one a line. */
export function allJsonValues(text: string, where: string): Given[] {
  const lines = text.split("\n")
  const numFull = lines.filter(line => line.trim() !== "").length
  const first = lines.find(line => line.trim() !== "") ?? ""
  if (numFull > 1 && isLines(first)) return lines.flatMap((line, at) => parseLine(line, at + 1, where))
  return text.trim() === "" ? [] : located(parse(text, where), where)
}

/** The values of a stream: lines are given as they come, other documents when they are complete. */
export async function* jsonValues(
  stream: AsyncIterable<Uint8Array | string>,
  where: string,
): AsyncGenerator<Given[]> {
  const decoder = new TextDecoder()
  let rest = ""
  let number = 0
  let asLines: boolean | null = null
  for await (const chunk of stream) {
    rest += typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true })
    if (asLines === null) {
      const first = /^\s*\S.*\n/.exec(rest)
      if (first !== null) asLines = isLines(first[0])
    }
    if (!asLines) continue
    const lines = rest.split("\n")
    rest = lines.pop() ?? ""
    yield lines.flatMap((line, at) => parseLine(line, number + at + 1, where))
    number += lines.length
  }
  rest += decoder.decode()
  yield asLines ? parseLine(rest, number + 1, where) : allJsonValues(rest, where)
}
