/** `predict`: a model's predictions for the rows of a file, as they stream by. */

import { InvalidArgumentError, Option } from "commander"
import { type Booster, describe } from "../../predict/booster/booster.ts"
import { encodeArrays, encodeRecords, type RowRecord } from "../../predict/booster/encode-rows.ts"
import { openPack } from "../../predict/pack/pack.ts"
import { type CommandDefinition, defineCommand } from "../frame/define-command.ts"
import { float32Text } from "../frame/numbers.ts"
import type { Screen } from "../frame/screen.ts"
import { UsageError } from "../frame/usage-error.ts"
import { type DumpSettings, dumpOptions, isPack, readGiven, readGivenModel } from "../input/read-model.ts"
import { openRows, type RowFormat, rowFormatOf } from "../input/row-files.ts"
import { plainNumber } from "../lines/model-facts.ts"

type Output = "prediction" | "margin" | "leaf"

interface Options extends DumpSettings {
  readonly from?: RowFormat
  readonly output: Output
  readonly iterationRange?: readonly [number, number]
  readonly header: boolean
  readonly ignore?: readonly string[]
}

function range(text: string): readonly [number, number] {
  const [, begin, end] = /^(\d+),(\d+)$/.exec(text) ?? []
  if (begin === undefined || end === undefined) {
    throw new InvalidArgumentError("Expected <first>,<end> rounds, for example 0,100.")
  }
  return [Number(begin), Number(end)]
}

async function readModel(screen: Screen, path: string, options: Options): Promise<Booster> {
  const given = await readGiven(path, screen.stdin)
  if (isPack(given)) return openPack(given.bytes, { source: given.source })
  return readGivenModel(given, options).booster
}

function checkRange(booster: Booster, iterationRange: Options["iterationRange"]): void {
  if (iterationRange === undefined) return
  const { numRounds } = describe(booster)
  const [begin, end] = iterationRange
  if (begin <= (end === 0 ? numRounds : end) && end <= numRounds) return
  throw new UsageError({
    path: "--iteration-range",
    what: "not rounds of the model",
    expected: `<first>,<end> within 0..${numRounds}`,
    actual: iterationRange.join(","),
  })
}

/** Rows to float32, without the columns that the model shall not see. */
function encode(
  booster: Booster,
  given: readonly unknown[],
  first: number,
  ignored: readonly string[],
): Float32Array {
  try {
    if (Array.isArray(given[0])) return encodeArrays(booster, given, "rows", first)
    const records = given as readonly RowRecord[]
    if (ignored.length === 0) return encodeRecords(booster, records, "rows", first)
    const kept = records.map(record => {
      return Object.fromEntries(Object.entries(record ?? {}).filter(([name]) => !ignored.includes(name)))
    })
    return encodeRecords(booster, kept, "rows", first)
  } catch (error) {
    // The library takes a value of a wrong kind for a slip of the caller's: here it is in the file.
    if (!(error instanceof TypeError)) throw error
    const [path, what] = error.message.split(/: (.*)/s) as [string, string]
    throw new UsageError({ path, what })
  }
}

/** Heading of the columns: the output's name, with a number where there are several. */
function heading(output: Output, width: number): string {
  return width === 1 ? output : Array.from({ length: width }, (_, k) => `${output}_${k}`).join(",")
}

async function writeRows(
  screen: Screen,
  output: Output,
  values: ArrayLike<number>,
  numRows: number,
): Promise<void> {
  const width = values.length / numRows
  for (let row = 0; row < numRows; row++) {
    const part = Array.from({ length: width }, (_, k) => values[row * width + k]!)
    if (screen.json) {
      const plain = part.map(plainNumber)
      await screen.document({ [output]: width === 1 ? plain[0] : plain })
    } else await screen.print(part.map(output === "leaf" ? String : float32Text).join(","))
  }
}

export const predict: CommandDefinition = defineCommand<Options>({
  name: "predict",
  summary: "A model's predictions for the rows of a CSV, Parquet or JSON file.",
  description:
    "Rows stream by: files may be larger than the memory. Columns are found by the model's feature names " +
    "(f0, f1, … where it has none), in any order; empty fields, NaN and NA are missing. JSON is an array of rows " +
    "or, streaming, one object a line; rows are objects, or arrays in the model's order. Prints CSV.",
  examples: [
    "jahs-bench-201 predict model.ubj rows.csv > predictions.csv",
    "jahs-bench-201 predict model.ubj rows.parquet --output leaf --json",
  ],
  json: 'one line {"prediction":…} a row; what is not finite is text',
  configure(command) {
    command
      .argument("<model>", "the model: any format of XGBoost, or a pack")
      .argument("<rows>", "the rows, or - for standard input")
      .addOption(
        new Option("--from <format>", "format of the rows, instead of the ending").choices([
          "csv",
          "parquet",
          "json",
        ]),
      )
      .addOption(
        new Option("--output <what>", "what is computed")
          .choices(["prediction", "margin", "leaf"])
          .default("prediction"),
      )
      .option("--iteration-range <rounds>", "rounds <first>,<end> (default: all)", range)
      .option("--ignore <names>", "columns that are not the model's, between commas", text => text.split(","))
      .option("--no-header", "CSV without a line of names: columns in the model's order")
    dumpOptions(command)
  },
  async run(screen, options, [modelPath, rowsPath]) {
    if (modelPath === "-" && rowsPath === "-") {
      throw new UsageError({
        path: "<rows>",
        what: "standard input is the model already",
        expected: "a file",
      })
    }
    const { output, iterationRange, header, ignore = [] } = options
    const format = options.from ?? rowFormatOf(rowsPath)
    const booster = await readModel(screen, modelPath, options)
    checkRange(booster, iterationRange)
    const file = await openRows(rowsPath, { format, header }, screen.stdin)
    const progress = screen.progress(`predicting ${file.source}`, file.total, file.unit)
    let first = 0
    try {
      for await (const { rows, done } of file.batches) {
        if (rows.length === 0) continue
        const numRows = rows.length
        const encoded = encode(booster, rows, first, ignore)
        const common = { numRows, ...(iterationRange ? { iterationRange } : {}) }
        const values =
          output === "leaf"
            ? booster.predict(encoded, { ...common, output })
            : booster.predict(encoded, { ...common, output })
        if (first === 0 && !screen.json) await screen.print(heading(output, values.length / numRows))
        await writeRows(screen, output, values, numRows)
        // What is asked by a pipe is answered as it is asked.
        await screen.flush()
        first += numRows
        progress.update(done)
      }
    } finally {
      progress.end()
    }
    return
  },
})
