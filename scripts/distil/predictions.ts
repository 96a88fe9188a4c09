/** Published predictions of the official surrogates, `<task>.csv.gz`, as the rows and labels of a training table. */
import { createReadStream, existsSync, readFileSync } from "node:fs"
import { Readable } from "node:stream"
import { createGunzip, gunzipSync } from "node:zlib"
import { type MetricName, metrics } from "../../src/benchmark/index.ts"
import { readPairs } from "../../src/release/pairs-csv.ts"
import type { Configuration, Encoder } from "../../src/space/index.ts"

/** What the official surrogates answered, row by row. */
export interface Predictions {
  readonly numRows: number
  /** Encoded configurations: numRows × features. */
  readonly rows: Float32Array
  readonly configurations: readonly Configuration[]
  readonly epochs: Float32Array
  /** The run that asked. */
  readonly runs: readonly string[]
  readonly labels: Readonly<Record<MetricName, Float32Array>>
}

/** Runs of the rows, from the column that `readPairs` leaves out. */
function runsOf(path: string): string[] {
  const [head = "", ...lines] = gunzipSync(readFileSync(path)).toString().trimEnd().split("\n")
  const at = head.trimEnd().split(",").indexOf("run")
  if (at < 0) throw new Error(`${path}: no column "run" in ${head}`)
  return lines.map(line => line.trimEnd().split(",")[at] ?? "")
}

/**
 * Reads a file of predictions.
 *
 * @throws {Error} saying which file is missing
 */
export async function readPredictions(path: string, encoder: Encoder): Promise<Predictions> {
  if (!existsSync(path)) throw new Error(`${path} is missing: it should hold the published predictions`)
  const runs = runsOf(path)
  const numRows = runs.length
  const rows = new Float32Array(numRows * encoder.numFeatures)
  const epochs = new Float32Array(numRows)
  const configurations: Configuration[] = []
  const labels = Object.fromEntries(metrics.map(({ name }) => [name, new Float32Array(numRows)])) as Record<
    MetricName,
    Float32Array
  >
  const stream = Readable.toWeb(createReadStream(path).pipe(createGunzip())) as ReadableStream<Uint8Array>
  for await (const { config, epoch, values } of readPairs(stream, path)) {
    const row = configurations.length
    const configuration = config as unknown as Configuration
    configurations.push(configuration)
    epochs[row] = epoch
    encoder.encode(configuration, epoch, rows, row * encoder.numFeatures)
    for (const { name } of metrics) labels[name][row] = values.get(name) ?? Number.NaN
  }
  if (configurations.length !== numRows) {
    throw new Error(`${path}: ${numRows} lines, but ${configurations.length} predictions`)
  }
  return { numRows, rows, configurations, epochs, runs, labels }
}

/** Numbers of the rows that some runs asked, or that all others asked. */
export function rowsOfRuns(predictions: Predictions, isAsked: (run: string) => boolean): Int32Array {
  return Int32Array.from(predictions.runs.keys()).filter(row => isAsked(predictions.runs[row] ?? ""))
}
