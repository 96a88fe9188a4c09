import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { DuckDBInstance } from "@duckdb/node-api"
import { parquetWriteBuffer } from "hyparquet-writer"
import { afterAll, beforeAll, expect, it } from "vitest"
import type { Benchmark } from "../../../src/benchmark/index.ts"
import { openBenchmark as openOnWeb } from "../../../src/entries/index.web.ts"
import { openBenchmark as openOnWorkerd } from "../../../src/entries/index.workerd.ts"
import { ModelFormatError, NotFoundError } from "../../../src/errors.ts"
import { fileSystemStore } from "../../../src/node/file-system-store.ts"
import { openBenchmark } from "../../../src/node/open-benchmark.ts"
import { createRandom } from "../../../src/random/generator.ts"
import { jahsSpace } from "../../../src/space/index.ts"
import type { TableBenchmark } from "../../../src/table/index.ts"
import { type SmallRow, writeSmallTable } from "../../support/recorded-tables.ts"

const folder = mkdtempSync(join(tmpdir(), "jahs-open-table-"))
const random = createRandom(2)
const rows: SmallRow[] = Array.from({ length: 9 }, () => jahsSpace.sample(random)).flatMap(configuration =>
  [1, 2, 3].map(epoch => ({ configuration, epoch, value: 100 * random.random() })),
)
const path = join(folder, "cifar10.parquet")
let bytes: Uint8Array
beforeAll(async () => {
  bytes = await writeSmallTable(rows, 10)
  writeFileSync(path, bytes)
})
afterAll(() => rmSync(folder, { recursive: true }))

const answers = (table: TableBenchmark): number[] =>
  rows.map(({ configuration, epoch }) => table.query(configuration, { epoch })["valid-acc"])
const wanted = rows.map(({ value }) => value)

it("every kind of source gives the same table", async () => {
  const whole = new Uint8Array(bytes)
  const sources = {
    Uint8Array: bytes,
    ArrayBuffer: whole.buffer,
    Response: new Response(whole),
    ReadableStream: new Response(whole).body as ReadableStream<Uint8Array>,
    "file URL": pathToFileURL(path),
    store: fileSystemStore(folder),
    "own store": { open: () => Promise.resolve(bytes) },
  }
  for (const [name, source] of Object.entries(sources)) {
    const table = await openBenchmark({ task: "cifar10", kind: "table", source })
    expect(answers(table), name).toEqual(wanted)
    expect(table.card?.release).toBe("small-1")
  }
})

it("a store is told the kind", async () => {
  const asked: unknown[] = []
  const source = {
    open(request: unknown) {
      asked.push(request)
      return bytes
    },
  }
  await openBenchmark({ task: "cifar10", kind: "table", release: "small-1", source })
  expect(asked).toEqual([{ task: "cifar10", release: "small-1", kind: "table" }])
})

it("types follow the kind", async () => {
  const table: TableBenchmark = await openBenchmark({ task: "cifar10", kind: "table", source: bytes })
  const surrogate: Benchmark = await openBenchmark({
    task: "cifar10",
    kind: "surrogate",
    source: fileSystemStore(join(import.meta.dirname, "../../../models/distilled-2")),
  })
  expect([table.kind, surrogate.release]).toEqual(["table", "distilled-2"])
  await expect(openBenchmark({ task: "cifar10", kind: "tabel" } as never)).rejects.toThrow(
    'options.kind: unknown kind of benchmark; expected surrogate or table or live, got "tabel"; did you mean table?',
  )
})

it("refuses another task, another release, and what is no table", async () => {
  const open = (options: object) =>
    openBenchmark({ task: "cifar10", kind: "table", source: bytes, ...options })
  await expect(open({ task: "fashion_mnist" })).rejects.toThrow(
    "table of another task; expected fashion_mnist, got cifar10",
  )
  await expect(open({ release: "small-2" })).rejects.toThrow(
    "table of another release; expected small-2, got small-1",
  )
  await expect(open({ metrics: ["valid-acc", "x"] })).rejects.toThrow(NotFoundError)
  await expect(open({ metrics: "valid-acc" })).rejects.toThrow(TypeError)
  await expect(open({ source: new Uint8Array(100) })).rejects.toThrow(ModelFormatError)
  await expect(open({ source: new Uint8Array(0) })).rejects.toThrow(ModelFormatError)
  const grid = new Uint8Array(parquetWriteBuffer({ columnData: [{ name: "Op1", data: [1], type: "INT32" }] }))
  await expect(open({ source: grid })).rejects.toThrow(
    "not a table of recorded configurations; expected columns Op1, ",
  )
})

it("says what is bundled, and how to have the others", async () => {
  await expect(openBenchmark({ task: "cifar10", kind: "table" })).rejects.toThrow(
    /the table of cifar10 of release "measured-1" is not bundled; expected fashion_mnist \(measured-1\), got cifar10; .*fetch --target metric_data/,
  )
  await expect(openBenchmark({ task: "cifar10", kind: "table", release: "official-9.9.9" })).rejects.toThrow(
    /the table of cifar10 of release "official-9\.9\.9" is neither bundled nor imported; .*fetch --target metric_data --release 9\.9\.9/,
  )
  await expect(openOnWeb({ task: "cifar10", kind: "table" })).rejects.toThrow("not bundled")
  await expect(openOnWorkerd({ task: "fashion_mnist", kind: "table" })).rejects.toThrow(
    'import pack from "jahs-bench-201/models/measured-1/fashion_mnist.parquet" and pass { task: "fashion_mnist", kind: "table", source: pack }',
  )
})

it("takes any Parquet file with the columns: DuckDB's copy answers the same", async () => {
  const connection = await (await DuckDBInstance.create()).connect()
  const copy = join(folder, "copy.parquet")
  await connection.run(
    `COPY (SELECT * REPLACE (epoch::BIGINT AS epoch) FROM '${path}' ORDER BY epoch DESC) TO '${copy}'`,
  )
  connection.closeSync()
  const table = await openBenchmark({ task: "cifar10", kind: "table", source: pathToFileURL(copy) })
  expect(answers(table)).toEqual(wanted)
  expect([table.card, table.metrics, table.release.endsWith("copy.parquet")]).toEqual([
    null,
    ["valid-acc"],
    true,
  ])
})

it.each([
  ["Op1", 7, "Op1[1]: not a value of it; expected 0, 1, 2, 3, 4, got 7"],
  ["epoch", 0, "epoch[1]: not a value of it; expected an integer in 1..200, got 0"],
  ["LearningRate", Number.NaN, "LearningRate[1]: not a value of it; expected a finite number, got NaN"],
])("a foreign table with a bad %s is refused by column and row", async (column, value, message) => {
  const columnData = [...jahsSpace.names, "epoch", "valid-acc"].map(name => {
    const good = name === "epoch" ? 1 : name === "valid-acc" ? 50.5 : rows[0]!.configuration[name as "N"]
    const type =
      typeof good === "string"
        ? ("STRING" as const)
        : typeof good === "boolean"
          ? ("BOOLEAN" as const)
          : ("DOUBLE" as const)
    return { name, type, data: [good, name === column ? value : good] as never }
  })
  const source = new Uint8Array(parquetWriteBuffer({ columnData }))
  await expect(openBenchmark({ task: "cifar10", kind: "table", source })).rejects.toThrow(message)
})
