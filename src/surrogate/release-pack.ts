/**
 * The file of one task of one release: a pack (see src/predict/pack/pack-sections.ts) of one booster a metric,
 * with the card beside them and each metric's target transform in its header.
 */

import type { ByteSource } from "../bytes/byte-source.ts"
import type { Field } from "../formats/document.ts"
import { openBoosters } from "../predict/pack/open-boosters.ts"
import { createEncoder, type Encoder } from "../space/index.ts"
import type { ReleaseCard } from "./card.ts"
import { Surrogate } from "./surrogate.ts"
import { parseTransforms } from "./target-transform.ts"

/** The surrogates of one task of one release. */
export interface ReleasePack {
  readonly task: string
  readonly card: ReleaseCard
  /** Metrics of the pack, whether they were opened or not. */
  readonly metrics: readonly string[]
  /** Those that were opened, in the file's order. */
  readonly surrogates: readonly Surrogate[]
  /** Digest that names the file: 64 hexadecimal digits. */
  readonly sha256: string
}

/** Encoders are shared by the metrics that have one header, so that a query encodes once. */
function encoderFor(names: readonly string[], known: Map<string, Encoder>, source: string): Encoder {
  const key = names.join("\n")
  const encoder = known.get(key) ?? createEncoder(names, source)
  known.set(key, encoder)
  return encoder
}

/** A document back to plain JSON values: the card's digest held, it is as the writer wrote it. */
function plain(field: Field): unknown {
  const { value } = field
  if (value instanceof Map) {
    return Object.fromEntries([...value.keys()].map(key => [key, plain(field.get(key))]))
  }
  if (Array.isArray(value)) return field.items().map(plain)
  return ArrayBuffer.isView(value) ? Array.from(value) : value
}

/**
 * Opens a release pack.
 *
 * @param source its bytes; those of metrics that are not asked for are not read
 * @param metrics metrics to open (default: all)
 * @throws {ModelFormatError} where a single bit of what is read is not as it was written
 * @throws {UnsupportedModelError} for a pack of another format version
 */
export async function openReleasePack(source: ByteSource, metrics?: readonly string[]): Promise<ReleasePack> {
  const isWanted = (header: Field): boolean => metrics?.includes(header.get("metric").string()) ?? true
  const { meta, boosters, sha256 } = await openBoosters(source, isWanted)
  const encoders = new Map<string, Encoder>()
  const surrogates = boosters.map(({ booster, header }) => {
    const metric = header.get("metric").string()
    const name = `${source.name}, ${metric}`
    const encoder = encoderFor(header.get("featureNames").strings(), encoders, name)
    return new Surrogate(metric, booster, encoder, parseTransforms(header.get("targetTransform").value, name))
  })
  return {
    task: meta.get("task").string(),
    card: plain(meta.get("card")) as ReleaseCard,
    metrics: meta
      .get("models")
      .items()
      .map(header => header.get("metric").string()),
    surrogates,
    sha256,
  }
}
