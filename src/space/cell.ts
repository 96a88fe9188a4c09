/**
 * The cell: operations and edges as data, and the architecture strings of NAS-Bench-201
 * (Dong and Yang, ICLR 2020): `|op~0|+|op~0|op~1|+|op~0|op~1|op~2|`, a group a node, `op~i` reading node i.
 */

import { ConfigurationError, show } from "../errors.ts"
import type { Architecture, OperationIndex } from "./configuration.ts"

/** One operation that an edge can carry. */
export interface Operation {
  /** Its value in Op1 to Op6. */
  readonly index: OperationIndex
  readonly name: string
  /** Its name in NAS-Bench-201. */
  readonly nasBench201: string
}

/** The five operations, by index. Convolutions are followed by batch normalisation. */
export const operations: readonly Operation[] = [
  { index: 0, name: "skip-connect", nasBench201: "skip_connect" },
  { index: 1, name: "zero", nasBench201: "none" },
  { index: 2, name: "conv 3x3", nasBench201: "nor_conv_3x3" },
  { index: 3, name: "conv 1x1", nasBench201: "nor_conv_1x1" },
  { index: 4, name: "avg-pool 3x3", nasBench201: "avg_pool_3x3" },
]

/** One edge of the cell: the operation `name` reads node `from` and adds to node `to`. */
export interface Edge {
  readonly name: keyof Architecture
  readonly from: number
  readonly to: number
}

/**
 * The six edges in the order Op1 to Op6, between nodes 0 (input) to 3 (output). Upstream counts the same
 * nodes from 1.
 */
export const edges: readonly Edge[] = [
  { name: "Op1", from: 0, to: 1 },
  { name: "Op2", from: 0, to: 2 },
  { name: "Op3", from: 0, to: 3 },
  { name: "Op4", from: 1, to: 2 },
  { name: "Op5", from: 1, to: 3 },
  { name: "Op6", from: 2, to: 3 },
]

/** The order in which an architecture string lists the edges: by the node they end in, then by where they start. */
const stringOrder: readonly (keyof Architecture)[] = ["Op1", "Op2", "Op4", "Op3", "Op5", "Op6"]

function edgeNamed(name: keyof Architecture): Edge {
  return edges.find(edge => edge.name === name)!
}

/**
 * Writes a cell as NAS-Bench-201 does.
 *
 * @param ops the six operations; a configuration serves as it is
 * @returns the architecture string
 * @throws ConfigurationError when an operation is not 0, 1, 2, 3 or 4
 * @example
 * ```ts
 * toNasBench201String({ Op1: 1, Op2: 1, Op3: 2, Op4: 1, Op5: 1, Op6: 1 }) // "|none~0|+|none~0|none~1|+|nor_conv_3x3~0|none~1|none~2|"
 * ```
 */
export function toNasBench201String(ops: Architecture): string {
  let text = ""
  for (const name of stringOrder) {
    const { from } = edgeNamed(name)
    const operation = operations.find(({ index }) => index === ops[name])
    if (!operation) {
      const expected = "0, 1, 2, 3 or 4"
      throw new ConfigurationError({ path: name, what: "no operation", expected, actual: show(ops[name]) })
    }
    // Every node after the first starts with its edge from node 0.
    if (from === 0) text += text ? "|+|" : "|"
    else text += "|"
    text += `${operation.nasBench201}~${from}`
  }
  return `${text}|`
}

function unreadable(
  at: number,
  what: string,
  expected: string,
  text: string,
  end: number,
): ConfigurationError {
  const actual = at >= text.length ? "the end of the text" : show(text.slice(at, Math.max(end, at + 1)))
  return new ConfigurationError({
    source: "architecture string",
    path: `character ${at}`,
    what,
    expected,
    actual,
  })
}

/** End of the piece that starts at `at`: the next separator, or the end of the text. */
function endOfPiece(text: string, at: number): number {
  const length = text.slice(at).search(/[|~+]/)
  return length < 0 ? text.length : at + length
}

/**
 * Reads an architecture string of NAS-Bench-201. All five operations are known; nothing may be added or
 * left out, white space neither.
 *
 * @param text the architecture string
 * @returns the six operations, to be spread into a configuration
 * @throws ConfigurationError with the character at which the text stops making sense
 * @example
 * ```ts
 * fromNasBench201String("|none~0|+|none~0|none~1|+|nor_conv_3x3~0|none~1|none~2|").Op3 // 2
 * ```
 */
export function fromNasBench201String(text: string): Architecture {
  if (typeof text !== "string") {
    throw new ConfigurationError({ source: "architecture string", what: "no text", actual: show(text) })
  }
  const ops: Partial<Record<keyof Architecture, OperationIndex>> = {}
  let at = 0
  const take = (literal: string, what: string): void => {
    if (!text.startsWith(literal, at)) throw unreadable(at, what, show(literal), text, at + literal.length)
    at += literal.length
  }
  for (const name of stringOrder) {
    const { from, to } = edgeNamed(name)
    const where = `edge ${from} to ${to} (${name})`
    take(from > 0 || to === 1 ? "|" : "|+|", `no separator before ${where}`)
    const end = endOfPiece(text, at)
    const operation = operations.find(({ nasBench201 }) => nasBench201 === text.slice(at, end))
    if (!operation) {
      const names = operations.map(({ nasBench201 }) => nasBench201).join(", ")
      throw unreadable(at, `no operation on ${where}`, `one of ${names}`, text, end)
    }
    ops[name] = operation.index
    at = end
    take(`~${from}`, `no input of ${where}`)
  }
  take("|", "no separator at the end")
  if (at < text.length)
    throw unreadable(at, "text after the last node", "the end of the text", text, text.length)
  return ops as Architecture
}
