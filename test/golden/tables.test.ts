/**
 * The replica's performance tables, pickled by pandas, through the whole import: archive, pickles, Parquet, benchmark.
 * `expected-table.json` has what jahs_bench answers; where it fails or answers oddly, `docs/tables.md` says what
 * this package does instead.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { gunzipSync } from "node:zlib"
import { DuckDBInstance } from "@duckdb/node-api"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { TaskName } from "../../src/benchmark/index.ts"
import { ConfigurationError, FidelityError, NotFoundError } from "../../src/errors.ts"
import { fileSystemStore } from "../../src/node/file-system-store.ts"
import { openBenchmark } from "../../src/node/open-benchmark.ts"
import { type DataFrame, dataFrameOf } from "../../src/pickle/data-frame.ts"
import { readPickle } from "../../src/pickle/read-pickle.ts"
import {
  entriesOf,
  expectedTables,
  importReplica,
  memoryFolder,
  metricData,
} from "../support/recorded-tables.ts"

interface Query {
  readonly config: Parameters<Awaited<ReturnType<typeof openTable>>["query"]>[0]
  readonly nepochs: number
  readonly full_trajectory: boolean
  readonly result: Readonly<Record<string, Readonly<Record<string, number>>>>
}

const tasks = Object.keys(expectedTables.tasks) as TaskName[]
const SETS = ["raw", "train_set", "valid_set", "test_set"] as const
const folder = memoryFolder()
const disk = mkdtempSync(join(tmpdir(), "jahs-tables-"))
const frames = new Map<string, DataFrame>()

function openTable(task: TaskName) {
  return openBenchmark({ task, kind: "table", source: folder.files.get(`${task}.parquet`)! })
}

beforeAll(async () => {
  await importReplica(folder)
  for (const [name, bytes] of folder.files) writeFileSync(join(disk, name), bytes)
  for await (const entry of entriesOf(metricData)) {
    const [task, file] = entry.path.split("/").slice(-2)
    const pickle = gunzipSync(await entry.bytes())
    frames.set(
      `${task}/${file!.split(".")[0]}`,
      dataFrameOf(readPickle(pickle, { source: entry.path }), entry.path),
    )
  }
})
afterAll(() => rmSync(disk, { recursive: true }))

it("has the tables of all three tasks, of pickle protocols 4 and 5", () => {
  expect(tasks).toHaveLength(3)
  expect([...folder.files.keys()].sort()).toEqual(
    tasks.flatMap(task => [`${task}.parquet`, `${task}.raw.parquet`]).sort(),
  )
  expect(new Set(tasks.map(task => expectedTables.tasks[task].pickle_protocol))).toEqual(new Set([4, 5]))
})

describe.each(tasks)("%s", task => {
  const expected = expectedTables.tasks[task]

  it.each(SETS)("%s: columns, dtypes, rows and labels are those of pandas", set => {
    const frame = frames.get(`${task}/${set}`)!
    expect(frame.numRows).toBe(expected.rows[set])
    expect(frame.columns.map(({ name }) => name)).toEqual(expected.columns[set])
    const names: Record<string, string> = { "<i8": "int64", "<f8": "float64", "|b1": "bool", "|O8": "object" }
    expect(frame.columns.map(({ dtype }) => names[dtype])).toEqual(expected.dtypes[set])
    const columns = frame.columns.map(column => column.read())
    const plain = expected.head[set].map((row: unknown[]) =>
      row.map(v => (typeof v === "boolean" ? Number(v) : v)),
    )
    expect(plain.map((_: unknown, row: number) => columns.map(values => values[row]))).toEqual(plain)
    expect([...frame.index().subarray(0, 3)]).toEqual(expected.index_head[set])
  })

  it("answers every query with the recorded bits", async () => {
    const table = await openTable(task)
    expect(expected.queries.length).toBeGreaterThanOrEqual(40)
    for (const { config, nepochs, full_trajectory, result } of expected.queries as Query[]) {
      // The original's keys are row numbers; of a trajectory they ascend with the epoch.
      const rows = Object.values(result)
      if (!full_trajectory) {
        expect(rows).toHaveLength(1)
        expect(table.query(config, { epoch: nepochs })).toEqual(rows[0])
        continue
      }
      const { epoch, ...curves } = table.trajectory<string>(config, { epochs: nepochs })
      expect([...epoch!]).toEqual(rows.map((_, i) => i + 1))
      for (const [metric, curve] of Object.entries(curves))
        expect([...curve]).toEqual(rows.map(row => row[metric]))
    }
  })

  it("draws the rows that sample_config draws", async () => {
    const table = await openTable(task)
    for (const { seed, config } of expected.sample_config) expect(table.sampleConfig(seed)).toEqual(config)
  })

  it("says what the original fails at", async () => {
    const table = await openTable(task)
    const failures: { readonly what: string; readonly config: Query["config"]; readonly nepochs: number }[] =
      expected.failures
    const ask = (what: string) => {
      const { config, nepochs } = failures.find(failure => failure.what === what)!
      return () => table.query(config, { epoch: nepochs })
    }
    expect(ask("not in table")).toThrow(NotFoundError)
    expect(ask("not in table")).toThrow(
      /never recorded; expected one of 24 recorded .* nearest is \{.*at a distance of 0\.\d+/,
    )
    expect(ask("past the table")).toThrow(FidelityError)
    expect(ask("past the table")).toThrow("expected one of 1..12, got 17")
    expect(ask("missing key")).toThrow(ConfigurationError)
    // One epoch is a question like another.
    expect(ask("one epoch")()).toHaveProperty("valid-acc")
  })

  it.each(SETS)("%s: DuckDB finds the sums of every column of numbers", async set => {
    const frame = frames.get(`${task}/${set}`)!
    const connection = await (await DuckDBInstance.create()).connect()
    const file = join(disk, set === "raw" ? `${task}.raw.parquet` : `${task}.parquet`)
    const where = set === "raw" ? "" : ` WHERE split = '${set}'`
    let compared = 0
    for (const column of frame.columns) {
      const values = column.read()
      if (!(values instanceof Float64Array)) continue
      // Exact sums, whatever the order: of integers, and of the bits of floats.
      const name = `"${column.name[1]}"`
      const sql = `SELECT sum(${name}::DOUBLE), fsum(${name}::DOUBLE), count(*) FROM '${file}'${where}`
      const [plain, kahan, count] = (await connection.runAndReadAll(sql)).getRows()[0]! as [
        number,
        number,
        bigint,
      ]
      const total = values.reduce((sum, value) => sum + value, 0)
      expect(Number(count)).toBe(values.length)
      expect(plain).toBeCloseTo(total, 6)
      expect(Math.abs(kahan - total)).toBeLessThanOrEqual(Math.abs(total) * values.length * Number.EPSILON)
      compared++
    }
    expect(compared).toBeGreaterThanOrEqual(26)
    connection.closeSync()
  })
})

it("DuckDB runs what the guide to tables shows", async () => {
  const root = join(import.meta.dirname, "../..")
  const [, sql] = /```sql\n([^`]+)\n```/.exec(readFileSync(join(root, "docs/tables.md"), "utf8"))!
  const connection = await (await DuckDBInstance.create()).connect()
  const reader = await connection.runAndReadAll(sql!.replace("'models/", `'${root}/models/`))
  const { fidelities } = JSON.parse(readFileSync(`${root}/models/measured-1/fashion_mnist.card.json`, "utf8"))
  expect(reader.getRows()).toHaveLength(fidelities.length)
  connection.closeSync()
})

it("DuckDB reads every value of the bundled table as this package does", async () => {
  const file = join(import.meta.dirname, "../../models/measured-1/fashion_mnist.parquet")
  const table = await openBenchmark({
    task: "fashion_mnist",
    kind: "table",
    release: "measured-1",
    source: fileSystemStore(dirname(file)),
  })
  const connection = await (await DuckDBInstance.create()).connect()
  const reader = await connection.runAndReadAll(`SELECT * FROM '${file}' WHERE "repeat" = 0`)
  const rows = reader.getRowObjects()
  const first = table.card!.fidelities!.reduce((sum, { configurations }) => sum + configurations, 0)
  expect(rows).toHaveLength(10 * first)
  for (const row of rows) {
    const configuration = Object.fromEntries(table.space.names.map(name => [name, row[name]]))
    const answer = table.query<string>(configuration as never, { epoch: Number(row["epoch"]) })
    for (const [name, value] of Object.entries(answer)) expect(value).toBe(Number(row[name]))
  }
  connection.closeSync()
})
