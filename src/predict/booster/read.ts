/** The readers: bytes, text or objects of every format to a Booster. */

import { encodeUtf8 } from "../../bytes/utf8.ts"
import { show } from "../../errors.ts"
import { detectFormat } from "../../formats/detect.ts"
import type { DocumentValue } from "../../formats/document.ts"
import { type DumpOptions, parseJsonDump } from "../../formats/json-dump.ts"
import { parseJsonModel } from "../../formats/json-model.ts"
import { parseJsonText } from "../../formats/json-text.ts"
import { parseLegacyBinary } from "../../formats/legacy-binary.ts"
import { isHandleDocument, parseHandleDocument, parsePickledHandle } from "../../formats/pickled-handle.ts"
import { documentFromObject } from "../../formats/plain-object.ts"
import { parseUbjson } from "../../formats/ubjson.ts"
import type { Booster } from "./booster.ts"
import { boosterOf } from "./booster-of.ts"

/** A model: its bytes, its text, or the object that `JSON.parse` made of it. */
export type ModelSource = Uint8Array | ArrayBuffer | string | object

export interface ReadOptions {
  /** Name of the model for messages, for example its file name (default `"model"`). */
  readonly source?: string
}

function bytesOf(source: ModelSource): Uint8Array | null {
  // A plain view: `slice` of a Node Buffer shares its memory, that of a Uint8Array copies.
  if (source instanceof Uint8Array) return new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
  if (source instanceof ArrayBuffer) return new Uint8Array(source)
  if (typeof source === "string") return encodeUtf8(source)
  if (typeof source === "object" && source !== null) return null
  throw new TypeError(`source: expected a Uint8Array, ArrayBuffer, string or object, got ${show(source)}`)
}

/** For formats that are no text. */
function binaryOf(source: Uint8Array | ArrayBuffer): Uint8Array {
  const bytes = typeof source === "string" ? null : bytesOf(source)
  if (bytes !== null) return bytes
  throw new TypeError(`source: expected a Uint8Array or ArrayBuffer, got ${show(source)}`)
}

function jsonDocument(source: ModelSource, name: string): DocumentValue {
  const bytes = bytesOf(source)
  return bytes === null ? documentFromObject(source as object, name) : parseJsonText(bytes, name)
}

/**
 * Reads a `save_model` JSON file of XGBoost 1.0 to 3.x.
 *
 * @param source bytes, text or the parsed object
 * @throws {ModelFormatError} with the byte offset or the path of the field
 * @throws {UnsupportedModelError} naming what this version does not evaluate
 * @example
 * ```ts
 * const booster = readJson(await (await fetch("model.json")).text())
 * ```
 */
export function readJson(source: ModelSource, options: ReadOptions = {}): Booster {
  const name = options.source ?? "model"
  return boosterOf(parseJsonModel(jsonDocument(source, name), "json", name))
}

/**
 * Reads a `save_model` UBJSON file of XGBoost 1.6 to 3.x.
 *
 * @param source the file's bytes
 * @throws {ModelFormatError} with the byte offset or the path of the field
 * @throws {UnsupportedModelError} naming what this version does not evaluate
 */
export function readUbjson(source: Uint8Array | ArrayBuffer, options: ReadOptions = {}): Booster {
  const name = options.source ?? "model"
  return boosterOf(parseJsonModel(parseUbjson(binaryOf(source), name), "ubjson", name))
}

/**
 * Reads the legacy binary format: what `save_model` wrote up to XGBoost 3.0 unless the file's name ended in
 * `.json` or `.ubj`. It holds no feature names.
 *
 * @param source the file's bytes, with or without the leading "binf"
 * @throws {ModelFormatError} with the byte offset
 * @throws {UnsupportedModelError} naming what this version does not evaluate
 */
export function readLegacyBinary(source: Uint8Array | ArrayBuffer, options: ReadOptions = {}): Booster {
  return boosterOf(parseLegacyBinary(binaryOf(source), options.source ?? "model"))
}

/**
 * Reads the bytes that a pickled Booster carries, of any XGBoost: in Python `booster.__getstate__()["handle"]`.
 * The pickle around them is not read.
 *
 * @param source the handle's bytes
 * @throws {ModelFormatError} with the byte offset or the path of the field
 * @throws {UnsupportedModelError} naming what this version does not evaluate
 */
export function readPickledHandle(source: Uint8Array | ArrayBuffer, options: ReadOptions = {}): Booster {
  return boosterOf(parsePickledHandle(binaryOf(source), options.source ?? "model"))
}

/**
 * Reads a JSON dump: the file of `dump_model(…, dump_format="json")`, or the list of `get_dump`.
 * A dump holds neither base score nor objective (nor DART's weights): the options say them.
 *
 * @param source bytes or text of the dump, an array of its trees, or an array of strings
 * @param options what the dump does not say; `baseScore` is required
 * @throws {TypeError} without `baseScore`
 * @throws {ModelFormatError} with the byte offset or the path of the field
 * @example
 * ```ts
 * const booster = readDump(text, { baseScore: 0.5, objective: "reg:squarederror", numFeatures: 6 })
 * ```
 */
export function readDump(source: ModelSource, options: ReadOptions & DumpOptions): Booster {
  const name = options?.source ?? "model"
  const document = jsonDocument(source, name)
  const parseTree = (text: string, tree: string): DocumentValue => parseJsonText(encodeUtf8(text), tree)
  return boosterOf(parseJsonDump(document, name, options ?? {}, parseTree))
}

function readObject(source: object, options: ReadOptions & DumpOptions): Booster {
  if (Array.isArray(source)) return readDump(source, options)
  const name = options.source ?? "model"
  const document = documentFromObject(source, name)
  if (isHandleDocument(document)) return boosterOf(parseHandleDocument(document, name))
  return boosterOf(parseJsonModel(document, "json", name))
}

/**
 * Reads any XGBoost model, whatever its format.
 *
 * @param source bytes, text or the parsed object: `save_model` JSON, UBJSON or legacy binary, the handle of a
 *   pickled Booster, or a JSON dump
 * @param options a name for messages; for dumps also what a dump does not say (see `readDump`)
 * @throws {ModelFormatError} where the bytes are no model or a broken one
 * @throws {UnsupportedModelError} naming what this version does not evaluate
 * @example
 * ```ts
 * const booster = readBooster(bytes)
 * const prediction = booster.predict(Float32Array.of(5.1, 3.5, 1.4, 0.2))
 * ```
 */
export function readBooster(source: ModelSource, options: ReadOptions & DumpOptions = {}): Booster {
  const name = options.source ?? "model"
  const bytes = bytesOf(source)
  if (bytes === null) return readObject(source as object, options)
  switch (detectFormat(bytes, name)) {
    case "json":
      return readJson(bytes, options)
    case "ubjson":
      return readUbjson(bytes, options)
    case "json-dump":
      return readDump(bytes, options)
    case "legacy-binary":
      return readLegacyBinary(bytes, options)
    case "pickled-handle":
      return readPickledHandle(bytes, options)
  }
}
