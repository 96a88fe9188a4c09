/** The writers: a Booster back to the files of XGBoost, and to its dumps. */

import { show, UnsupportedModelError } from "../../errors.ts"
import type { Writable } from "../../formats/document-writer.ts"
import { type DumpFeatures, labelFeatures } from "../../formats/feature-map.ts"
import { layout17, sourceLayout } from "../../formats/layout.ts"
import type { ParsedModel } from "../../formats/parsed-model.ts"
import { dotTree } from "../../formats/write-dot.ts"
import { jsonDump, textDump } from "../../formats/write-dump.ts"
import { modelDocument } from "../../formats/write-json-model.ts"
import { writeJsonText } from "../../formats/write-json-text.ts"
import { writeUbjsonBytes } from "../../formats/write-ubjson.ts"
import type { Booster } from "./booster.ts"
import { fit17 } from "./fit-1-7.ts"

export interface WriteOptions {
  /**
   * Layout: of XGBoost `"1.7"` (default), which every later version reads as well, or of the version that
   * wrote the `"source"`. Dumps, which name no version, and sources older than 1.5 are written as 1.7.
   */
  readonly version?: "1.7" | "source"
}

/** What a dump shows. */
export interface WriteDumpOptions extends DumpFeatures {
  /** Gain and cover of each node (default false). */
  readonly withStats?: boolean
}

function modelOf(booster: Booster): ParsedModel {
  const { model } = booster
  if (model !== null && model.format !== "pack") return model
  throw new UnsupportedModelError({
    source: booster.info.source,
    what: "a packed or specialised booster no longer has what a model file needs",
    expected: "a booster read from a file of XGBoost",
    actual: "a booster out of a pack, or out of `specialise`",
  })
}

function documentOf(booster: Booster, options: WriteOptions, isText: boolean): Writable {
  const { version = "1.7" } = options
  const model = modelOf(booster)
  if (version !== "1.7" && version !== "source") {
    throw new TypeError(`options.version: expected "1.7" or "source", got ${show(version)}`)
  }
  const layout = version === "source" ? sourceLayout(model) : null
  // A binary without attributes has no objective document either.
  if (layout === null || model.objectiveDocument === null) {
    return modelDocument(fit17(model), layout17(model), isText)
  }
  return modelDocument(model, layout, isText)
}

/**
 * Writes a model as `Booster.save_model("model.json")` does, byte for byte where XGBoost wrote the source
 * in the same layout.
 *
 * Version 1.7 keeps predictions bit for bit and drops what 1.7 has no place for: the category values of 3.x
 * (the codes in the splits stay) and training parameters of objectives that 1.7 names otherwise.
 *
 * @param booster read from any format
 * @param options the layout
 * @returns UTF-8 bytes of the JSON text. It may hold the bare token `NaN` (categorical splits of 1.x and
 *   2.x), as XGBoost's own files do
 * @throws {UnsupportedModelError} where version 1.7 cannot hold the model (objectives newer than 1.7, base
 *   scores that differ by output, vector leaves), and for boosters out of packs
 * @example
 * ```ts
 * const bytes = writeJson(booster)
 * ```
 */
export function writeJson(booster: Booster, options: WriteOptions = {}): Uint8Array<ArrayBuffer> {
  return writeJsonText(documentOf(booster, options, true))
}

/**
 * Writes a model as `Booster.save_model("model.ubj")` does; see `writeJson`. XGBoost reads UBJSON since 1.6.
 *
 * @param booster read from any format
 * @param options the layout
 * @returns the file's bytes
 * @throws {UnsupportedModelError} as `writeJson`
 * @example
 * ```ts
 * const bytes = writeUbjson(booster, { version: "source" })
 * ```
 */
export function writeUbjson(booster: Booster, options: WriteOptions = {}): Uint8Array<ArrayBuffer> {
  return writeUbjsonBytes(documentOf(booster, options, false))
}

/**
 * Dumps a model as the text file of `Booster.dump_model`: each tree (or the linear booster) after a line
 * `booster[<index>]:`.
 *
 * @param booster read from a file or a dump
 * @param options statistics, names and types of features
 * @returns the text that the version which wrote the model prints
 * @throws {UnsupportedModelError} where statistics are asked that the source lacks, and for boosters out of
 *   packs
 * @throws {ShapeError} where names or types are not as many as the features
 * @throws {ModelFormatError} where `featureMap` is no feature map
 * @example
 * ```ts
 * console.log(dumpText(booster, { withStats: true }))
 * ```
 */
export function dumpText(booster: Booster, options: WriteDumpOptions = {}): string {
  const model = modelOf(booster)
  return textDump(model, labelFeatures(model, options), options.withStats ?? false)
}

/**
 * Dumps a model as the JSON file of `Booster.dump_model(…, dump_format="json")`. XGBoost 1.x does not
 * escape feature names, and neither does the dump of a model of 1.x: a quote in a name makes it invalid JSON.
 *
 * @param booster read from a file or a dump
 * @param options statistics, names and types of features
 * @returns the text that the version which wrote the model prints
 * @throws {UnsupportedModelError} where statistics are asked that the source lacks, and for boosters out of
 *   packs
 * @throws {ShapeError} where names or types are not as many as the features
 * @throws {ModelFormatError} where `featureMap` is no feature map
 * @example
 * ```ts
 * const trees = JSON.parse(dumpJson(booster))
 * ```
 */
export function dumpJson(booster: Booster, options: WriteDumpOptions = {}): string {
  const model = modelOf(booster)
  return jsonDump(model, labelFeatures(model, options), options.withStats ?? false)
}

/**
 * Draws a tree in Graphviz's language, as the source of `xgboost.to_graphviz` is: blue edges are those that
 * a missing value takes.
 *
 * @param booster read from a file or a dump
 * @param tree index of the tree (default 0)
 * @param options names and types of features
 * @returns the text of a `digraph`
 * @throws {RangeError} where there is no such tree
 * @throws {UnsupportedModelError} for boosters out of packs
 * @throws {ShapeError} where names or types are not as many as the features
 * @example
 * ```ts
 * console.log(dumpDot(booster, 0))
 * ```
 */
export function dumpDot(booster: Booster, tree = 0, options: DumpFeatures = {}): string {
  const model = modelOf(booster)
  if (!Number.isInteger(tree) || tree < 0 || tree >= model.trees.length) {
    const expected = model.trees.length === 0 ? "a booster with trees" : `0..${model.trees.length - 1}`
    throw new RangeError(`tree: expected ${expected}, got ${show(tree)}`)
  }
  return dotTree(model, tree, labelFeatures(model, options))
}
