/** The replica's benchmark without packs between, and the real API's answers to its queries. */

import { readFileSync } from "node:fs"
import { join } from "node:path"
import { gunzipSync } from "node:zlib"
import { Benchmark, type CallConfiguration, type TaskName } from "../../../src/benchmark/index.ts"
import { officialCard } from "../../../src/release/official-card.ts"
import { readOfficialModel } from "../../../src/release/official-model.ts"
import type { Surrogate } from "../../../src/surrogate/surrogate.ts"
import { replica } from "./entries.ts"

/** The replica's surrogates of one task. */
export async function replicaBenchmark(task: TaskName): Promise<Benchmark> {
  const folders = new Map<string, Map<string, Uint8Array>>()
  for await (const entry of replica()) {
    const [, ofTask, metric, name] = entry.path.split("/") as [string, string, string, string]
    if (ofTask !== task || name.startsWith("pipeline_config")) continue
    const files = folders.get(metric) ?? new Map<string, Uint8Array>()
    folders.set(metric, files.set(name, new Uint8Array(gunzipSync(await entry.bytes()))))
  }
  const surrogates = [...folders].flatMap(([metric, files]): Surrogate[] => {
    const [labelHeaders, model, params] = ["label_headers", "model", "params"].map(
      name => files.get(`${name}.pkl.gz`)!,
    )
    return readOfficialModel({ labelHeaders: labelHeaders!, model: model!, params: params! }, metric)
  })
  const card = officialCard("replica", task, { archive: "replica", files: [], convertedBy: "0" })
  return new Benchmark(task, {
    task,
    card,
    metrics: surrogates.map(({ metric }) => metric),
    surrogates,
    sha256: "",
  })
}

/** Configurations and, for each, epoch → metric → value. */
export interface Answers {
  readonly configs: readonly CallConfiguration[]
  readonly results: readonly Record<string, Record<string, number>>[]
}

/** What the real API answered, without numpy's AVX kernels. */
export function replicaAnswers(task: TaskName): Answers {
  const read = (name: string) => {
    const path = join(import.meta.dirname, "..", "..", "fixtures", "official-1.5", `${name}.gz`)
    return JSON.parse(gunzipSync(readFileSync(path)).toString())
  }
  const { configs } = read("expected.json")
  return { configs, results: read("expected-baseline.json").tasks[task].results }
}
