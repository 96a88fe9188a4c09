/** The packs of a task's metrics to the one pack of the task: the boosters are opened, not parsed again. */

import { metrics, type TaskName } from "../benchmark/index.ts"
import { type ByteSource, memorySource } from "../bytes/byte-source.ts"
import type { Compress } from "../bytes/section-file.ts"
import { ModelFormatError } from "../errors.ts"
import type { ReleaseCard, SourceFile } from "../surrogate/card.ts"
import { openReleasePack, type ReleasePack } from "../surrogate/release-pack.ts"
import type { Surrogate } from "../surrogate/surrogate.ts"
import { writeReleasePack } from "../surrogate/write-release-pack.ts"

export interface JoinOptions {
  readonly compress?: Compress
  /** Whether a metric that is there twice is taken from the first pack that has it (default: an error). */
  readonly keepFirst?: boolean
}

/** A joined pack. */
export interface JoinedPack {
  readonly bytes: Uint8Array
  readonly card: ReleaseCard
  /** In the pack's order, which is that of the benchmark's metrics. */
  readonly metrics: readonly string[]
}

/** One card out of those of the parts, which name different files. */
function joinCards(cards: readonly ReleaseCard[]): ReleaseCard {
  const [first] = cards
  const files = new Map<string, SourceFile>()
  for (const file of cards.flatMap(card => card.provenance?.files ?? [])) {
    if (!files.has(file.path)) files.set(file.path, file)
  }
  if (first.provenance === undefined) return first
  return {
    ...first,
    provenance: {
      ...first.provenance,
      files: [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1)),
    },
  }
}

function check(pack: ReleasePack, task: TaskName, release: string, name: string): void {
  const isSame = pack.task === task && pack.card.release === release
  if (isSame) return
  throw new ModelFormatError({
    source: name,
    what: "pack of another task or release",
    expected: `${release} of ${task}`,
    actual: `${pack.card.release} of ${pack.task}`,
  })
}

/**
 * Joins the packs of single metrics.
 *
 * @param task the task they must be of
 * @param packs one or more, as their bytes or as sources to read; of one release
 * @param options what compresses the result; whether a metric that is there twice is that of the first pack
 * @throws {ModelFormatError} for a damaged pack, one of another task or release, or a metric that is there twice
 */
export async function joinPacks(
  task: TaskName,
  packs: readonly (Uint8Array | ByteSource)[],
  { compress, keepFirst = false }: JoinOptions = {},
): Promise<JoinedPack> {
  if (packs.length === 0) throw new TypeError("packs: expected at least one pack, got an empty array")
  const surrogates: Surrogate[] = []
  const cards: ReleaseCard[] = []
  for (const [i, given] of packs.entries()) {
    const source = given instanceof Uint8Array ? memorySource(given, `packs[${i}]`) : given
    const pack = await openReleasePack(source)
    cards.push(pack.card)
    check(pack, task, cards[0].release, source.name)
    for (const surrogate of pack.surrogates) {
      if (surrogates.some(({ metric }) => metric === surrogate.metric)) {
        if (keepFirst) continue
        const actual = `${surrogate.metric} again`
        throw new ModelFormatError({
          source: source.name,
          what: "metric there twice",
          expected: "each metric once",
          actual,
        })
      }
      surrogates.push(surrogate)
    }
  }
  const names: readonly string[] = metrics.map(({ name }) => name)
  surrogates.sort((a, b) => names.indexOf(a.metric) - names.indexOf(b.metric))
  const card = joinCards(cards)
  const bytes = await writeReleasePack(task, card, surrogates, compress)
  return { bytes, card, metrics: surrogates.map(({ metric }) => metric) }
}
