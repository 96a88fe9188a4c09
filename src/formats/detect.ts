/** Which format some bytes or text are, from their first characters. */

import { startsWith } from "../bytes/starts-with.ts"
import { ModelFormatError } from "../errors.ts"
import type { ModelFormat } from "./parsed-model.ts"

const DECOMPRESS = "decompress it first"
const PICKLE =
  'in Python, save the model with Booster.save_model, or take the bytes of Booster.__getstate__()["handle"]'
const JSON_DUMP = 'dump the model with dump_format="json", or better save it with Booster.save_model'
const XGBOOST_ONLY = "only models of XGBoost are read"

/** What people have instead, and what helps. */
const OTHERS: ReadonlyArray<readonly [signature: string, what: string, remedy: string]> = [
  ["\x1f\x8b", "gzip data", DECOMPRESS],
  ["BZh", "bzip2 data", DECOMPRESS],
  ["\xfd7zXZ", "xz data", DECOMPRESS],
  ["(\xb5/\xfd", "zstd data", DECOMPRESS],
  ["PK", "a zip archive", "unpack it first"],
  ["\x80", "a Python pickle", PICKLE],
  ["x\x01", "zlib data, as joblib compresses pickles", PICKLE],
  ["x\x5e", "zlib data, as joblib compresses pickles", PICKLE],
  ["x\x9c", "zlib data, as joblib compresses pickles", PICKLE],
  ["x\xda", "zlib data, as joblib compresses pickles", PICKLE],
  ["RDX", "an R data file", "in R, save the model with xgb.save"],
  ["X\n\0", "an R data file", "in R, save the model with xgb.save"],
  ["bs64", "a base64 model of XGBoost before 0.6", "decode the base64 after the first five bytes"],
  ["booster[", "a text dump", JSON_DUMP],
  ["0:[", "a text dump", JSON_DUMP],
  ["0:leaf", "a text dump", JSON_DUMP],
  ["tree\n", "a LightGBM model", XGBOOST_ONLY],
  ["tree\r\n", "a LightGBM model", XGBOOST_ONLY],
  ["CBM1", "a CatBoost model", XGBOOST_ONLY],
  ["JAHSPACK", "a pack", "open it with openPack, or a release with openBenchmark"],
  ["\x93NUMPY", "a numpy array", XGBOOST_ONLY],
  ["\x89HDF", "an HDF5 file", XGBOOST_ONLY],
  ["<", "XML or HTML", "look whether the file is what it should be"],
  ["version https://git-lfs", "a Git LFS pointer", "fetch the file itself with git lfs pull"],
]

/** How bytes are to be decoded, which does not say yet whether they hold a model or a pickled handle. */
export type Encoding = "json" | "ubjson" | "json-dump" | "legacy-binary" | "config-offset"

const isSpace = (byte: number | undefined): boolean =>
  byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09

function skipSpace(bytes: Uint8Array, at: number): number {
  let next = at
  while (isSpace(bytes[next])) next++
  return next
}

function skipMark(bytes: Uint8Array): number {
  return startsWith(bytes, "\xef\xbb\xbf") ? 3 : 0
}

/** A short string with a 64-bit length in front, or null where there is none. */
function shortString(bytes: Uint8Array, at: number): string | null {
  const length = bytes[at]
  if (!(length < 64) || !startsWith(bytes, "\0\0\0\0\0\0\0", at + 1)) return null
  return String.fromCharCode(...bytes.subarray(at + 8, at + 8 + length))
}

/** Without the magic only the names tell: 136 bytes of parameters stand before objective and booster. */
function isBareBinary(bytes: Uint8Array): boolean {
  const objective = shortString(bytes, 136)
  if (objective === null) return false
  return /^(?:gbtree|dart|gblinear)$/.test(shortString(bytes, 144 + objective.length) ?? "")
}

/**
 * @param bytes the first bytes of a model; 256 are enough
 * @returns null where it is none of the encodings that are read
 */
export function encodingOf(bytes: Uint8Array): Encoding | null {
  if (startsWith(bytes, "CONFIG-offset:")) return "config-offset"
  if (startsWith(bytes, "binf") || isBareBinary(bytes)) return "legacy-binary"
  const at = skipSpace(bytes, skipMark(bytes))
  if (bytes[at] === 0x5b) return "json-dump"
  if (bytes[at] !== 0x7b) return null
  // UBJSON goes on at once with the length of a key, a count or a type mark; whatever else follows is text.
  const next = at + 1 < bytes.length ? String.fromCharCode(bytes[at + 1]) : ""
  return next !== "" && "UiIlL#$N".includes(next) ? "ubjson" : "json"
}

/** Bytes of the length of a UBJSON key, by its mark. */
const WIDTHS: Readonly<Record<string, number>> = { U: 1, i: 1, I: 2, l: 4, L: 8 }

/** Whether the first key of a document is one of the two that a pickled handle has. */
function hasHandleKey(bytes: Uint8Array, encoding: "json" | "ubjson"): boolean {
  const at = skipSpace(bytes, skipMark(bytes)) + 1
  if (encoding === "json") {
    const key = skipSpace(bytes, at)
    return startsWith(bytes, '"Config"', key) || startsWith(bytes, '"Model"', key)
  }
  // The last byte of the length stands right in front of the key.
  const last = at + (WIDTHS[String.fromCharCode(bytes[at])] ?? 0)
  return startsWith(bytes, "\x06Config", last) || startsWith(bytes, "\x05Model", last)
}

/**
 * Tells the format of a model, as `readBooster` does before it reads.
 *
 * @param bytes the first bytes of a model; 256 are enough, the rest is not looked at
 * @param source name of the bytes, for messages
 * @throws {ModelFormatError} where it is none of the formats that are read, with its name where it has one
 * @example
 * ```ts
 * console.log(detectFormat(bytes, "model.ubj")) // ubjson
 * ```
 */
export function detectFormat(bytes: Uint8Array, source: string): ModelFormat {
  const encoding = encodingOf(bytes)
  if (encoding === "config-offset") return "pickled-handle"
  if (encoding === "json" || encoding === "ubjson") {
    return hasHandleKey(bytes, encoding) ? "pickled-handle" : encoding
  }
  return encoding ?? failAsOther(bytes, source)
}

function failAsOther(bytes: Uint8Array, source: string): never {
  const known = OTHERS.find(([signature]) => startsWith(bytes, signature))
  throw new ModelFormatError({
    source,
    offset: 0,
    what: "not an XGBoost model",
    expected: "save_model JSON, UBJSON or legacy binary, a pickled Booster's handle, or a JSON dump",
    actual: known?.[1] ?? (bytes.length === 0 ? "no bytes" : `bytes ${hex(bytes)}`),
    remedy: known?.[2],
  })
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes.subarray(0, 4), byte => byte.toString(16).padStart(2, "0")).join(" ")
}
