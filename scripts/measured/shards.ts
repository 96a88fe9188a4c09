/** The collector's shards: CSV, a row a configuration, repeat and epoch (scripts/collect/README.md). */
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { parse } from "csv-parse/sync"

/** A row of a shard: numbers as numbers, `nan` as NaN, texts as they stand. */
export type ShardRow = Readonly<Record<string, number | string | boolean>> & {
  readonly config_index: number
  readonly seed: number
  readonly repeat: number
  /** 1 for shards called `….first.csv`, 2 for the others: spans of measuring, months or hours apart. */
  readonly collection: number
  readonly epoch: number
}

/** What a folder of shards holds. */
export interface Shards {
  readonly rows: readonly ShardRow[]
  /** What each start of the collector ran on: `environment.jsonl`. */
  readonly environments: readonly Readonly<Record<string, unknown>>[]
}

/** Columns of every shard, in the collector's order; `repeat` stands behind `seed` where there is one. */
export const SHARD_COLUMNS: readonly string[] = [
  ...["config_index", "seed", "N", "W", "Resolution", "Op1", "Op2", "Op3", "Op4", "Op5", "Op6"],
  ...["Activation", "LearningRate", "WeightDecay", "Optimizer", "TrivialAugment", "epoch"],
  ...["FLOPS", "latency", "runtime", "size_MB", "train-acc", "valid-acc", "test-acc"],
  ...["train-loss", "valid-loss", "test-loss", "train_s", "augment_s", "valid_s", "test_s"],
  ...["runtime_wall", "lr", "diverged", "carried"],
]

const TEXTS: readonly string[] = ["Activation", "Optimizer", "TrivialAugment"]

function fieldOf(file: string, column: string, text: string, line: number): number | string | boolean {
  if (column === "TrivialAugment" && (text === "True" || text === "False")) return text === "True"
  if (TEXTS.includes(column)) return text
  if (text === "nan") return Number.NaN
  const number = Number(text)
  if (text !== "" && Number.isFinite(number)) return number
  throw new Error(`${file}, line ${line}, ${column}: not a number; got "${text}"`)
}

/**
 * Reads one shard.
 *
 * @param file its name, which tells the collection
 * @throws {Error} for other columns than the collector writes, and for what is no number
 */
export function readShard(file: string, text: string): ShardRow[] {
  const [header = [], ...lines] = parse(text) as string[][]
  const expected = header[2] === "repeat" ? SHARD_COLUMNS.toSpliced(2, 0, "repeat") : SHARD_COLUMNS
  if (header.join() !== expected.join())
    throw new Error(`${file}: other columns than the collector's: ${header}`)
  const collection = file.endsWith(".first.csv") ? 1 : 2
  return lines.map((fields, i) => {
    const values = fields.map((field, column) => fieldOf(file, header[column]!, field, i + 2))
    return {
      repeat: 0,
      collection,
      ...Object.fromEntries(header.map((name, column) => [name, values[column]!])),
    } as ShardRow
  })
}

/** @param folder with `*.csv` and, where the collector left one, `environment.jsonl` */
export function readShards(folder: string): Shards {
  const names = readdirSync(folder).sort()
  const shards = names.filter(name => name.endsWith(".csv"))
  if (shards.length === 0) throw new Error(`${folder}: no shards (*.csv) in it`)
  const rows = shards.flatMap(name => readShard(name, readFileSync(join(folder, name), "utf8")))
  const log = names.includes("environment.jsonl")
    ? readFileSync(join(folder, "environment.jsonl"), "utf8")
    : ""
  const environments = log
    .split("\n")
    .filter(line => line.trim() !== "")
    .map(line => JSON.parse(line) as Record<string, unknown>)
  return { rows, environments }
}
