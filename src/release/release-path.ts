/**
 * Where the files of a release stand: `assembled_surrogates/<task>/<metric>/model.pkl.gz` and two beside it,
 * below any folders or none.
 */

import { type MetricName, metrics, type TaskName, tasks } from "../benchmark/index.ts"

/** The three files of a metric's folder that are read. */
export type OfficialFileName = "params" | "labelHeaders" | "model"

const FILES: Readonly<Record<string, OfficialFileName>> = {
  "params.pkl.gz": "params",
  "label_headers.pkl.gz": "labelHeaders",
  "model.pkl.gz": "model",
}

/** Names of the files, in the order in which messages list them. */
export const officialFileNames: readonly string[] = /* @__PURE__ */ Object.keys(FILES)

/** A file of a release that is read. */
export interface ReleasePath {
  readonly task: TaskName
  readonly metric: MetricName
  readonly file: OfficialFileName
  /** The folder of the task and the metric, for messages: `cifar10/latency`. */
  readonly folder: string
}

/**
 * Tells what a path of a release is.
 *
 * @param path names joined by slashes
 * @returns the file it names; or, for a file that is not read, why
 */
export function releasePath(path: string): ReleasePath | string {
  const [task = "", metric = "", name = ""] = path.split("/").slice(-3)
  if (!Object.hasOwn(FILES, name)) return "not a file that the benchmark reads"
  const knownTask = tasks.find(known => known === task)
  if (knownTask === undefined) return `not in the folder of a task (${tasks.join(", ")})`
  const knownMetric = metrics.find(known => known.name === metric)?.name
  if (knownMetric === undefined) {
    return `not in the folder of a metric (${metrics.map(known => known.name).join(", ")})`
  }
  return { task: knownTask, metric: knownMetric, file: FILES[name], folder: `${task}/${metric}` }
}
