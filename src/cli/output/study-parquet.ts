/** Results of a study as Parquet: a row an evaluation, a row group an arm and task, provenance in the metadata. */

import type { MetricName } from "../../benchmark/index.ts"
import type { Protocol, RunRecord, StudyResults } from "../../experiments/index.ts"
import { type HyperparameterValue, jahsSpace } from "../../space/index.ts"
import { ParquetPieces, typeOfHyperparameter } from "./parquet-pieces.ts"

function metricsOf({ arms }: Protocol): MetricName[] {
  return [...new Set(arms.flatMap(({ metrics }) => metrics))]
}

/** One column over all runs of a group. */
function joined<Value>(runs: readonly RunRecord[], column: (run: RunRecord) => ArrayLike<Value>): Value[] {
  return runs.flatMap(run => Array.from(column(run)))
}

/** A hyperparameter of a run's evaluations. */
function settingsOf({ id, configurations, constants }: RunRecord, name: string): HyperparameterValue[] {
  return Object.hasOwn(configurations, name)
    ? [...configurations[name]]
    : Array.from(id, () => constants[name])
}

/**
 * Writes results piece by piece.
 *
 * @returns the pieces of one file
 */
export async function* studyToParquet(results: StudyResults): AsyncGenerator<Uint8Array, void> {
  const { provenance, protocol, units, runs } = results
  const metrics = metricsOf(protocol)
  const names = jahsSpace.names
  const pieces = new ParquetPieces(
    [
      { name: "task", type: "BYTE_ARRAY" },
      { name: "arm", type: "BYTE_ARRAY" },
      { name: "seed", type: "INT64" },
      { name: "id", type: "INT32" },
      ...["time", "seconds", "train_seconds"].map(name => ({ name, type: "DOUBLE" as const })),
      ...metrics.map(name => ({ name, type: "DOUBLE" as const, isOptional: true })),
      { name: "epoch", type: "INT32" },
      ...names.map(name => ({ name, type: typeOfHyperparameter(name) })),
    ],
    { provenance, protocol, units },
  )
  for (const task of protocol.tasks) {
    for (const arm of protocol.arms) {
      const group = runs.filter(run => run.task === task && run.arm === arm.name)
      const numRows = group.reduce((sum, { id }) => sum + id.length, 0)
      if (numRows === 0) continue
      const same = <Value>(value: Value): Value[] => Array.from({ length: numRows }, () => value)
      yield await pieces.rowGroup(numRows, [
        { name: "task", data: same(task as string) },
        { name: "arm", data: same(arm.name) },
        { name: "seed", data: joined(group, ({ id, seed }) => Array.from(id, () => BigInt(seed))) },
        { name: "id", data: joined(group, ({ id }) => id) },
        { name: "time", data: joined(group, ({ time }) => time) },
        { name: "seconds", data: joined(group, ({ seconds }) => seconds) },
        { name: "train_seconds", data: joined(group, ({ runtime }) => runtime) },
        ...metrics.map(name => {
          const at = arm.metrics.indexOf(name)
          return { name, data: at < 0 ? same(undefined) : joined(group, ({ values }) => values[at]) }
        }),
        { name: "epoch", data: joined(group, ({ epoch }) => epoch) },
        ...names.map(name => ({ name, data: joined(group, run => settingsOf(run, name)) })),
      ])
    }
  }
  yield await pieces.end()
}
