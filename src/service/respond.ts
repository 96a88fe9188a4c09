/** From an answer to a response: JSON or lines, entity tag, how long caches may keep it. */

import { encodeUtf8 } from "../bytes/utf8.ts"
import { LINES_TYPE, PROBLEM_TYPE, type Problem, problemOf } from "../wire/index.ts"
import type { Answer, Block, Lasting, RowsAnswer } from "./answer.ts"
import type { Deadline } from "./deadline.ts"
import { entityTag } from "./entity-tag.ts"

/** A response before it is sent: CORS and compression are still to come. */
export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | ReadableStream<Uint8Array> | null
}

/** How an answer is made a reply. */
export interface Manner {
  /** One document a line instead of one document. */
  readonly asLines: boolean
  /** Tag of an answer that lasts, made from its question. */
  readonly tag: string | null
  /** Whether only those with a token may have it. */
  readonly isPrivate: boolean
  readonly deadline: Deadline
  /** Learns of an error after the answer began. */
  readonly onError: (error: unknown) => void
}

const YEAR = 31_536_000

/** How long caches may keep an answer, and whose. */
export function cacheControl(lasting: Lasting, isPrivate: boolean): string {
  if (lasting === "now") return "no-store"
  const whose = isPrivate ? "private" : "public"
  return lasting === "always" ? `${whose}, max-age=${YEAR}, immutable` : `${whose}, no-cache`
}

/** Rows of a block. */
const lengthOf = (block: Block): number => Object.values(block)[0]?.length ?? 0

/** The document of all rows. */
async function documentOf(
  { head, numRows, blocks, linesOnly = [] }: RowsAnswer,
  deadline: Deadline,
): Promise<string> {
  const columns: Record<string, unknown[]> = {}
  let done = 0
  for (const block of blocks) {
    for (const [name, values] of Object.entries(block)) {
      if (linesOnly.includes(name)) continue
      columns[name] ??= []
      for (let row = 0; row < values.length; row++) columns[name].push(values[row])
    }
    done += lengthOf(block)
    if (done < numRows) await deadline.pause()
  }
  return JSON.stringify({ ...head, columns })
}

function linesOf(block: Block): string {
  const columns = Object.entries(block)
  const numRows = lengthOf(block)
  let text = ""
  for (let row = 0; row < numRows; row++) {
    text += `${JSON.stringify(Object.fromEntries(columns.map(([name, values]) => [name, values[row]])))}\n`
  }
  return text
}

/** Rows as lines, worked out as fast as they are read. The last line is `{"error": problem}` where one came up. */
function lineStream(
  { numRows, blocks }: RowsAnswer,
  { deadline, onError }: Manner,
): ReadableStream<Uint8Array> {
  const iterator = blocks[Symbol.iterator]()
  let done = 0
  return new ReadableStream<Uint8Array>({
    async pull(controller): Promise<void> {
      try {
        if (done > 0) await deadline.pause()
        const next = iterator.next()
        if (next.done !== true && lengthOf(next.value) > 0) {
          controller.enqueue(encodeUtf8(linesOf(next.value)))
          done += lengthOf(next.value)
        } else done = numRows
      } catch (error) {
        onError(error)
        controller.enqueue(encodeUtf8(`${JSON.stringify({ error: problemOf(error) })}\n`))
        done = numRows
      }
      if (done >= numRows) controller.close()
    },
    cancel(): void {
      iterator.return?.()
    },
  })
}

/** Makes a reply of an answer. */
export async function replyOf(answer: Answer, manner: Manner): Promise<Reply> {
  const { lasting } = answer
  const headers: Record<string, string> = { "cache-control": cacheControl(lasting, manner.isPrivate) }
  if (answer.kind === "rows" && manner.asLines) {
    headers["content-type"] = LINES_TYPE
    if (manner.tag !== null) headers["etag"] = manner.tag
    return { status: 200, headers, body: lineStream(answer, manner) }
  }
  headers["content-type"] = answer.kind === "text" ? answer.type : "application/json"
  const body = await textOf(answer, manner.deadline)
  if (lasting === "always" && manner.tag !== null) headers["etag"] = manner.tag
  else if (lasting !== "now") headers["etag"] = entityTag(body)
  if (answer.kind === "text") Object.assign(headers, answer.headers)
  return { status: 200, headers, body }
}

function textOf(answer: Answer, deadline: Deadline): string | Promise<string> {
  if (answer.kind === "text") return answer.text
  return answer.kind === "rows" ? documentOf(answer, deadline) : JSON.stringify(answer.body)
}

/** Makes a reply of a problem. */
export function problemReply(problem: Problem, headers: Readonly<Record<string, string>> = {}): Reply {
  return {
    status: problem.status,
    headers: { "content-type": PROBLEM_TYPE, "cache-control": "no-store", ...headers },
    body: JSON.stringify(problem),
  }
}
