/** Benchmarks that are open in the worker: each pack once, and no more of them than memory is meant for. */

import { type Benchmark, openBenchmark } from "../../entries/index.web.ts"
import type { Loading } from "./messages.ts"
import { isSamePack, type PackId, type SitePack } from "./pack-id.ts"
import { listSitePacks, loadPack } from "./site-packs.ts"

/** Both tasks of a release, and one that they are compared with. */
const MOST_OPEN = 3

interface Open {
  readonly id: PackId
  readonly benchmark: Promise<Benchmark>
}

/** Opens packs of the site. The one that was asked for least recently is let go of first. */
export class OpenBenchmarks {
  private readonly base: string
  private readonly onLoading: (loading: Loading | null) => void
  private list: Promise<readonly SitePack[]> | null = null
  private open: Open[] = []

  constructor(base: string, onLoading: (loading: Loading | null) => void) {
    this.base = base
    this.onLoading = onLoading
  }

  /**
   * The site's packs.
   *
   * @throws {NotFoundError} where their list cannot be loaded
   */
  packs(): Promise<readonly SitePack[]> {
    this.list ??= listSitePacks(this.base)
    this.list.catch(() => {
      this.list = null
    })
    return this.list
  }

  /**
   * The benchmark of a pack.
   *
   * @throws {NotFoundError} where the site does not have it
   * @throws {ModelFormatError} where it is damaged
   */
  get(id: PackId): Promise<Benchmark> {
    const known = this.open.find(other => isSamePack(other.id, id)) ?? { id, benchmark: this.load(id) }
    this.open = [known, ...this.open.filter(other => other !== known)].slice(0, MOST_OPEN)
    known.benchmark.catch(() => {
      // The next question tries again.
      this.open = this.open.filter(other => other !== known)
    })
    return known.benchmark
  }

  private async load({ task, release }: PackId): Promise<Benchmark> {
    const onBytes = (loadedBytes: number, totalBytes: number): void =>
      this.onLoading({ task, release, loadedBytes, totalBytes })
    const id = { task, release }
    try {
      const source = await loadPack(this.base, await this.packs(), id, onBytes)
      return await openBenchmark({ ...id, source })
    } finally {
      this.onLoading(null)
    }
  }
}
