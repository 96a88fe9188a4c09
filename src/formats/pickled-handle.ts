/**
 * The bytes that a pickled Booster carries (`Booster.__getstate__()["handle"]`) to a ParsedModel. Three
 * layouts by version, from Learner::Save: "CONFIG-offset:", a length, a legacy binary and JSON text (1.0 to
 * 1.3); JSON text of Config and Model (1.4 and 1.5); the same as UBJSON (1.6 and later). Before 1.0 the bytes
 * were a legacy binary and nothing else.
 */

import { ModelFormatError } from "../errors.ts"
import { encodingOf } from "./detect.ts"
import { type DocumentValue, Field } from "./document.ts"
import { parseJsonModel } from "./json-model.ts"
import { parseJsonText } from "./json-text.ts"
import { parseJsonTextWithout } from "./json-text-without.ts"
import { parseLegacyBinary } from "./legacy-binary.ts"
import { evenRounds, numOutputsOf, type ParsedModel } from "./parsed-model.ts"
import { parseUbjson } from "./ubjson.ts"

const MAX_INT = 2147483647
/** "CONFIG-offset:" and the 64-bit length of the binary. */
const HEADER_BYTES = 22

/** What no prediction of one output needs: nearly half of a model. */
const STATISTICS: ReadonlySet<string> = /* @__PURE__ */ new Set([
  ...["base_weights", "loss_changes", "sum_hessian", "parents"],
])

const NOTHING: ReadonlySet<string> = /* @__PURE__ */ new Set()

export interface HandleOptions {
  /** Whether the statistics of the nodes are kept (default true); vector leaves may need them. */
  readonly statistics?: boolean
}

/** Trees per output and round: models before 1.6 forget it, the configuration next to them does not. */
function withRounds(model: ParsedModel, config: Field): ParsedModel {
  const [major, minor] = model.version ?? [0, 0]
  if (major > 1 || (major === 1 && minor >= 6) || model.booster === "gblinear") return model
  const booster = config.get("learner").get("gradient_booster")
  const gbtree = model.booster === "dart" ? booster.get("gbtree") : booster
  const field = gbtree.get("gbtree_train_param").get("num_parallel_tree")
  const numParallelTree = field.integer(1, MAX_INT)
  const numTrees = model.trees.length
  const treesPerRound = numParallelTree * numOutputsOf(model)
  if (numTrees % treesPerRound !== 0) {
    field.fail("incomplete round", `a number of trees per round that divides ${numTrees} trees`)
  }
  return { ...model, numParallelTree, iterationIndptr: evenRounds(numTrees, treesPerRound) }
}

function parseConfigOffset(bytes: Uint8Array, source: string): ParsedModel {
  const fail = (what: string, expected: string, actual: string): never => {
    throw new ModelFormatError({ source, offset: Math.min(14, bytes.length), what, expected, actual })
  }
  if (bytes.length < HEADER_BYTES) {
    fail("truncated while reading the length of the binary", "8 more bytes", `${bytes.length - 14}`)
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const length = view.getInt32(18, true) * 4294967296 + view.getUint32(14, true)
  const room = bytes.length - HEADER_BYTES
  if (length < 1 || length > room)
    fail("impossible length of the binary", `1..${room} (bytes left)`, `${length}`)
  const end = HEADER_BYTES + length
  const model = parseLegacyBinary(bytes.subarray(0, end), source, HEADER_BYTES)
  const config = new Field(parseJsonText(bytes.subarray(end), `${source}, Config`), "Config", source)
  const parts = config.get("version").int32Array(3)
  const isSame = model.version?.[0] === parts[0] && model.version[1] === parts[1]
  // The binary does not know its patch number.
  const version = isSame ? ([parts[0], parts[1], parts[2]] as const) : model.version
  return { ...withRounds(model, config), version, format: "pickled-handle" }
}

/** Whether a document is a pickled handle rather than a model. */
export function isHandleDocument(document: DocumentValue): boolean {
  return document instanceof Map && document.has("Model")
}

/**
 * Reads the document of a pickled Booster.
 *
 * @param document an object with the members Config and Model
 * @param source its name, for messages
 * @throws {ModelFormatError} with the path of the field
 */
export function parseHandleDocument(document: DocumentValue, source: string): ParsedModel {
  const root = new Field(document, "", source)
  const model = parseJsonModel(root.get("Model").object(), "pickled-handle", source)
  return withRounds(model, root.get("Config"))
}

/**
 * Reads the bytes that a pickled Booster carries, of any version.
 *
 * @param bytes `Booster.__getstate__()["handle"]`
 * @param source name of the bytes, for messages
 * @param options whether the statistics of the nodes are wanted
 * @throws {ModelFormatError} with the byte offset or the path of the field
 * @throws {UnsupportedModelError} for what the legacy binary of old handles may hold, see parseLegacyBinary
 */
export function parsePickledHandle(
  bytes: Uint8Array,
  source: string,
  { statistics = true }: HandleOptions = {},
): ParsedModel {
  const without = statistics ? NOTHING : STATISTICS
  switch (encodingOf(bytes)) {
    case "config-offset":
      return parseConfigOffset(bytes, source)
    case "json":
      return parseHandleDocument(parseJsonTextWithout(bytes, source, without), source)
    case "ubjson":
      return parseHandleDocument(parseUbjson(bytes, source, without), source)
    case "legacy-binary":
      return { ...parseLegacyBinary(bytes, source), format: "pickled-handle" }
    default:
      throw new ModelFormatError({
        source,
        offset: 0,
        what: "not the handle of a pickled Booster",
        expected: '"CONFIG-offset:", or JSON or UBJSON of Config and Model',
        actual: bytes.length === 0 ? "no bytes" : "other bytes",
        remedy: 'take the bytes of Booster.__getstate__()["handle"], not the pickle around them',
      })
  }
}
