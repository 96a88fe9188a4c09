/** Reading a model that the command line names: any format of XGBoost, or a pack. */

import type { Command } from "commander"
import { memorySource } from "../../bytes/byte-source.ts"
import { startsWith } from "../../bytes/starts-with.ts"
import { detectFormat } from "../../formats/detect.ts"
import type { DumpOptions } from "../../formats/json-dump.ts"
import type { ModelFormat } from "../../formats/parsed-model.ts"
import type { Booster } from "../../predict/booster/booster.ts"
import { readBooster } from "../../predict/booster/read.ts"
import { type OpenedPack, openBoosters } from "../../predict/pack/open-boosters.ts"
import type { Surroundings } from "../frame/screen.ts"
import { UsageError } from "../frame/usage-error.ts"
import { readBytes } from "./files.ts"
import { integer, names, numbers } from "./options.ts"

/** What a JSON dump leaves out. */
export interface DumpSettings {
  readonly baseScore?: readonly number[]
  readonly objective?: string
  readonly numFeatures?: number
  readonly featureNames?: readonly string[]
  readonly numOutputs?: number
  readonly numParallelTree?: number
}

/** Formats as people call them. */
export const FORMATS: Readonly<Record<ModelFormat | "pack", string>> = {
  json: "save_model JSON",
  ubjson: "save_model UBJSON",
  "json-dump": "JSON dump",
  "legacy-binary": "save_model binary",
  "pickled-handle": "pickled Booster",
  pack: "pack",
}

/** Bytes, and what they are called. */
export interface GivenFile {
  /** The file, or `stdin`. */
  readonly source: string
  readonly bytes: Uint8Array
}

/** A model, and what its bytes were. */
export interface FoundModel extends GivenFile {
  readonly format: keyof typeof FORMATS
  readonly booster: Booster
}

/** Declares the options that say what a dump leaves out. */
export function dumpOptions(command: Command): void {
  command
    .option("--base-score <numbers>", "dumps: base_score, one number or one per output", numbers)
    .option("--objective <name>", "dumps: the objective, for example binary:logistic")
    .option("--num-features <number>", "dumps: features of a row", integer(0, 2_147_483_647))
    .option("--feature-names <names>", "dumps: names in column order, between commas", names)
    .option(
      "--num-outputs <number>",
      "dumps: outputs per row (default: number of base scores)",
      integer(1, 65_535),
    )
    .option(
      "--num-parallel-tree <number>",
      "dumps: trees per output and round (default: 1)",
      integer(1, 65_535),
    )
}

/**
 * The library's options for a dump, checked so that messages can name the command line's.
 *
 * @throws {UsageError} for a dump whose base score was not given
 */
function dumpSettings(settings: DumpSettings, { source, bytes }: GivenFile): DumpOptions {
  const { baseScore, objective, numFeatures, featureNames, numOutputs, numParallelTree } = settings
  if (baseScore === undefined && detectFormat(bytes, source) === "json-dump") {
    throw new UsageError({
      source,
      what: "a JSON dump does not hold the base score",
      expected: "--base-score <numbers>",
      remedy: "0.5 before XGBoost 2.0 unless it was set, estimated since",
    })
  }
  if (baseScore !== undefined && numOutputs !== undefined && ![1, numOutputs].includes(baseScore.length)) {
    throw new UsageError({
      path: "--base-score",
      what: "wrong number of values",
      expected: `1 or ${numOutputs} (--num-outputs)`,
      actual: String(baseScore.length),
    })
  }
  return {
    ...(baseScore === undefined ? {} : { baseScore }),
    ...(objective === undefined ? {} : { objective }),
    ...(numFeatures === undefined ? {} : { numFeatures }),
    ...(featureNames === undefined ? {} : { featureNames }),
    ...(numOutputs === undefined ? {} : { numOutputs }),
    ...(numParallelTree === undefined ? {} : { numParallelTree }),
  }
}

/**
 * Takes the bytes that a command names.
 *
 * @param file path, or `-` for standard input
 * @throws {NotFoundError} where the file cannot be read
 */
export async function readGiven(file: string, stdin: Surroundings["stdin"]): Promise<GivenFile> {
  const bytes = await readBytes(file, stdin)
  const source = file === "-" ? "stdin" : file
  // A plain view: `slice` of a Node Buffer shares its memory.
  return { source, bytes: new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength) }
}

/** Whether bytes are a pack of this package. */
export function isPack({ bytes }: GivenFile): boolean {
  return startsWith(bytes, "JAHSPACK")
}

/** Opens a pack of any number of models. */
export function openGivenPack({ source, bytes }: GivenFile): Promise<OpenedPack> {
  return openBoosters(memorySource(bytes, source))
}

/**
 * Reads a model of any format of XGBoost.
 *
 * @param settings what a dump leaves out; other formats need none of it
 * @throws {UsageError} for a dump whose base score was not given
 * @throws {ModelFormatError} where it is no model, or a damaged one
 * @throws {UnsupportedModelError} naming what this version does not evaluate
 */
export function readGivenModel(given: GivenFile, settings: DumpSettings): FoundModel {
  const { source, bytes } = given
  const format = detectFormat(bytes, source)
  return { ...given, format, booster: readBooster(bytes, { source, ...dumpSettings(settings, given) }) }
}
