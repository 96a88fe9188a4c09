/** The replicas of the official release, imported as the official files are. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import type { TaskName } from "../../src/benchmark/index.ts"
import { memorySource } from "../../src/bytes/byte-source.ts"
import { tarEntries } from "../../src/bytes/tar.ts"
import { importRelease, joinPacks } from "../../src/release/index.ts"
import { openReleasePack, type ReleasePack } from "../../src/surrogate/release-pack.ts"

const FIXTURES = join(import.meta.dirname, "..", "fixtures")

/** Imports a replica and opens its tasks' joined packs. */
export async function importReplica(replica: string): Promise<Map<TaskName, ReleasePack>> {
  const archive = new Response(readFileSync(join(FIXTURES, replica, "assembled_surrogates.tar"))).body!
  const parts = new Map<TaskName, Uint8Array[]>()
  const options = {
    entries: tarEntries(archive, replica),
    archive: replica,
    release: "replica",
    version: "0",
  }
  await importRelease(options, ({ task }, pack) => {
    parts.set(task, [...(parts.get(task) ?? []), pack])
  })
  const packs = new Map<TaskName, ReleasePack>()
  for (const [task, bytes] of parts) {
    const joined = await joinPacks(task, bytes)
    packs.set(task, await openReleasePack(memorySource(joined.bytes, `${task}.bin`)))
  }
  return packs
}
