/** The three pickles of one metric's folder, decompressed, to surrogates. Nothing in them is ever run. */

import { PickleField } from "../pickle/field.ts"
import { readPickle } from "../pickle/read-pickle.ts"
import type { Surrogate } from "../surrogate/surrogate.ts"
import {
  type OfficialParams,
  officialParams,
  officialSurrogates,
  requireTrained,
} from "./official-surrogates.ts"

/** The pickles of one metric's folder, decompressed. */
export interface OfficialFiles {
  /** `params.pkl.gz` */
  readonly params: Uint8Array
  /** `label_headers.pkl.gz` */
  readonly labelHeaders: Uint8Array
  /** `model.pkl.gz` */
  readonly model: Uint8Array
}

function fieldOf(bytes: Uint8Array, source: string): PickleField {
  // A plain view: `slice` of a Node Buffer shares its memory, that of a Uint8Array copies.
  const plain = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return new PickleField(readPickle(plain, { source }), "", source)
}

/**
 * Reads the parameters of a surrogate.
 *
 * @param bytes `params.pkl.gz`, decompressed
 * @param source its name, for messages
 * @throws {ModelFormatError} with the path of what is missing or of another type
 */
export function readOfficialParams(bytes: Uint8Array, source: string): OfficialParams {
  return officialParams(fieldOf(bytes, source))
}

/**
 * Reads one surrogate of the official release, or several where one model predicts several labels.
 *
 * @param files the three files of its folder, decompressed
 * @param folder the folder's name, for messages
 * @returns one surrogate a label, in the model's order
 * @throws {ModelFormatError} with file and path: broken, incomplete, or never trained
 * @throws {UnsupportedModelError} naming a class or an option that is not evaluated here
 */
export function readOfficialModel(files: OfficialFiles, folder = ""): Surrogate[] {
  const named = (bytes: Uint8Array, file: string): PickleField =>
    fieldOf(bytes, folder === "" ? file : `${folder}/${file}`)
  const params = named(files.params, "params.pkl.gz")
  requireTrained(params)
  return officialSurrogates({
    params,
    labelHeaders: named(files.labelHeaders, "label_headers.pkl.gz"),
    model: named(files.model, "model.pkl.gz"),
  })
}
