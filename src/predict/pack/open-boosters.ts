/** The bytes of a pack to boosters: see pack-sections.ts for what it holds. */

import type { ByteSource } from "../../bytes/byte-source.ts"
import { openSections, type SectionFile } from "../../bytes/section-file.ts"
import { ModelFormatError } from "../../errors.ts"
import type { SplitDictionary } from "../../forest/split-dictionary.ts"
import { unpackDictionary, unpackForest } from "../../forest/unpack.ts"
import { type DocumentValue, Field } from "../../formats/document.ts"
import { documentFromObject } from "../../formats/plain-object.ts"
import { Booster, type BoosterInfo } from "../booster/booster.ts"
import type { TreeSource } from "../booster/tree-source.ts"
import { DICTIONARY, FOREST, LINEAR, MAGIC, META, NO_SPLITS, VERSION } from "./pack-sections.ts"
import { modelOfPack, type NodeStatistics } from "./packed-model.ts"
import { type PackedForest, packedTrees } from "./packed-trees.ts"

const MAX_INT = 2147483647

function once<T>(make: () => T): () => T {
  let made: T | undefined
  return () => {
    made ??= make()
    return made
  }
}

/** Of a linear model, whose weights say everything. */
const NO_STATISTICS: NodeStatistics = /* @__PURE__ */ Object.freeze({
  covers: /* @__PURE__ */ new Float32Array(0),
  gains: /* @__PURE__ */ new Float32Array(0),
})

function readRounds(header: Field, numTrees: number): Int32Array {
  const field = header.get("rounds")
  if (typeof field.value !== "number") return field.int32Array()
  const perRound = field.integer(0, MAX_INT)
  const numRounds = perRound === 0 ? 0 : numTrees / perRound
  const rounds = new Int32Array(numRounds + 1)
  for (let round = 0; round <= numRounds; round++) rounds[round] = round * perRound
  return rounds
}

function optional<T>(field: Field, read: (field: Field) => T): T | null {
  return field.exists && field.value !== null ? read(field) : null
}

/** A model's header back. What is read here was written by `headerOf`: its digest held. */
function infoOf(header: Field, linearWeights: Float32Array | null, source: string): BoosterInfo {
  const numTrees = header.get("numTrees").integer(0, MAX_INT)
  const numOutputs = header.get("numOutputs").integer(1, 65_535)
  const version = optional(header.get("version"), field => field.int32Array())
  const attributes = header.get("attributes")
  return {
    source,
    objective: optional(header.get("objective"), field => field.string()),
    booster: header.get("booster").string(),
    version: version && [
      version[0],
      version[1],
      ...(version.length > 2 ? ([version[2]] as const) : ([] as const)),
    ],
    numOutputs,
    featureNames: optional(header.get("featureNames"), field => field.strings()),
    featureTypes: optional(header.get("featureTypes"), field => field.strings()),
    attributes: new Map([...attributes.object().keys()].map(key => [key, attributes.get(key).string()])),
    baseScore: Float32Array.from(header.get("baseScore").strings(), Number),
    baseScoreIsMargin: header.get("baseScoreIsMargin").value === true,
    iterationIndptr: readRounds(header, numTrees),
    treeInfo:
      optional(header.get("treeInfo"), field => field.int32Array(numTrees)) ?? new Int32Array(numTrees),
    categoryValues: optional(header.get("categoryValues"), field =>
      field.items().map(feature =>
        optional(feature, () => ({
          values: feature
            .get("values")
            .items()
            .map(item => item.value as string | number),
          type: optional(feature.get("type"), type => type.integer(0, 255)),
        })),
      ),
    ),
    linearWeights,
  }
}

/** A booster out of a pack, with its header. */
interface OpenedBooster {
  readonly booster: Booster
  readonly header: Field
}

export interface OpenedPack {
  /** The JSON of the pack, of which `models` are the headers. */
  readonly meta: Field
  readonly boosters: readonly OpenedBooster[]
  readonly sha256: string
}

/** Trees of a linear model: none. */
function noTrees(numFeatures: number): TreeSource {
  const none = new Int32Array(0)
  const forest = {
    numTrees: 0,
    numNodes: 0,
    numFeatures,
    treeOffsets: new Int32Array(1),
    splits: none,
    values: new Float32Array(0),
    leftChildren: none,
    nodeIds: null,
    categorical: null,
    leafVectors: null,
  }
  return { numTrees: 0, numNodes: 0, numFeatures, numBytes: 0, forest, kernelFor: () => null }
}

