/**
 * The file of one task of one release, format version 1: the surrogates of all metrics and the card.
 *
 * | bytes  | content                                                              |
 * |--------|----------------------------------------------------------------------|
 * | 8      | `JAHSPACK`                                                           |
 * | 4      | u32 format version                                                   |
 * | 4      | u32 bytes of the header                                              |
 * | header | JSON: task, card, and for each metric its model and its section      |
 * | …      | sections, gzip, one a metric: see src/forest/pack.ts                 |
 * | 32     | SHA-256 of everything before                                         |
 */

import { ByteReader } from "../bytes/byte-reader.ts"
import { gunzip } from "../bytes/gunzip.ts"
import { sha256, toHex } from "../bytes/sha256.ts"
import { encodeUtf8 } from "../bytes/utf8.ts"
import { ModelFormatError, UnsupportedModelError } from "../errors.ts"
import { packForest } from "../forest/pack.ts"
import { unpackForest } from "../forest/unpack.ts"
import { Field } from "../formats/document.ts"
import { parseJsonText } from "../formats/json-text.ts"
import { Booster, type BoosterInfo } from "../predict/booster.ts"
import { createEncoder, type Encoder } from "../space/index.ts"
import type { ReleaseCard } from "./card.ts"
import { Surrogate } from "./surrogate.ts"
import { parseTransforms } from "./target-transform.ts"

const MAGIC = "JAHSPACK"
const VERSION = 1
const PREFIX_BYTES = 16
const DIGEST_BYTES = 32
/** A section is at most this long when decompressed: some 40 million nodes. */
const MAX_SECTION = 256 * 1024 * 1024

/** The surrogates of one task of one release. */
export interface ReleasePack {
  readonly task: string
  readonly card: ReleaseCard
  /** By metric, in the file's order. */
  readonly surrogates: readonly Surrogate[]
  /** SHA-256 of the file, as its last bytes state it: 64 hexadecimal digits. */
  readonly sha256: string
}

function readPrefix(reader: ByteReader): number {
  const { bytes, view } = reader
  const magic = bytes.length >= 8 ? String.fromCharCode(...bytes.subarray(0, 8)) : ""
  if (magic !== MAGIC) {
    reader.fail({
      what: "not a release pack",
      expected: `${MAGIC} at the start`,
      actual: `${bytes.length} other bytes`,
    })
  }
  reader.take(PREFIX_BYTES, "prefix")
  const version = view.getUint32(8, true)
  if (version !== VERSION) {
    throw new UnsupportedModelError({
      source: reader.source,
      offset: 8,
      what: "unknown pack version",
      expected: `${VERSION}`,
      actual: `${version}`,
      remedy: "pack and package must be of the same release",
    })
  }
  return view.getUint32(12, true)
}

async function checkDigest(bytes: Uint8Array, source: string): Promise<string> {
  const end = bytes.length - DIGEST_BYTES
  const stated = toHex(bytes.subarray(Math.max(end, 0)))
  const actual = end < PREFIX_BYTES ? "a shorter file" : toHex(await sha256(bytes.subarray(0, end)))
  if (actual !== stated) {
    throw new ModelFormatError({
      source,
      offset: Math.max(end, 0),
      what: "checksum mismatch: the file is damaged or incomplete",
      expected: `SHA-256 ${stated}`,
      actual,
    })
  }
  return stated
}

function readInfo(metric: Field, numTrees: number, source: string): BoosterInfo {
  const version = metric.get("version").int32Array(3)
  return {
    source,
    objective: metric.get("objective").string(),
    booster: "gbtree",
    version: [version[0], version[1], version[2]],
    numOutputs: 1,
    featureNames: metric.get("featureNames").strings(),
    attributes: new Map(),
    baseScore: Float32Array.of(metric.get("baseScore").float32()),
    baseScoreIsMargin: false,
    iterationIndptr: Int32Array.from({ length: numTrees + 1 }, (_, tree) => tree),
    treeInfo: new Int32Array(numTrees),
  }
}

