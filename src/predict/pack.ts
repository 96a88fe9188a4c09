/** Packs of single boosters: a model file that opens some fifty times faster than JSON, at a tenth of its size. */

import { byteSourceOf, type OpenUrl, openUrl, type PackSource } from "../bytes/source-of.ts"
import { ModelFormatError } from "../errors.ts"
import type { Booster } from "./booster.ts"
import { openBoosters } from "./open-boosters.ts"
import { packBoosters } from "./pack-boosters.ts"

/**
 * Writes a booster as a pack: trees, objective, base scores, rounds, names and attributes; not the
 * statistics of its nodes, so that explanations and the model writers need the model file.
 *
 * @returns the file's bytes
 * @example
 * ```ts
 * const bytes = await writePack(booster)
 * ```
 */
export function writePack(booster: Booster): Promise<Uint8Array> {
  return packBoosters([booster], [{}], {})
}

export interface OpenPackOptions {
  /** Name of the pack for messages (default `"pack"`, or its URL). */
  readonly source?: string
  /** How URLs are opened (default: by `fetch`). */
  readonly openUrl?: OpenUrl
}

/**
 * Opens a pack of one booster; it predicts the same bits as the model it was made from.
 *
 * @param source bytes, a response, a stream or a URL
 * @throws {ModelFormatError} where a single bit of the file is not as it was written
 * @throws {UnsupportedModelError} for a pack of another format version
 * @example
 * ```ts
 * const again = await openPack(await writePack(booster))
 * ```
 */
export async function openPack(source: PackSource, options: OpenPackOptions = {}): Promise<Booster> {
  const name = options.source ?? (source instanceof URL ? source.href : "pack")
  const { boosters } = await openBoosters(byteSourceOf(source, name, true, options.openUrl ?? openUrl))
  if (boosters.length === 1) return boosters[0].booster
  const actual = `${boosters.length}`
  throw new ModelFormatError({ source: name, what: "not a pack of one booster", expected: "1 model", actual })
}
