/** The script behind `npm run measured`: what it refuses, and that it makes the bundled table. */
import { execFileSync, spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { beforeAll, describe, expect, it } from "vitest"
import { EPOCHS, float64Steps, type Run, runsOf } from "../../../scripts/measured/runs.ts"
import { readShard, SHARD_COLUMNS, type ShardRow } from "../../../scripts/measured/shards.ts"
import { measuredRelease } from "../../../scripts/measured/write-release.ts"
import { measuredConfiguration } from "../../../src/benchmark/measured-configuration.ts"
import { openBenchmark } from "../../../src/node/open-benchmark.ts"

const models = join(import.meta.dirname, "../../../models/measured-1")
const bundled = readFileSync(join(models, "fashion_mnist.parquet"))
/** Every row of the bundled table as the collector's CSV has it. */
let rows: ShardRow[]

beforeAll(async () => {
  const table = await openBenchmark({ task: "fashion_mnist", kind: "table", source: bundled })
  rows = [...table.configurations()].flatMap(configuration =>
    Array.from({ length: table.occurrences(configuration) }, (_, occurrence) => {
      const { epoch, ...curves } = table.trajectory<string>(configuration, { occurrence })
      return Array.from(epoch!, (epoch, i) => {
        const labels = Object.fromEntries(Object.entries(curves).map(([name, curve]) => [name, curve[i]!]))
        return { ...configuration, epoch, ...labels } as unknown as ShardRow
      })
    }).flat(),
  )
})

/** The CSV of rows, shard columns in the collector's order. */
function csvOf(of: readonly ShardRow[], withRepeat: boolean): string {
  const columns = withRepeat ? SHARD_COLUMNS.toSpliced(2, 0, "repeat") : SHARD_COLUMNS
  const text = (value: unknown): string => {
    if (typeof value === "boolean") return value ? "True" : "False"
    return Number.isNaN(value) ? "nan" : String(value)
  }
  return [columns.join(), ...of.map(row => columns.map(name => text(row[name])).join())].join("\r\n")
}

it("the bundled table is what its own rows make again, byte for byte, in whatever order they come", async () => {
  const card = JSON.parse(readFileSync(join(models, "fashion_mnist.card.json"), "utf8"))
  expect(rows).toHaveLength(card.numRows)
  expect(rows.length).toBeGreaterThan(0)
  const shuffled = rows.toSorted(
    (a, b) => ((a.seed * 7919) % 1009) - ((b.seed * 7919) % 1009) || b.epoch - a.epoch,
  )
  const read = ["a.first.csv", "b.csv"].flatMap((file, at) => {
    const own = shuffled.filter(row => row.collection === at + 1)
    const [first, repeats] = [own.filter(row => row.repeat === 0), own.filter(row => row.repeat > 0)]
    return [...readShard(file, csvOf(first, false)), ...readShard(file, csvOf(repeats, true))]
  })
  const made = await measuredRelease(runsOf(read), { rows: read, environments: card.environments })
  expect(made.card).toEqual(card)
  expect(Buffer.compare(made.parquet, bundled)).toBe(0)
})

it("counts runs, configurations and diverged ones by fidelity", () => {
  const { fidelities, numRows } = JSON.parse(readFileSync(join(models, "fashion_mnist.card.json"), "utf8"))
  const runs = fidelities.reduce((sum: number, group: { runs: number }) => sum + group.runs, 0)
  expect(numRows).toBe(runs * EPOCHS)
  for (const { N, W, Resolution, configurations, runs, collections } of fidelities) {
    const own = rows.filter(row => row["N"] === N && row["W"] === W && row["Resolution"] === Resolution)
    expect(new Set(own.map(row => row.config_index)).size).toBe(configurations)
    expect(own).toHaveLength(runs * EPOCHS)
    for (const of of collections) {
      const its = own.filter(({ collection }) => collection === of.collection)
      expect(new Set(its.map(row => row.config_index)).size).toBe(of.configurations)
      expect(its).toHaveLength(of.runs * EPOCHS)
    }
    expect(collections.reduce((sum: number, of: { runs: number }) => sum + of.runs, 0)).toBe(runs)
  }
})

describe("refuses", () => {
  const change = (epoch: number, changes: Partial<Record<string, unknown>>): ShardRow[] =>
    run().map(row => (row.epoch === epoch ? ({ ...row, ...changes } as ShardRow) : row))
  /** The run of configuration 3 at the smallest fidelity. */
  const run = (): ShardRow[] =>
    rows.filter(
      row =>
        row.config_index === 3 &&
        row.repeat === 0 &&
        row["Resolution"] === 0.25 &&
        row["W"] === 4 &&
        row["N"] === 1,
    )
  const at = "N=1, W=4, Resolution=0.25: configuration 3, repeat 0, collection 1"
  const repeated = (): ShardRow[] => {
    const { seed } = measuredConfiguration(3, { repeat: 1 })
    return run().map(row => ({ ...row, repeat: 1, seed }))
  }
  const cases: Record<string, [rows: () => readonly ShardRow[], message: string]> = {
    "a gap": [() => run().filter(row => row.epoch !== 4), `${at}, epoch 5: in the place of epoch 4`],
    "a run that is cut short": [() => run().slice(0, 9), `${at}, epoch 9: the last row of 10`],
    "a duplicate": [() => [...run(), run()[3]!], `${at}, epoch 4: there twice`],
    "another seed": [() => change(2, { seed: 1 }), `${at}, epoch 2: seed 1 instead of `],
    "another operation": [() => change(2, { Op1: 4 }), `${at}, epoch 2: Op1 is 4 instead of `],
    "a rate that is three steps off": [
      () =>
        run().map(row => ({
          ...row,
          LearningRate: (row["LearningRate"] as number) * (1 + 4 * Number.EPSILON),
        })),
      "LearningRate is ",
    ],
    "a mark without a NaN": [
      () => change(6, { diverged: 1 }),
      `${at}, epoch 6: diverged is 1, and its loss `,
    ],
    "a NaN without a mark": [
      () => change(6, { "train-loss": Number.NaN }),
      "diverged is 0, and its loss NaN",
    ],
    "rows after a divergence that are not carried": [
      () => change(6, { diverged: 1, "train-loss": Number.NaN }),
      `${at}, epoch 7: carried is 0 after diverged 1`,
    ],
    "times of what was not trained": [
      () => [
        ...change(9, { diverged: 1, "train-loss": Number.NaN }).slice(0, 9),
        { ...run()[9]!, diverged: 1, carried: 1, "train-loss": Number.NaN } as ShardRow,
      ],
      `${at}, epoch 10: latency is `,
    ],
    "a repeat of nothing": [repeated, "repeats a run that is not there"],
  }
  it.each(Object.entries(cases))("%s", (_, [make, message]) => expect(() => runsOf(make())).toThrow(message))

  it("and takes a repeat beside its run", () => {
    expect(runsOf([...repeated(), ...run()]).map((of: Run) => of[0]!.repeat)).toEqual([0, 1])
  })

  it("and takes a run that was measured in both collections, or only repeated in the second", () => {
    const again = (of: readonly ShardRow[]): ShardRow[] => of.map(row => ({ ...row, collection: 2 }))
    const [both, across] = [
      [...again(run()), ...run()],
      [...again(repeated()), ...run()],
    ].map(runsOf)
    expect(both!.map((of: Run) => of[0]!.collection)).toEqual([1, 2])
    expect(across!.map(([row]: Run) => [row!.repeat, row!.collection])).toEqual([
      [0, 1],
      [1, 2],
    ])
  })

  it("and knows the collection by the shard's name", () => {
    const text = csvOf(run(), false)
    expect(readShard("N1-W4-R0.25.shard0of2.first.csv", text)[0]!.collection).toBe(1)
    expect(readShard("N1-W4-R0.25.shard0of2.csv", text)[0]!.collection).toBe(2)
  })

  it("other columns, and what is no number", () => {
    expect(() => readShard("x.csv", "a,b\n1,2")).toThrow("x.csv: other columns than the collector's")
    expect(() => readShard("x.csv", csvOf(run(), false).replace(/\r\n3,/, "\r\n3.x,"))).toThrow(
      'x.csv, line 2, config_index: not a number; got "3.x"',
    )
  })
})

it("counts steps between float64 numbers", () => {
  expect(float64Steps(1, 1)).toBe(0)
  expect(float64Steps(1, 1 + Number.EPSILON)).toBe(1)
  expect(float64Steps(1 + Number.EPSILON, 1)).toBe(1)
})

it("says what is missing", () => {
  const script = join(import.meta.dirname, "../../../scripts/measured.ts")
  const tsx = join(import.meta.dirname, "../../../node_modules/tsx/dist/cli.mjs")
  const { status, stderr } = spawnSync(process.execPath, [tsx, script], { encoding: "utf8" })
  expect([status, stderr]).toEqual([2, expect.stringContaining("usage: npm run measured")])
  expect(() =>
    execFileSync(process.execPath, [tsx, script, "--shards", "/nowhere"], { stdio: "pipe" }),
  ).toThrow()
})
