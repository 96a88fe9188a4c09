/** `jahs-bench-201/trees` on Node, Deno and Bun: packs are decompressed by the runtime's own zlib. */

import type { PackSource } from "../bytes/source-of.ts"
import { openFileOrUrl } from "../node/file-system-store.ts"
import { platform } from "../node/platform.ts"
import type { Booster } from "../predict/booster/booster.ts"
import { type OpenPackOptions, openPackWith } from "../predict/pack/pack.ts"

export * from "./trees.public.ts"

/**
 * Opens a pack of one booster; it predicts the same bits as the model it was made from.
 *
 * @param source bytes, a response, a stream or a URL
 * @throws {ModelFormatError} where a single bit of the file is not as it was written
 * @throws {UnsupportedModelError} for a pack of another format version
 */
export function openPack(source: PackSource, options: OpenPackOptions = {}): Promise<Booster> {
  return openPackWith({ openUrl: openFileOrUrl, platform }, source, options)
}
