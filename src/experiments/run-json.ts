/** Records of runs as plain JSON and back: the same bits, as JSON's numbers are the shortest that read back so. */

import type { RunRecord } from "./study-results.ts"

type Plain<Field> = Field extends Int32Array | Float64Array
  ? readonly number[]
  : Field extends readonly Float64Array[]
    ? readonly (readonly number[])[]
    : Field

/** A run as plain JSON. */
export type JsonRun = { readonly [Key in keyof RunRecord]: Plain<RunRecord[Key]> }

/** @returns the same with arrays in place of typed arrays */
export function runToJson(run: RunRecord): JsonRun {
  const { id, time, seconds, runtime, values, epoch, configurations, constants, ...rest } = run
  return {
    ...rest,
    id: [...id],
    time: [...time],
    seconds: [...seconds],
    runtime: [...runtime],
    values: values.map(column => [...column]),
    epoch: [...epoch],
    ...{ configurations, constants },
  }
}

/** @param run what `runToJson` returned, through JSON or not */
export function runFromJson(run: JsonRun): RunRecord {
  const { id, time, seconds, runtime, values, epoch, configurations, constants, ...rest } = run
  return {
    ...rest,
    id: Int32Array.from(id),
    time: Float64Array.from(time),
    seconds: Float64Array.from(seconds),
    runtime: Float64Array.from(runtime),
    values: values.map(column => Float64Array.from(column)),
    epoch: Int32Array.from(epoch),
    ...{ configurations, constants },
  }
}