/** Encoders are shared by the metrics that have one header, so that a query encodes once. */
function encoderFor(names: readonly string[], known: Map<string, Encoder>, source: string): Encoder {
  const key = names.join("\n")
  const encoder = known.get(key) ?? createEncoder(names, source)
  known.set(key, encoder)
  return encoder
}

/**
 * Opens a release pack.
 *
 * @param bytes the whole file
 * @param source its name, for messages
 * @throws {ModelFormatError} where a single bit of it is not as it was written
 * @throws {UnsupportedModelError} for a pack of another format version
 */
export async function openReleasePack(bytes: Uint8Array, source: string): Promise<ReleasePack> {
  const reader = new ByteReader(bytes, source)
  const headerBytes = readPrefix(reader)
  const digest = await checkDigest(bytes, source)
  const start = reader.take(headerBytes, "header")
  const header = new Field(parseJsonText(bytes.subarray(start, start + headerBytes), source), "", source)
  const encoders = new Map<string, Encoder>()
  const surrogates: Surrogate[] = []
  for (const metric of header.get("metrics").items()) {
    const name = metric.get("metric").string()
    const length = metric.get("length").integer(0, MAX_SECTION)
    const at = reader.take(metric.get("bytes").integer(0, MAX_SECTION), `section of ${name}`)
    const section = `${source}, ${name}`
    const encoder = encoderFor(metric.get("featureNames").strings(), encoders, section)
    const packed = await gunzip(bytes.subarray(at, reader.offset), length, section)
    const forest = unpackForest(packed, encoder.numFeatures, section)
    const booster = new Booster(readInfo(metric, forest.numTrees, section), forest)
    const transforms = parseTransforms(metric.get("targetTransform").value, section)
    surrogates.push(new Surrogate(name, booster, encoder, transforms))
  }
  // The digest held: the card is as the writer wrote it.
  const { card } = JSON.parse(new TextDecoder().decode(bytes.subarray(start, start + headerBytes)))
  return { task: header.get("task").string(), card: card as ReleaseCard, surrogates, sha256: digest }
}

async function gzip(bytes: Uint8Array): Promise<Uint8Array> {
  const stream = new Blob([bytes as Uint8Array<ArrayBuffer>])
    .stream()
    .pipeThrough(new CompressionStream("gzip"))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}

/**
 * Writes a release pack.
 *
 * @param surrogates single-output boosters of numeric splits, one a metric
 * @returns the file's bytes
 */
export async function writeReleasePack(
  task: string,
  card: ReleaseCard,
  surrogates: readonly Surrogate[],
): Promise<Uint8Array> {
  const sections: Uint8Array[] = []
  const metrics: object[] = []
  for (const { metric, booster, encoder, transforms } of surrogates) {
    const packed = packForest(booster.forest)
    const section = await gzip(packed)
    sections.push(section)
    metrics.push({
      metric,
      objective: booster.info.objective,
      version: booster.info.version,
      baseScore: booster.info.baseScore[0],
      numTrees: booster.numTrees,
      numNodes: booster.forest.numNodes,
      featureNames: encoder.featureNames,
      targetTransform: transforms,
      length: packed.length,
      bytes: section.length,
    })
  }
  const header = encodeUtf8(JSON.stringify({ task, card, metrics }))
  const prefix = new Uint8Array(PREFIX_BYTES)
  prefix.set(encodeUtf8(MAGIC))
  const view = new DataView(prefix.buffer)
  view.setUint32(8, VERSION, true)
  view.setUint32(12, header.length, true)
  const body = new Uint8Array(await new Blob([prefix, header, ...sections] as BlobPart[]).arrayBuffer())
  const file = new Uint8Array(body.length + DIGEST_BYTES)
  file.set(body)
  file.set(await sha256(body), body.length)
  return file
}
