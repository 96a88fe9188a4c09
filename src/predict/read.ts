/** The readers: bytes, text or objects of every format to a Booster. */

import { encodeUtf8 } from "../bytes/utf8.ts"
import { show } from "../errors.ts"
import { detectFormat } from "../formats/detect.ts"
import type { DocumentValue } from "../formats/document.ts"
import { type DumpOptions, parseJsonDump } from "../formats/json-dump.ts"
import { parseJsonModel } from "../formats/json-model.ts"
import { parseJsonText } from "../formats/json-text.ts"
import { documentFromObject } from "../formats/plain-object.ts"
import { parseUbjson } from "../formats/ubjson.ts"
import { type Booster, boosterOf } from "./booster.ts"

/** A model: its bytes, its text, or the object that `JSON.parse` made of it. */
export type ModelSource = Uint8Array | ArrayBuffer | string | object

export interface ReadOptions {
  /** Name of the model for messages, for example its file name (default `"model"`). */
  readonly source?: string
}

function bytesOf(source: ModelSource): Uint8Array | null {
  if (source instanceof Uint8Array) return source
  if (source instanceof ArrayBuffer) return new Uint8Array(source)
  if (typeof source === "string") return encodeUtf8(source)
  if (typeof source === "object" && source !== null) return null
  throw new TypeError(`source: expected a Uint8Array, ArrayBuffer, string or object, got ${show(source)}`)
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
  const bytes = bytesOf(source)
  if (bytes === null || typeof source === "string") {
    throw new TypeError(`source: expected a Uint8Array or ArrayBuffer, got ${show(source)}`)
  }
  return boosterOf(parseJsonModel(parseUbjson(bytes, name), "ubjson", name))
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

/**
 * Reads any XGBoost model, whatever its format.
 *
 * @param source bytes, text or the parsed object: `save_model` JSON or UBJSON, or a JSON dump
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
  if (bytes === null) return Array.isArray(source) ? readDump(source, options) : readJson(source, options)
  switch (detectFormat(bytes, name)) {
    case "json":
      return readJson(bytes, options)
    case "ubjson":
      return readUbjson(bytes, options)
    case "json-dump":
      return readDump(bytes, options)
  }
}
