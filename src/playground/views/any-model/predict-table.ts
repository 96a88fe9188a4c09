/** Rows of a CSV file to predictions. */

import { dsvFormat } from "d3-dsv"
import { ModelFormatError } from "../../../entries/index.web.ts"
import type { Work } from "../../engine/operation.ts"
import type { FeatureFacts, ModelFacts } from "./facts.ts"
import { fileProblem } from "./file-problem.ts"
import { modelOf } from "./open-model.ts"
import { type PredictedTable, SHOWN_ROWS, type TableAnswer } from "./predicted-table.ts"

export interface TableInput {
  readonly model: number
  readonly file: File
}

const MISSING = new Set(["", "nan", "na", "n/a", "null", "none"])
const BLOCK_ROWS = 4096

function isNumeric(text: string): boolean {
  return MISSING.has(text.trim().toLowerCase()) || Number.isFinite(Number(text))
}

/** Commas, unless the first line has more of something else. */
function delimiterOf(text: string): string {
  const [line = ""] = text.split("\n", 1)
  const count = (mark: string): number => line.split(mark).length
  return [",", ";", "\t"].reduce((best, mark) => (count(mark) > count(best) ? mark : best))
}

/** What makes numbers of one feature's cells. */
class CellReader {
  private readonly name: string
  private readonly codes: ReadonlyMap<string | number, number> | null

  constructor({ name, categories }: FeatureFacts) {
    this.name = name
    this.codes = categories && new Map(categories.map((value, code) => [value, code]))
  }

  /** @returns NaN where the cell is empty, or says that there is nothing */
  read(cell: string, source: string, record: number): number {
    const { codes, name } = this
    const word = cell.trim()
    const code = codes?.get(word) ?? (word === "" ? undefined : codes?.get(Number(word)))
    if (code !== undefined) return code
    if (MISSING.has(word.toLowerCase())) return Number.NaN
    if (codes === null) {
      if (/^(true|false)$/i.test(word)) return word.length === 4 ? 1 : 0
      const number = Number(word)
      if (!Number.isNaN(number)) return number
    }
    const known = [...(codes?.keys() ?? [])]
    throw new ModelFormatError({
      source,
      path: `record ${record}, ${name}`,
      what: codes === null ? "not a number" : "a category that training did not see",
      expected:
        codes === null
          ? "a number, or nothing where it is missing"
          : `one of ${known.slice(0, 12).join(", ")}`,
      actual: JSON.stringify(word.slice(0, 60)),
    })
  }
}

/** Column of the file for each feature; -1 where it has none. */
function columnsOf(
  head: readonly string[] | null,
  width: number,
  facts: ModelFacts,
  source: string,
): number[] {
  const names = facts.features.map(({ name }) => name)
  if (head === null) {
    if (width === names.length) return [...names.keys()]
    throw new ModelFormatError({
      source,
      what: "no line of names, and not as many columns as the model has features",
      expected: `${names.length} columns`,
      actual: `${width}`,
      remedy: "write the features’ names into the first line",
    })
  }
  const columns = names.map(name => head.indexOf(name))
  if (columns.some(column => column >= 0)) return columns
  throw new ModelFormatError({
    source,
    path: "record 1",
    what: "no column is one of the model’s features",
    expected: names.slice(0, 8).join(", ") + (names.length > 8 ? ", …" : ""),
    actual: head.slice(0, 8).join(", ") + (head.length > 8 ? ", …" : ""),
  })
}

function checkWidths(lines: readonly (readonly string[])[], source: string): void {
  const width = lines[0]!.length
  const uneven = lines.findIndex(({ length }) => length !== width)
  if (uneven < 0) return
  throw new ModelFormatError({
    source,
    path: `record ${uneven + 1}`,
    what: "lines of different lengths",
    expected: `${width} fields, as the first line has`,
    actual: `${lines[uneven]!.length}`,
  })
}

/** Records of a file, without empty lines at its end. */
function recordsOf(text: string, source: string): string[][] {
  const lines: string[][] = dsvFormat(delimiterOf(text)).parseRows(text.replace(/^\uFEFF/, ""))
  while (lines.at(-1)?.every(cell => cell.trim() === "")) lines.pop()
  if (lines.length > 0) {
    checkWidths(lines, source)
    return lines
  }
  throw new ModelFormatError({
    source,
    what: "no rows",
    expected: "a line of names, and rows",
    actual: "nothing",
  })
}

async function predict({ model, file }: TableInput, work: Work<number>): Promise<PredictedTable> {
  const { booster, facts } = modelOf(model)
  const lines = recordsOf(await file.text(), file.name)
  await work.breathe()
  const first = lines[0]!.map(name => name.trim())
  const hasHead = !first.every(isNumeric)
  const columns = columnsOf(hasHead ? first : null, first.length, facts, file.name)
  const records = hasHead ? lines.slice(1) : lines
  const numRows = records.length
  const { numOutputs, numFeatures } = booster
  const margins = new Float32Array(numRows * numOutputs)
  const predictions = facts.numPredictions === 0 ? null : new Float32Array(numRows * facts.numPredictions)
  const readers = facts.features.map(feature => new CellReader(feature))
  let firstRows = new Float32Array(0)
  for (let start = 0; start < numRows; start += BLOCK_ROWS) {
    const block = records.slice(start, start + BLOCK_ROWS)
    const rows = new Float32Array(block.length * numFeatures).fill(Number.NaN)
    for (const [feature, column] of columns.entries()) {
      if (column < 0) continue
      for (const [at, line] of block.entries()) {
        const record = start + at + (hasHead ? 2 : 1)
        rows[at * numFeatures + feature] = readers[feature]!.read(line[column]!, file.name, record)
      }
    }
    if (start === 0) firstRows = rows.slice(0, SHOWN_ROWS * numFeatures)
    margins.set(booster.predict(rows, { numRows: block.length, output: "margin" }), start * numOutputs)
    predictions?.set(booster.predict(rows, { numRows: block.length }), start * facts.numPredictions)
    work.report((start + block.length) / numRows)
    await work.breathe()
  }
  return {
    numRows,
    predictions,
    margins,
    firstRows,
    ignored: hasHead ? first.filter((_, column) => !columns.includes(column)) : [],
    absent: facts.features.filter((_, feature) => columns[feature]! < 0).map(({ name }) => name),
    hasHead,
  }
}

/**
 * Predicts the rows of a file.
 *
 * @throws {NotFoundError} where the model is not open
 */
export async function predictTable(input: TableInput, work: Work<number>): Promise<TableAnswer> {
  modelOf(input.model)
  try {
    return { kind: "predicted", table: await predict(input, work) }
  } catch (error) {
    work.signal.throwIfAborted()
    return { kind: "refused", problem: fileProblem(error, input.file.name, null) }
  }
}
