/** Where the performance tables of a release stand: `metric_data/<task>/raw.pkl.gz` and three beside it. */

import { type TaskName, tasks } from "../benchmark/index.ts"

/** The tables of a task; the last three together are what `jahs_bench.Benchmark(kind="table")` asks, in this order. */
export type TableSet = "raw" | "train_set" | "valid_set" | "test_set"

/** The parts of a task's rows, in the order in which upstream joins them. */
export const splitSets: readonly TableSet[] = ["train_set", "valid_set", "test_set"]

/** A table of a release. */
export interface TablePath {
  readonly task: TaskName
  readonly set: TableSet
}

const SETS: readonly TableSet[] = ["raw", ...splitSets]

/**
 * Tells what a path of a release is.
 *
 * @param path names joined by slashes
 * @returns the table it names; or, for a file that is none, why
 */
export function tablePath(path: string): TablePath | string {
  const [task = "", name = ""] = path.split("/").slice(-2)
  const set = SETS.find(known => name === `${known}.pkl.gz`)
  if (set === undefined) return "not a table of the release"
  const known = tasks.find(candidate => candidate === task)
  return known === undefined ? `not in the folder of a task (${tasks.join(", ")})` : { task: known, set }
}
