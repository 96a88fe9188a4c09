/** Packs of single boosters: a model file that opens some fifty times faster than JSON, at a tenth of its size. */

import { byteSourceOf, type OpenUrl, openUrl, type PackSource, type Runtime } from "../../bytes/source-of.ts"
import { ModelFormatError, show } from "../../errors.ts"
import type { Booster } from "../booster/booster.ts"
import { openBoosters } from "./open-boosters.ts"
import { type PackCompression, packBoosters } from "./pack-boosters.ts"

export interface WritePackOptions {
  /** Covers and gains of the nodes, too, which explanations need (default false): 6 bytes a node more. */
  readonly statistics?: boolean
  /**
   * How the sections are stored (default `"gzip"`). With `"none"` the file is a third larger and opens in half the
   * time: for files that travel compressed anyway, or not at all.
   */
  readonly compression?: PackCompression
}

/**
 * Writes a booster as a pack: trees, objective, base scores, rounds, names and attributes; on request the
 * statistics of its nodes. The writers of model files need the model file all the same.
 *
 * @returns the file's bytes
 * @throws {UnsupportedModelError} where statistics are asked for and the booster has none
 * @throws {TypeError} for another compression
 * @example
 * ```ts
 * const bytes = await writePack(booster)
 * ```
 */
export function writePack(booster: Booster, options: WritePackOptions = {}): Promise<Uint8Array> {
  const { statistics, compression = "gzip" } = options
  if (compression !== "gzip" && compression !== "none") {
    throw new TypeError(`options.compression: expected "gzip" or "none", got ${show(compression)}`)
  }
  return packBoosters([booster], [{}], {}, { statistics, compression })
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
export function openPack(source: PackSource, options: OpenPackOptions = {}): Promise<Booster> {
  return openPackWith({ openUrl }, source, options)
}

/** As `openPack`, with what a runtime has; the entries' `openPack` is this with theirs. */
export async function openPackWith(
  runtime: Runtime,
  source: PackSource,
  options: OpenPackOptions = {},
): Promise<Booster> {
  const name = options.source ?? (source instanceof URL ? source.href : "pack")
  const given = { ...runtime, openUrl: options.openUrl ?? runtime.openUrl }
  const { boosters } = await openBoosters(byteSourceOf(source, name, true, given))
  if (boosters.length === 1) return boosters[0].booster
  const actual = `${boosters.length}`
  throw new ModelFormatError({ source: name, what: "not a pack of one booster", expected: "1 model", actual })
}
