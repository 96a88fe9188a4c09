/** Packs of releases and their cards in `models/`, a folder a release. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import type { TaskName } from "../../src/benchmark/index.ts"
import { memorySource } from "../../src/bytes/byte-source.ts"
import type { ReleaseCard } from "../../src/surrogate/card.ts"
import { openReleasePack, type ReleasePack } from "../../src/surrogate/release-pack.ts"
import type { Surrogate } from "../../src/surrogate/surrogate.ts"
import { writeReleasePack } from "../../src/surrogate/write-release-pack.ts"

const models = join(import.meta.dirname, "../../models")

function numNodesOf(surrogates: readonly Surrogate[]): number {
  return surrogates.reduce((sum, { booster }) => sum + booster.trees.numNodes, 0)
}

/** A bundled pack, its size in bytes and in nodes. */
export interface Bundled {
  readonly pack: ReleasePack
  readonly numBytes: number
  readonly numNodes: number
}

/** Opens a task of a release out of `models/`. */
export async function openBundled(release: string, task: TaskName): Promise<Bundled> {
  const bytes = readFileSync(join(models, release, `${task}.bin`))
  const pack = await openReleasePack(memorySource(bytes, `${task}.bin`))
  return { pack, numBytes: bytes.length, numNodes: numNodesOf(pack.surrogates) }
}

/**
 * Writes a task of a release, and beside it its card with what only the whole pack knows: bytes, nodes, digest.
 *
 * @throws {Error} where the pack takes more than `maxBytes`
 */
export async function writeBundled(
  card: ReleaseCard,
  surrogates: readonly Surrogate[],
  maxBytes: number,
): Promise<void> {
  const { release, task } = card
  const bytes = await writeReleasePack(task, card, surrogates, section => gzipSync(section, { level: 9 }))
  if (bytes.length > maxBytes) throw new Error(`${task}: ${bytes.length} bytes, more than ${maxBytes}`)
  const { sha256 } = await openReleasePack(memorySource(bytes, `${task}.bin`))
  const numNodes = numNodesOf(surrogates)
  const stated = { ...card, bytes: bytes.length, nodes: numNodes, sha256 }
  mkdirSync(join(models, release), { recursive: true })
  writeFileSync(join(models, release, `${task}.bin`), bytes)
  writeFileSync(join(models, release, `${task}.card.json`), `${JSON.stringify(stated, null, 2)}\n`)
  console.log(`${task}: ${bytes.length} bytes, ${numNodes} nodes, SHA-256 ${sha256}`)
}
