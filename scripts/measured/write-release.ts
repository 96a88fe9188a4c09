/** The release of the measured table: Parquet and its card. */

import { GROUP_ROWS, TableWriter } from "../../src/release/table-writer.ts"
import type { CollectionCount, FidelityCount, TableCard } from "../../src/table/index.ts"
import { measuredColumns, measuredLabels } from "./columns.ts"
import type { Run } from "./runs.ts"
import type { Shards } from "./shards.ts"

export const RELEASE = "measured-1"

/** What scripts/collect/README.md says at length. */
const METHOD: readonly string[] = [
  "Configuration k is drawn by Philox from the key (2012022, k), operations, activation and augmentation uniformly, LearningRate and WeightDecay log-uniformly, and is the same at every fidelity.",
  "70,000 images pooled and split class by class: 7,000 test, 12,600 validation, 50,400 training; padded to 32 pixels, resized, normalised.",
  "TrivialAugment where it is on, then flip and padded crop; SGD with Nesterov momentum 0.9, batch 256, cosine schedule over 200 epochs of which the first 10 are run.",
  "Times are processor seconds of one thread at the lowest priority on a shared machine: they are noisier than on an idle one.",
  "No run is left out: diverged runs keep their rows, marked.",
]

const configurationsOf = (runs: readonly Run[]): number => new Set(runs.map(run => run[0]!.config_index)).size

function collectionsOf(runs: readonly Run[]): CollectionCount[] {
  const numbers = new Set(runs.map(run => run[0]!.collection))
  return [...numbers].sort().map(collection => {
    const own = runs.filter(run => run[0]!.collection === collection)
    return { collection, configurations: configurationsOf(own), runs: own.length }
  })
}

function fidelitiesOf(runs: readonly Run[]): FidelityCount[] {
  const groups = new Map<string, Run[]>()
  for (const run of runs) {
    const key = ["N", "W", "Resolution"].map(name => run[0]![name]).join()
    groups.set(key, [...(groups.get(key) ?? []), run])
  }
  return Array.from(groups.values(), of => ({
    N: of[0]![0]!["N"] as number,
    W: of[0]![0]!["W"] as number,
    Resolution: of[0]![0]!["Resolution"] as number,
    configurations: configurationsOf(of),
    runs: of.length,
    collections: collectionsOf(of),
    diverged: of.filter(run => run.at(-1)!["diverged"] === 1).length,
  }))
}

/** Different machines and versions, each once, whatever number of times the collector was started on them. */
function environmentsOf(shards: Shards): Readonly<Record<string, unknown>>[] {
  const kept = shards.environments.map(({ started: _, shard: __, ...rest }) => JSON.stringify(rest))
  return [...new Set(kept)].sort().map(text => JSON.parse(text))
}

function cardOf(runs: readonly Run[], shards: Shards, writer: TableWriter): TableCard {
  return {
    release: RELEASE,
    task: "fashion_mnist",
    kind: "table",
    recordedFrom:
      "training runs of this project: randomly drawn configurations of the design space on Fashion-MNIST, at low fidelities",
    notice:
      "measured by this project; not the published JAHS-Bench-201 data, whose accuracies, times and rankings may differ",
    licence: "CC-BY-4.0",
    attribution: "The jahs-bench-201 authors, 2026",
    numRows: writer.rows,
    numConfigurations: writer.configurations,
    columns: measuredColumns.map(({ name, unit, description }) => ({ name, unit, description })),
    fidelities: fidelitiesOf(runs),
    environments: environmentsOf(shards),
    method: METHOD,
  }
}

/** A column of some rows as the writer takes it. */
function columnOf(rows: Run, name: string, type: string): ArrayLike<unknown> {
  if (type === "DOUBLE") return Float64Array.from(rows, row => row[name] as number)
  if (type === "INT64") return BigInt64Array.from(rows, row => BigInt(row[name] as number))
  if (type === "BOOLEAN") return rows.map(row => row[name] === true || row[name] === 1)
  return rows.map(row => row[name])
}

/** @returns the Parquet file and the card, the same bytes for the same runs */
export async function measuredRelease(
  runs: readonly Run[],
  shards: Shards,
): Promise<{ readonly parquet: Uint8Array; readonly card: TableCard }> {
  const writer = new TableWriter(measuredColumns, RELEASE)
  const pieces: Uint8Array[] = []
  const rows = runs.flat()
  for (let from = 0; from < rows.length; from += GROUP_ROWS) {
    const part = rows.slice(from, from + GROUP_ROWS)
    const batch = new Map(measuredColumns.map(({ name, type }) => [name, columnOf(part, name, type)]))
    pieces.push(await writer.add(batch, part.length))
  }
  const card = cardOf(runs, shards, writer)
  pieces.push(await writer.end(card, measuredLabels))
  return { parquet: Buffer.concat(pieces), card }
}
