/** The packs that the playground can open on this machine: those of the package, and those that were imported. */

import { createHash } from "node:crypto"
import { readdir, readFile, stat } from "node:fs/promises"
import { join } from "node:path"
import { type TaskName, tasks } from "../benchmark/task.ts"

/** A pack as a file. */
export interface PackFile {
  readonly task: TaskName
  readonly release: string
  readonly path: string
}

/** As `models/index.json` of the site lists it, and as the page reads it. */
interface ListedPack {
  readonly task: TaskName
  readonly release: string
  /** Address relative to the page. */
  readonly path: string
  readonly bytes: number
  readonly sha256: string
}

/** Address of a pack, relative to the page. */
export function packAddress({ task, release }: Pick<PackFile, "task" | "release">): string {
  return `models/${release}/${task}.bin`
}

/** Packs in a folder of releases: `<release>/<task>.bin`, the last name first. A folder that is not there has none. */
export async function packsIn(folder: string): Promise<PackFile[]> {
  const releases = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const found: PackFile[] = []
  const names = releases.filter(entry => entry.isDirectory()).map(entry => entry.name)
  for (const release of names.sort().reverse()) {
    const files = await readdir(join(folder, release))
    for (const task of tasks) {
      const file = `${task}.bin`
      if (files.includes(file)) found.push({ task, release, path: join(folder, release, file) })
    }
  }
  return found
}

/** Of packs of one name the first. */
export function firstOfEach(packs: readonly PackFile[]): PackFile[] {
  const addresses = packs.map(packAddress)
  return packs.filter((pack, at) => addresses.indexOf(packAddress(pack)) === at)
}

/** Lists packs for the page. A digest is computed once a file, and again when that changes. */
export class PackList {
  readonly packs: readonly PackFile[]
  private readonly digests = new Map<string, string>()

  constructor(packs: readonly PackFile[]) {
    this.packs = packs
  }

  /** The list, in the order in which the page offers them. */
  list(): Promise<ListedPack[]> {
    return Promise.all(
      this.packs.map(async pack => {
        const { size, mtimeMs } = await stat(pack.path)
        const key = `${pack.path} ${size} ${mtimeMs}`
        const sha256 =
          this.digests.get(key) ??
          createHash("sha256")
            .update(await readFile(pack.path))
            .digest("hex")
        this.digests.set(key, sha256)
        const { task, release } = pack
        return { task, release, path: packAddress(pack), bytes: size, sha256 }
      }),
    )
  }
}
