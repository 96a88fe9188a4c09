/** Runs out of the collector's rows, each checked: whole, there once, of the configuration that its number draws. */
import { measuredConfiguration } from "../../src/benchmark/measured-configuration.ts"
import type { ShardRow } from "./shards.ts"

/** One training run at one fidelity: its rows by epoch, 1 … 10. */
export type Run = readonly ShardRow[]

/** Epochs of every run. */
export const EPOCHS = 10

/** The collector's C library and this package's power may differ in the last bits. */
const MOST_ULPS = 2

const bits = new DataView(new ArrayBuffer(8))

function position(value: number): bigint {
  bits.setFloat64(0, value)
  return bits.getBigInt64(0)
}

/** Steps from one positive float64 to another. */
export function float64Steps(a: number, b: number): number {
  const steps = position(a) - position(b)
  return Number(steps < 0n ? -steps : steps)
}

/** What a run is called, and by what runs are told apart. */
function nameOf({ config_index, repeat, collection, ...row }: ShardRow): string {
  return `N=${row["N"]}, W=${row["W"]}, Resolution=${row["Resolution"]}: configuration ${config_index}, repeat ${repeat}, collection ${collection}`
}

function fail(row: ShardRow, what: string): never {
  throw new Error(`${nameOf(row)}, epoch ${row.epoch}: ${what}`)
}

/** The table's value is the one that was trained with; it must be what the package draws but for its last bits. */
function checkConfiguration(row: ShardRow): void {
  const { configuration, seed } = measuredConfiguration(row.config_index, { repeat: row.repeat })
  if (row.seed !== seed) fail(row, `seed ${row.seed} instead of ${seed}`)
  for (const [name, drawn] of Object.entries(configuration)) {
    const value = row[name]
    const isFloat = name === "LearningRate" || name === "WeightDecay"
    const isSame = isFloat ? float64Steps(value as number, drawn as number) <= MOST_ULPS : value === drawn
    if (!isSame) fail(row, `${name} is ${value} instead of ${drawn}`)
  }
}

const TIMES: readonly string[] = [
  "latency",
  "runtime",
  "train_s",
  "augment_s",
  "valid_s",
  "test_s",
  "runtime_wall",
]

/** `diverged` from the epoch of the NaN on, `carried` from the next: what was not trained has no times. */
function checkDivergence(row: ShardRow, before: ShardRow | undefined): void {
  const hasDiverged = Number.isNaN(row["train-loss"]) || Number.isNaN(row["valid-loss"])
  if (row["diverged"] !== Number(hasDiverged))
    fail(row, `diverged is ${row["diverged"]}, and its loss ${row["train-loss"]}`)
  const isCarried = before?.["diverged"] === 1
  if (row["carried"] !== Number(isCarried))
    fail(row, `carried is ${row["carried"]} after diverged ${before?.["diverged"]}`)
  if (before?.["diverged"] === 1 && row["diverged"] !== 1) fail(row, "a diverged run that came back")
  for (const name of TIMES) {
    if (Number.isNaN(row[name]) !== isCarried)
      fail(row, `${name} is ${row[name]}, and carried ${row["carried"]}`)
  }
  if (isCarried && row["valid-acc"] !== before["valid-acc"]) fail(row, "carried, with another accuracy")
}

function checkRun(run: Run): void {
  for (let i = 0; i < EPOCHS; i++) {
    const row = run[i]
    if (row === undefined) fail(run[i - 1]!, `the last row of ${EPOCHS}`)
    if (row.epoch !== i + 1) fail(row, row.epoch === i ? "there twice" : `in the place of epoch ${i + 1}`)
    checkConfiguration(row)
    checkDivergence(row, run[i - 1])
  }
  if (run.length > EPOCHS) fail(run[EPOCHS]!, "there twice, or past the last one")
}

const ORDER: readonly string[] = ["N", "W", "Resolution", "config_index", "repeat", "collection", "epoch"]

/** Fidelity by fidelity, then by configuration, repeat, collection and epoch: whatever the order of the shards. */
function byPlace(a: ShardRow, b: ShardRow): number {
  for (const name of ORDER) {
    const difference = (a[name] as number) - (b[name] as number)
    if (difference !== 0) return difference
  }
  return 0
}

/**
 * Groups rows into runs.
 *
 * @param rows of all shards, in any order
 * @returns the runs in the order of the table
 * @throws {Error} naming run and epoch: a gap, a duplicate, marks of divergence that contradict the losses, another
 *   configuration or seed than the run's number draws; a repeat without the run that it repeats
 */
export function runsOf(rows: readonly ShardRow[]): Run[] {
  const runs = new Map<string, ShardRow[]>()
  for (const row of rows.toSorted(byPlace)) {
    const run = runs.get(nameOf(row))
    if (run === undefined) runs.set(nameOf(row), [row])
    else run.push(row)
  }
  for (const run of runs.values()) {
    checkRun(run)
    const firsts = [1, 2].map(collection => ({ ...run[0]!, repeat: 0, collection }) as ShardRow)
    if (!firsts.some(first => runs.has(nameOf(first)))) fail(run[0]!, "repeats a run that is not there")
  }
  return [...runs.values()]
}
