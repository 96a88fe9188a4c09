import { describe, expect, test } from "vitest"
import { ModelFormatError } from "../../../src/errors.ts"
import { detectFormat } from "../../../src/formats/detect.ts"
import { glue, legacyBytes } from "../../support/legacy-bytes.ts"

/** Characters U+0000 to U+00FF as bytes. */
const latin = (text: string): Uint8Array => Uint8Array.from(text, character => character.charCodeAt(0))

/** A key as XGBoost writes it in UBJSON. */
const key = (text: string): string => `L\0\0\0\0\0\0\0${String.fromCharCode(text.length)}${text}`

test.each([
  ["json", '{"learner":{}'],
  ["json", "{}"],
  ["json", '\xef\xbb\xbf \r\n\t{\n  "learner": {'],
  ["json", '{"Configuration":1}'],
  ["ubjson", `{${key("learner")}{`],
  ["ubjson", "{U\x07learner{"],
  ["ubjson", `{${key("Modeller")}{`],
  ["ubjson", "{#U\x02"],
  ["json-dump", "[\n{"],
  ["json-dump", " [ ]"],
  ["legacy-binary", "binf\0\0\0?"],
  ["pickled-handle", "CONFIG-offset:\0\0\0\0\0\0\0\0"],
  ["pickled-handle", '{"Config":{"learner"'],
  ["pickled-handle", ' {\n  "Model": {'],
  ["pickled-handle", `{${key("Config")}{`],
  ["pickled-handle", `{${key("Model")}{`],
  ["pickled-handle", "{i\x05Model{"],
])("%s: %j", (format, text) => {
  expect(detectFormat(latin(text), "x")).toBe(format)
})

describe("a binary without its magic", () => {
  test.each(["gbtree", "dart", "gblinear"])("is known by the name of its booster, %s", booster => {
    const bytes = legacyBytes({ magic: "", booster, weightDrop: [1] })
    expect(detectFormat(bytes, "x")).toBe("legacy-binary")
    expect(detectFormat(bytes.subarray(0, 256), "x")).toBe("legacy-binary")
  })

  test("whatever its base score looks like", () => {
    for (const first of ['{"Co', '[{"n', "\x1f\x8b\x08\0", '  {"', "CONF"]) {
      const bytes = legacyBytes({ magic: "" })
      bytes.set(latin(first))
      expect(detectFormat(bytes, "x")).toBe("legacy-binary")
    }
  })

  test("is not seen in other bytes", () => {
    const bytes = legacyBytes({ magic: "" })
    const other = [
      new Uint8Array(300),
      new Uint8Array(300).fill(0xff),
      legacyBytes({ magic: "", booster: "gbforest" }),
      bytes.subarray(0, 160),
      glue(Uint8Array.of(0), bytes),
      legacyBytes({ magic: "", isBigEndian: true }),
    ]
    for (const bytes of other) expect(() => detectFormat(bytes, "x")).toThrow(ModelFormatError)
  })
})

test.each([
  ["\x1f\x8b\x08", "gzip data", "decompress it first"],
  ["BZh9", "bzip2 data", "decompress"],
  ["\xfd7zXZ\0", "xz data", "decompress"],
  ["(\xb5/\xfd", "zstd data", "decompress"],
  ["PK\x03\x04", "a zip archive", "unpack it first"],
  ["\x80\x04\x95", "a Python pickle", '__getstate__()["handle"]'],
  ["x\x9c", "zlib data", "save_model"],
  ["X\n\0\0\0\x03", "an R data file", "xgb.save"],
  ["bs64\tAAA", "a base64 model", "decode the base64"],
  ["booster[0]:\n0:[f0<1]", "a text dump", 'dump_format="json"'],
  ["0:[f0<0.5] yes=1", "a text dump", 'dump_format="json"'],
  ["0:leaf=0.5", "a text dump", 'dump_format="json"'],
  ["tree\nversion=v3\n", "a LightGBM model", "only models of XGBoost"],
  ["tree\r\nversion=v3", "a LightGBM model", "only models of XGBoost"],
  ["CBM1\0\0\0", "a CatBoost model", "only models of XGBoost"],
  ["JAHSPACK\x02\0\0\0", "a pack", "openPack"],
  ["\x93NUMPY\x01", "a numpy array", "only models of XGBoost"],
  ["\x89HDF\r\n", "an HDF5 file", "only models of XGBoost"],
  ["<!DOCTYPE html>", "XML or HTML", "what it should be"],
  ["version https://git-lfs.github.com", "a Git LFS pointer", "git lfs pull"],
])("%j is named, and what helps", (text, name, remedy) => {
  const run = (): unknown => detectFormat(latin(text), "model.bin")
  expect(run).toThrow(ModelFormatError)
  expect(run).toThrow(
    /^model\.bin @ byte 0: not an XGBoost model; expected save_model JSON, UBJSON or legacy/,
  )
  expect(run).toThrow(`got ${name}`)
  expect(run).toThrow(remedy)
})

test("a brace that no UBJSON mark follows is text", () => {
  for (const text of ["{", "{ ", "{x", "{}"]) expect(detectFormat(latin(text), "x")).toBe("json")
  expect(detectFormat(latin("{L"), "x")).toBe("ubjson")
})

test("anything else is shown by its first bytes", () => {
  expect(() => detectFormat(new Uint8Array(0), "x")).toThrow(/got no bytes$/)
  expect(() => detectFormat(Uint8Array.of(8, 7, 18, 255, 1), "x")).toThrow(/got bytes 08 07 12 ff$/)
  expect(() => detectFormat(latin("  "), "x")).toThrow(/got bytes 20 20$/)
})
