/** Every legacy binary and every pickled handle holds the model of the case's model.json, field by field. */
import { afterAll, expect, describe as group, it } from "vitest"
import { readBooster } from "../../src/entries/trees.ts"
import { detectFormat } from "../../src/formats/detect.ts"
import { parseJsonModel } from "../../src/formats/json-model.ts"
import { parseJsonText } from "../../src/formats/json-text.ts"
import { parseLegacyBinary } from "../../src/formats/legacy-binary.ts"
import type { ParsedModel, ParsedTree } from "../../src/formats/parsed-model.ts"
import { parsePickledHandle } from "../../src/formats/pickled-handle.ts"
import { parseUbjson } from "../../src/formats/ubjson.ts"
import { listCases, readFixture } from "../support/fixtures.ts"
import { casesToRun } from "../support/runs.ts"
import { table } from "../support/table.ts"

interface FileKind {
  readonly parse: (bytes: Uint8Array) => ParsedModel
  /** What the file cannot say, taken out of what model.json says. */
  readonly without: (model: ParsedModel) => Partial<ParsedModel>
  /** Files in each version; one that gets lost fails. */
  readonly counts: Readonly<Record<string, number>>
}

const source = "model"

/** The legacy binary has no names, no rounds of linear models, and no list that calls every split numeric. */
function withoutNames(model: ParsedModel): Partial<ParsedModel> {
  const withoutTypes = (tree: ParsedTree): ParsedTree => {
    if (tree.splitType?.includes(1)) throw new Error("a categorical split in a legacy binary")
    return { ...tree, splitType: null }
  }
  const trees = model.trees.map(withoutTypes)
  return { featureNames: null, featureTypes: null, boostedRounds: undefined, trees }
}

/** As `withoutNames`, and of the version it knows two parts. */
function asBinary(model: ParsedModel): Partial<ParsedModel> {
  const [major, minor] = model.version!
  return { ...withoutNames(model), format: "legacy-binary", version: [major, minor] }
}

const FILES: Readonly<Record<string, FileKind>> = {
  "model.ubj": {
    parse: bytes => parseJsonModel(parseUbjson(bytes, source), "ubjson", source),
    without: () => ({ format: "ubjson" }),
    counts: { "xgboost-1.7": 56, "xgboost-2.1": 22, "xgboost-3.4": 60 },
  },
  "model.deprecated.bin": {
    parse: bytes => parseLegacyBinary(bytes, source),
    without: asBinary,
    counts: { "xgboost-1.5": 17, "xgboost-1.7": 50, "xgboost-2.1": 18 },
  },
  // Models of 1.5 forget num_parallel_tree, which their handles know; no case of 1.5 is a forest.
  "pickle-handle.bin": {
    parse: bytes => parsePickledHandle(bytes, source),
    without: () => ({ format: "pickled-handle" }),
    counts: { "xgboost-1.5": 17, "xgboost-1.7": 56, "xgboost-2.1": 22, "xgboost-3.4": 60 },
  },
  "pickle-handle.config-offset.bin": {
    parse: bytes => parsePickledHandle(bytes, source),
    without: model => ({ ...withoutNames(model), format: "pickled-handle" }),
    counts: { "xgboost-1.5": 7, "xgboost-1.7": 8 },
  },
}

const cases = listCases()
const fields = new Map<string, number>()
const found: Record<string, Record<string, number>> = {}

for (const { version, name, files } of casesToRun(cases)) {
  const present = Object.keys(FILES).filter(file => files.includes(file))
  group(`${version}/${name}`, () => {
    const document = parseJsonText(readFixture(version, name, "model.json"), source)
    const model = parseJsonModel(document, "json", source)

    for (const file of present) {
      const kind = FILES[file]!
      it(`${file} is the model of model.json`, () => {
        const bytes = readFixture(version, name, file)
        const expected: ParsedModel = { ...model, ...kind.without(model) }
        const parsed = kind.parse(bytes)
        // Bits, so that NaN and -0 count; the trees one by one, so that a failure is short.
        expect(parsed.trees).toHaveLength(expected.trees.length)
        for (const [index, tree] of expected.trees.entries()) expect(parsed.trees[index]).toEqual(tree)
        expect({ ...parsed, trees: [] }).toEqual({ ...expected, trees: [] })
        expect(detectFormat(bytes.subarray(0, 256), source)).toBe(expected.format)
        const count = expected.trees.reduce((sum, tree) => sum + tree.numNodes, 0)
        fields.set(`${version} ${file}`, (fields.get(`${version} ${file}`) ?? 0) + count)
        found[file] = { ...found[file], [version]: (found[file]?.[version] ?? 0) + 1 }
      })
    }
  })
}

it.each(["model.json", "model.ubj", "pickle-handle.bin"])(
  "%s in a Buffer of Node, whose slices share memory",
  file => {
    const bytes = readFixture("xgboost-3.4", "categorical_pandas", file)
    const [plain, buffer] = [readBooster(bytes), readBooster(Buffer.from(bytes))]
    expect(plain.model?.categoryValues?.[0]?.values).toEqual(["red", "green", "blue", "violet", "naïve"])
    expect(buffer.model).toEqual(plain.model)
  },
)

it("has every file of every version", () => {
  const present = Object.entries(FILES).map(([file, { counts }]) => {
    const counted = Object.keys(counts).map(version => {
      return [version, cases.filter(entry => entry.version === version && entry.files.includes(file)).length]
    })
    return [file, Object.fromEntries(counted)]
  })
  const expected = Object.entries(FILES).map(([file, { counts }]) => [file, counts])
  expect(Object.fromEntries(present)).toEqual(Object.fromEntries(expected))
})

afterAll(() => {
  const lines = Object.entries(found).flatMap(([file, versions]) => {
    return Object.entries(versions).map(([version, count]) => {
      return [version, file, count, fields.get(`${version} ${file}`) ?? 0]
    })
  })
  console.log(table(["version", "file", "same as model.json", "nodes compared"], lines.sort()))
})