function documentOf(text: string, source: string): DocumentValue {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    const actual = error instanceof Error ? error.message : "another text"
    throw new ModelFormatError({ source, path: "section 0", what: "description is no JSON", actual })
  }
  return documentFromObject(Object(value), source)
}

async function readMeta(file: SectionFile): Promise<Field> {
  const [entry] = file.entries
  if (entry?.kind !== META) {
    throw new ModelFormatError({
      source: file.name,
      path: "section 0",
      what: "no description",
      expected: "kind 1",
    })
  }
  // The bytes are as a writer of packs wrote them, and in a fresh process the engine's own parser is there.
  const text = new TextDecoder().decode(await file.read(entry))
  return new Field(documentOf(text, file.name), "", file.name)
}

/** The sections of the wanted models, in the file's order; others are not read. */
async function readModels(
  file: SectionFile,
  headers: readonly Field[],
  isWanted: (header: Field) => boolean,
): Promise<{ dictionary: SplitDictionary; models: { header: Field; kind: number; bytes: Uint8Array }[] }> {
  let dictionary = NO_SPLITS
  const models: { header: Field; kind: number; bytes: Uint8Array }[] = []
  for (const entry of file.entries.slice(1)) {
    if (entry.kind === DICTIONARY)
      dictionary = unpackDictionary(await file.read(entry), `${file.name}, dictionary`)
    else {
      const header = headers[entry.index]
      if (header === undefined || (entry.kind !== FOREST && entry.kind !== LINEAR)) {
        const actual = `kind ${entry.kind}, model ${entry.index}`
        throw new ModelFormatError({
          source: file.name,
          what: "unknown section",
          expected: "a model's",
          actual,
        })
      }
      if (isWanted(header)) models.push({ header, kind: entry.kind, bytes: await file.read(entry) })
    }
  }
  return { dictionary, models }
}

async function readPack(
  source: ByteSource,
  isWanted: (header: Field) => boolean,
): Promise<Awaited<ReturnType<typeof readModels>> & { meta: Field; sha256: string }> {
  try {
    const file = await openSections(source, MAGIC, VERSION)
    const meta = await readMeta(file)
    const models = await readModels(file, meta.get("models").items(), isWanted)
    return { meta, ...models, sha256: file.sha256 }
  } finally {
    await source.close?.()
  }
}

/**
 * Opens a pack.
 *
 * @param isWanted told each model's header; models that are not wanted are not read
 * @throws {ModelFormatError} where a bit of what is read is not as it was written
 * @throws {UnsupportedModelError} for a pack of another format version
 */
export async function openBoosters(
  source: ByteSource,
  isWanted: (header: Field) => boolean = () => true,
): Promise<OpenedPack> {
  const { meta, dictionary, models, sha256 } = await readPack(source, isWanted)
  const packed: PackedForest[] = []
  const statistics: (NodeStatistics | null)[] = []
  const infos = models.map(({ header, kind, bytes }) => {
    const name = `${source.name}, ${header.path}`
    if (kind === LINEAR) {
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      return infoOf(
        header,
        Float32Array.from({ length: bytes.length >> 2 }, (_, i) => view.getFloat32(4 * i, true)),
        name,
      )
    }
    const info = infoOf(header, null, name)
    const { forest, extras } = unpackForest(bytes, dictionary.numSplits, name)
    if (forest.numTrees !== info.treeInfo.length) {
      header.get("numTrees").fail("wrong number of trees", `${forest.numTrees}`)
    }
    packed.push({ forest, outputs: info, nodeIds: extras.nodeIds })
    const { covers, gains } = extras
    statistics.push(covers && gains && { covers, gains })
    return info
  })
  const trees = packedTrees(dictionary, packed)
  let next = 0
  const boosters = models.map(({ header }, i) => {
    const info = infos[i]
    const isLinear = info.linearWeights !== null
    const source = isLinear ? noTrees(header.get("numFeatures").integer(0, MAX_INT)) : trees[next]
    const stated = isLinear ? NO_STATISTICS : statistics[next++]
    const model = stated ? once(() => modelOfPack(info, source.forest, stated)) : undefined
    return { header, booster: new Booster(info, source, model) }
  })
  return { meta, boosters, sha256 }
}
