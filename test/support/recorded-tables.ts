/** Tables for tests: the replica's, imported into memory, and small ones of any rows. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { gunzipSync } from "node:zlib"
import type { TaskName } from "../../src/benchmark/index.ts"
import { memorySource } from "../../src/bytes/byte-source.ts"
import { randomAccess } from "../../src/bytes/random-access.ts"
import { tarEntries } from "../../src/bytes/tar.ts"
import {
  type ImportTablesSummary,
  importTables,
  type ReleaseEntry,
  type TableFolder,
} from "../../src/release/index.ts"
import { type TableColumn, TableWriter } from "../../src/release/table-writer.ts"
import { type Configuration, jahsSpace } from "../../src/space/index.ts"
import { readRecordedTable } from "../../src/table/recorded-table.ts"
import { TableBenchmark } from "../../src/table/table-benchmark.ts"
import type { TableCard } from "../../src/table/table-card.ts"

const replica = join(import.meta.dirname, "..", "fixtures", "official-1.7")

/** The performance tables of the replica, as its authors' archive has them. */
export const metricData: Uint8Array = readFileSync(join(replica, "metric_data.tar"))

/** What jahs_bench answers of them. */
export const expectedTables = JSON.parse(
  gunzipSync(readFileSync(join(replica, "expected-table.json.gz"))).toString("utf8"),
)

/** A folder that is a Map. */
export function memoryFolder(files: Map<string, Uint8Array> = new Map()): TableFolder & {
  readonly files: Map<string, Uint8Array>
} {
  return {
    files,
    has: name => files.has(name),
    async write(name, pieces) {
      const all: Uint8Array[] = []
      for await (const piece of pieces) all.push(piece)
      files.set(name, new Uint8Array(Buffer.concat(all)))
    },
    open: name => memorySource(files.get(name)!, name),
    remove: async name => void files.delete(name),
  }
}

/** Entries of a tar archive in memory. */
export function entriesOf(tar: Uint8Array): AsyncIterable<ReleaseEntry> {
  return tarEntries(new Blob([tar as Uint8Array<ArrayBuffer>]).stream(), "metric_data.tar")
}

/** Imports the replica's tables. */
export function importReplica(
  folder: TableFolder,
  options: { readonly tasks?: readonly TaskName[]; readonly force?: boolean } = {},
): Promise<ImportTablesSummary> {
  const fixed = { archive: "metric_data.tar", release: "official-1.1.0", version: "0.0.0" }
  return importTables({ entries: entriesOf(metricData), ...fixed, ...options }, folder)
}

/** A recorded row: a configuration, an epoch, and one number. */
export interface SmallRow {
  readonly configuration: Configuration
  readonly epoch: number
  readonly value: number
}

const TYPES = { string: "STRING", boolean: "BOOLEAN", integer: "INT32", float: "DOUBLE" } as const

const smallColumns: readonly TableColumn[] = [
  ...jahsSpace.hyperparameters.map(
    (hyperparameter): TableColumn => ({
      name: hyperparameter.name,
      type: "valueType" in hyperparameter ? TYPES[hyperparameter.valueType] : "DOUBLE",
    }),
  ),
  { name: "epoch", type: "INT32" },
  { name: "valid-acc", type: "DOUBLE" },
]

const smallCard: TableCard = {
  release: "small-1",
  task: "cifar10",
  kind: "table",
  recordedFrom: "nothing",
  notice: "made up",
  licence: "MIT",
  attribution: "",
  numRows: 0,
  numConfigurations: 0,
  columns: [],
}

/** Writes rows as a table, `groupRows` in a row group. */
export async function writeSmallTable(rows: readonly SmallRow[], groupRows = 1000): Promise<Uint8Array> {
  const writer = new TableWriter(smallColumns, "small")
  const pieces: Uint8Array[] = []
  for (let from = 0; from < rows.length; from += groupRows) {
    const part = rows.slice(from, from + groupRows)
    const batch = new Map<string, ArrayLike<unknown>>([
      ...jahsSpace.names.map(name => [name, part.map(row => row.configuration[name as "N"])] as const),
      ["epoch", part.map(row => row.epoch)],
      ["valid-acc", Float64Array.from(part, row => row.value)],
    ])
    pieces.push(await writer.add(batch, part.length))
  }
  pieces.push(await writer.end(smallCard, ["valid-acc"]))
  return new Uint8Array(Buffer.concat(pieces))
}

/** Opens a table from its bytes. */
export async function openSmallTable(bytes: Uint8Array): Promise<TableBenchmark> {
  const table = await readRecordedTable(await randomAccess(memorySource(bytes, "small.parquet")))
  return new TableBenchmark("cifar10", "small.parquet", table)
}
