/** A recipe and published predictions to a release: packs and cards in `models/`, its page in `docs/releases/`. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import { metrics } from "../../src/benchmark/index.ts"
import { memorySource } from "../../src/bytes/byte-source.ts"
import type { Encoder } from "../../src/space/index.ts"
import type { ReleaseCard } from "../../src/surrogate/card.ts"
import { openReleasePack, type ReleasePack } from "../../src/surrogate/release-pack.ts"
import type { Surrogate } from "../../src/surrogate/surrogate.ts"
import { writeReleasePack } from "../../src/surrogate/write-release-pack.ts"
import { fitMetric, releaseEncoder } from "./fit-metric.ts"
import { type Predictions, readPredictions, rowsOfRuns } from "./predictions.ts"
import { type DistilledTask, distilledTasks, type ReleaseRecipe, type TaskRecipe } from "./recipe.ts"
import { releaseCard } from "./release-card.ts"
import { writeReleasePage } from "./release-page.ts"
import { type Compared, compare } from "./scores.ts"

/** What a pack may take. */
const MAX_BYTES = 2_700_000
const root = join(import.meta.dirname, "../..")

/** A task of a release, fitted and held against the official predictions. */
export interface FittedTask {
  readonly task: DistilledTask
  readonly card: ReleaseCard
  readonly numBytes: number
  readonly numNodes: number
  readonly predictions: Predictions
  readonly compared: readonly Compared[]
  /** `distilled-1` on the same rows. */
  readonly before: readonly Compared[]
}

async function openPack(bytes: Uint8Array, name: string): Promise<ReleasePack> {
  return openReleasePack(memorySource(bytes, name))
}

async function fitAll(
  { holdoutRuns, metrics: recipes }: TaskRecipe,
  predictions: Predictions,
  encoder: Encoder,
  task: string,
): Promise<Surrogate[]> {
  const fitted = rowsOfRuns(predictions, run => !holdoutRuns.includes(run))
  const surrogates: Surrogate[] = []
  for (const { name } of metrics) {
    const started = process.cpuUsage().user
    const surrogate = await fitMetric(name, recipes[name], predictions, fitted, encoder)
    const seconds = (process.cpuUsage().user - started) / 1e6
    console.log(`${task} ${name}: ${surrogate.booster.trees.numNodes} nodes, ${seconds.toFixed(0)} s of CPU`)
    surrogates.push(surrogate)
  }
  return surrogates
}

/**
 * Fits a release.
 *
 * @param folder has `<task>.csv.gz` of each task
 * @throws {Error} saying which file is missing, or that a pack is too large
 */
export async function writeRelease(recipe: ReleaseRecipe, folder: string): Promise<void> {
  const encoder = releaseEncoder()
  const target = join(root, "models", recipe.release)
  mkdirSync(target, { recursive: true })
  const all: [DistilledTask, Predictions][] = []
  for (const task of distilledTasks) {
    all.push([task, await readPredictions(join(folder, `${task}.csv.gz`), encoder)])
  }
  const done: FittedTask[] = []
  for (const [task, predictions] of all) {
    const own = recipe.tasks[task]
    const surrogates = await fitAll(own, predictions, encoder, task)
    const held = rowsOfRuns(predictions, run => own.holdoutRuns.includes(run))
    const previous = await openPack(readFileSync(join(root, "models", `${task}.bin`)), `${task}.bin`)
    const compared = surrogates.map(surrogate => compare(surrogate, predictions, held))
    const before = previous.surrogates.map(surrogate => compare(surrogate, predictions, held))
    const card = releaseCard(recipe.release, task, own, predictions, {
      compared,
      before,
      previous: previous.card,
    })
    const bytes = await writeReleasePack(task, card, surrogates, section => gzipSync(section, { level: 9 }))
    if (bytes.length > MAX_BYTES) throw new Error(`${task}: ${bytes.length} bytes, more than ${MAX_BYTES}`)
    const { sha256 } = await openPack(bytes, `${task}.bin`)
    const numNodes = surrogates.reduce((sum, { booster }) => sum + booster.trees.numNodes, 0)
    const stated = { ...card, bytes: bytes.length, nodes: numNodes, sha256 }
    writeFileSync(join(target, `${task}.bin`), bytes)
    writeFileSync(join(target, `${task}.card.json`), `${JSON.stringify(stated, null, 2)}\n`)
    console.log(`${task}: ${bytes.length} bytes, ${numNodes} nodes, SHA-256 ${sha256}`)
    done.push({ task, card, numBytes: bytes.length, numNodes, predictions, compared, before })
  }
  writeReleasePage(recipe, done)
}
