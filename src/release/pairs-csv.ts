/**
 * Published query and value pairs as CSV: a header, then one query a line. Columns: Op1 to Op6, Activation,
 * TrivialAugment, LearningRate, WeightDecay, epoch, any metrics, and `run` (who asked). N, W, Resolution and
 * Optimizer may be there; a file that lacks them was asked at 5, 16, 1 and SGD. A column `source` may say which
 * surrogates answered.
 */

import { type CallConfiguration, type MetricName, metrics } from "../benchmark/index.ts"
import { decodeUtf8 } from "../bytes/utf8.ts"
import { ModelFormatError, show } from "../errors.ts"
import { jahsSpace } from "../space/index.ts"
import type { Query } from "./agreement.ts"

/** A query and what the official surrogates answered. */
export interface PublishedPair extends Query {
  readonly values: ReadonlyMap<MetricName, number>
  /** Whether an older release may have answered. */
  readonly mayBeOlder: boolean
}

/** What files that do not say it were asked at. */
const ABSENT: Readonly<Record<string, string>> = { N: "5", W: "16", Resolution: "1", Optimizer: "SGD" }
const IGNORED: readonly string[] = ["run"]
/** Longer lines are no such file. */
const LONGEST_LINE = 65_536
const NEWLINE = 10

/** Whether a source says that it may be of v1.0.0. */
export function mayBeOlder(source: string): boolean {
  return /v1\.0\.0/.test(source)
}

/** Where the values of a line stand. */
interface Columns {
  readonly count: number
  readonly config: readonly { readonly name: string; readonly at: number; readonly type: string }[]
  readonly metrics: readonly { readonly name: MetricName; readonly at: number }[]
  readonly epoch: number
  readonly source: number
}

class PairReader {
  private readonly name: string
  private columns: Columns | null = null
  private line = 0

  constructor(name: string) {
    this.name = name
  }

  private fail(what: string, expected: string, actual: string, column?: string): never {
    const path = `line ${this.line}${column === undefined ? "" : `, ${column}`}`
    throw new ModelFormatError({ source: this.name, path, what, expected, actual })
  }

  private header(cells: readonly string[]): Columns {
    const config = jahsSpace.hyperparameters.map(hyperparameter => {
      const { name } = hyperparameter
      const at = cells.indexOf(name)
      if (at < 0 && !Object.hasOwn(ABSENT, name)) this.fail("missing column", name, cells.join(", "))
      const isFloat = hyperparameter.kind === "float" || hyperparameter.kind === "integer"
      return { name, at, type: isFloat ? "number" : hyperparameter.valueType }
    })
    const epoch = cells.indexOf("epoch")
    if (epoch < 0) this.fail("missing column", "epoch", cells.join(", "))
    const found = metrics.map(({ name }) => ({ name, at: cells.indexOf(name) })).filter(({ at }) => at >= 0)
    if (found.length === 0)
      this.fail("no metric", metrics.map(({ name }) => name).join(", "), cells.join(", "))
    const known = [...config, ...found].map(({ name }) => name as string)
    for (const [i, cell] of cells.entries()) {
      const isKnown = [...known, ...IGNORED, "epoch", "source"].includes(cell)
      if (!isKnown) this.fail("unknown column", "hyperparameters, epoch, metrics, run, source", show(cell))
      if (cells.indexOf(cell) !== i) this.fail("column there twice", "each column once", show(cell))
    }
    return { count: cells.length, config, metrics: found, epoch, source: cells.indexOf("source") }
  }

  private number(text: string, column: string): number {
    const number = text.trim() === "" ? Number.NaN : Number(text)
    if (!Number.isFinite(number)) this.fail("not a number", "a finite number", show(text), column)
    return number
  }

  private value(text: string, type: string, column: string): string | number | boolean {
    if (type === "string") return text
    if (type !== "boolean") return this.number(text, column)
    if (/^(true|1|1\.0)$/i.test(text)) return true
    if (/^(false|0|0\.0)$/i.test(text)) return false
    return this.fail("not a boolean", "True or False", show(text), column)
  }

  /** @returns the line's pair; null for the header and for empty lines */
  read(text: string): PublishedPair | null {
    this.line++
    const plain = text.endsWith("\r") ? text.slice(0, -1) : text
    if (plain === "") return null
    if (plain.includes('"')) this.fail("a quoted value", "values without quotes", show(plain))
    const cells = plain.split(",")
    const { columns } = this
    if (columns === null) {
      this.columns = this.header(cells)
      return null
    }
    if (cells.length !== columns.count) {
      this.fail("wrong number of values", `${columns.count}`, `${cells.length}`)
    }
    const config = Object.fromEntries(
      columns.config.map(({ name, at, type }) => [
        name,
        this.value(at < 0 ? ABSENT[name] : cells[at], type, name),
      ]),
    ) as unknown as CallConfiguration
    return {
      where: `line ${this.line}`,
      config,
      epoch: this.number(cells[columns.epoch], "epoch"),
      values: new Map(columns.metrics.map(({ name, at }) => [name, this.number(cells[at], name)])),
      mayBeOlder: columns.source >= 0 && mayBeOlder(cells[columns.source]),
    }
  }

  text(bytes: Uint8Array): string {
    if (bytes.length > LONGEST_LINE) {
      this.fail("a line too long", `at most ${LONGEST_LINE} bytes`, `${bytes.length}`)
    }
    return decodeUtf8(bytes) ?? this.fail("not UTF-8", "UTF-8 text", "other bytes")
  }
}

/**
 * Reads pairs as they arrive.
 *
 * @param stream plain CSV, UTF-8; see `gunzipStream` for compressed files
 * @param name its name, for messages
 * @throws {ModelFormatError} while reading, with line and column
 */
export async function* readPairs(
  stream: ReadableStream<Uint8Array>,
  name: string,
): AsyncGenerator<PublishedPair, void, void> {
  const lines = new PairReader(name)
  const reader = stream.getReader()
  let rest: Uint8Array = new Uint8Array(0)
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      let bytes = value
      if (rest.length > 0) {
        bytes = new Uint8Array(rest.length + value.length)
        bytes.set(rest)
        bytes.set(value, rest.length)
      }
      let begin = 0
      for (;;) {
        const end = bytes.indexOf(NEWLINE, begin)
        if (end < 0) break
        const pair = lines.read(lines.text(bytes.subarray(begin, end)))
        if (pair !== null) yield pair
        begin = end + 1
      }
      rest = bytes.slice(begin)
      if (rest.length > LONGEST_LINE) lines.text(rest)
    }
    const pair = rest.length > 0 ? lines.read(lines.text(rest)) : null
    if (pair !== null) yield pair
  } finally {
    await reader.cancel()
  }
}
