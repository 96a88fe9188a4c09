import { describe, expect, test } from "vitest"
import { readBooster } from "../../../src/entries/trees.ts"
import { ModelFormatError } from "../../../src/errors.ts"
import { parseJsonModel } from "../../../src/formats/json-model.ts"
import { parseLegacyBinary } from "../../../src/formats/legacy-binary.ts"
import type { ParsedModel } from "../../../src/formats/parsed-model.ts"
import { parsePickledHandle } from "../../../src/formats/pickled-handle.ts"
import { documentFromObject } from "../../../src/formats/plain-object.ts"
import { encodeJson, encodeUbjson, type Value } from "../../hostile/encode.ts"
import { glue, type LegacyModel, legacyBytes, STUMP } from "../../support/legacy-bytes.ts"

type Fields = { [key: string]: Value }

const TREE: Fields = {
  base_weights: [0.5, -2, 4],
  default_left: [1, 0, 0],
  id: 0,
  left_children: [1, -1, -1],
  loss_changes: [8, 0, 0],
  parents: [2147483647, 0, 0],
  right_children: [2, -1, -1],
  split_conditions: [0.25, -1, 2],
  split_indices: [1, 0, 0],
  sum_hessian: [10, 4, 6],
  tree_param: { num_deleted: "0", num_feature: "2", num_nodes: "3", size_leaf_vector: "0" },
}

interface Options {
  readonly version?: readonly number[]
  readonly numTrees?: number
  readonly booster?: "gbtree" | "dart" | "gblinear"
  /** What the configuration says. */
  readonly numParallelTree?: Value
}

function gradientBooster(booster: string, gbtree: Fields): Fields {
  if (booster === "gblinear") return { model: { weights: [1, -2, 0.5] }, name: booster }
  return booster === "dart"
    ? { gbtree: { name: "gbtree", ...gbtree }, name: booster }
    : { name: booster, ...gbtree }
}

/** A model as `save_model` writes it; before 1.6 it does not say how many trees a round has. */
function modelOf({ version = [1, 7, 4], numTrees = 1, booster = "gbtree" }: Options): Fields {
  const param: Fields = { num_trees: String(numTrees), size_leaf_vector: "0" }
  if (version[1]! >= 6) param.num_parallel_tree = "1"
  const trees = Array.from({ length: numTrees }, (_, id) => ({ ...TREE, id }))
  const tree_info = trees.map(() => 0)
  const boosterFields = gradientBooster(booster, { model: { gbtree_model_param: param, tree_info, trees } })
  if (booster === "dart") boosterFields.weight_drop = trees.map(() => 0.5)
  return {
    learner: {
      attributes: { owner: "me" },
      gradient_booster: boosterFields,
      learner_model_param: { base_score: "5E-1", num_class: "0", num_feature: "2" },
      objective: { name: "reg:squarederror", reg_loss_param: { scale_pos_weight: "1" } },
    },
    version: [...version],
  }
}

function configOf({ version = [1, 7, 4], booster = "gbtree", numParallelTree = "1" }: Options): Fields {
  const train = booster === "gblinear" ? {} : { gbtree_train_param: { num_parallel_tree: numParallelTree } }
  return { learner: { gradient_booster: gradientBooster(booster, train) }, version: [...version] }
}

const textOf = (value: Value): Uint8Array => new TextEncoder().encode(encodeJson(value))
const handleOf = (options: Options): Fields => ({ Config: configOf(options), Model: modelOf(options) })
const parse = (bytes: Uint8Array): ParsedModel => parsePickledHandle(bytes, "handle")

/** A handle of 1.0 to 1.3. */
function offsetHandle(binary: Uint8Array, config: Uint8Array, length = binary.length): Uint8Array {
  const header = new Uint8Array(22)
  header.set(new TextEncoder().encode("CONFIG-offset:"))
  new DataView(header.buffer).setBigInt64(14, BigInt(length), true)
  return glue(header, binary, config)
}

/** A binary and its configuration, with the same version. */
function oldHandle(options: Options, model: LegacyModel = {}): Uint8Array {
  const version = options.version ?? [1, 7, 4]
  const binary = legacyBytes({ version: [version[0]!, version[1]!], attributes: [["owner", "me"]], ...model })
  return offsetHandle(binary, textOf(configOf({ ...options, version })))
}

function thrownBy(bytes: Uint8Array): ModelFormatError {
  try {
    parse(bytes)
  } catch (error) {
    expect(error).toBeInstanceOf(ModelFormatError)
    return error as ModelFormatError
  }
  throw new Error("nothing was thrown")
}

describe("the generations", () => {
  test("JSON text and UBJSON hold a model as save_model writes it", () => {
    const model = documentFromObject(modelOf({}), "handle")
    const expected = parseJsonModel(model, "pickled-handle", "handle")
    const handle = handleOf({})
    expect(parse(textOf(handle))).toEqual(expected)
    expect(parse(encodeUbjson(handle).bytes)).toEqual(expected)
    expect(expected.version).toEqual([1, 7, 4])
  })

  test("CONFIG-offset holds a legacy binary, and the configuration knows the patch number", () => {
    const model = parse(oldHandle({ version: [1, 2, 1] }))
    const binary = legacyBytes({ version: [1, 2], attributes: [["owner", "me"]] })
    const expected = parseLegacyBinary(binary, "handle")
    expect(model).toEqual({ ...expected, format: "pickled-handle", version: [1, 2, 1] })
    expect(model.attributes).toEqual(new Map([["owner", "me"]]))
  })

  test("the binary inside needs no magic, as 1.0 wrote it", () => {
    expect(parse(oldHandle({ version: [1, 0, 2] }, { magic: "" })).version).toEqual([1, 0, 2])
  })

  test("before 1.0 there was nothing but a binary", () => {
    const bytes = legacyBytes({ version: [0, 0], magic: "", baseScore: -1 })
    expect(parse(bytes)).toEqual({ ...parseLegacyBinary(bytes, "handle"), format: "pickled-handle" })
  })

  test("a configuration of another version does not lend its patch number", () => {
    const bytes = offsetHandle(legacyBytes({ version: [1, 7] }), textOf(configOf({ version: [2, 0, 3] })))
    expect(parse(bytes).version).toEqual([1, 7])
  })
})

describe("trees per round", () => {
  const forest: Options = { version: [1, 5, 2], numTrees: 6, numParallelTree: "3" }
  const six = new Array(6).fill(STUMP)

  test.each([
    ["JSON text", textOf(handleOf(forest))],
    ["JSON text of dart", textOf(handleOf({ ...forest, booster: "dart" }))],
    ["UBJSON", encodeUbjson(handleOf(forest)).bytes],
    ["CONFIG-offset", oldHandle(forest, { trees: six })],
    [
      "CONFIG-offset of dart",
      oldHandle(
        { ...forest, booster: "dart" },
        { booster: "dart", trees: six, weightDrop: [1, 1, 1, 1, 1, 1] },
      ),
    ],
  ])("come from the configuration before 1.6: %s", (_, bytes) => {
    const model = parse(bytes)
    expect(model.numParallelTree).toBe(3)
    expect(model.iterationIndptr).toEqual(Int32Array.of(0, 3, 6))
  })

  test("come from the model since 1.6, whatever the configuration says", () => {
    const later: Options = { ...forest, version: [1, 6, 0] }
    const models = [textOf(handleOf(later)), oldHandle(later, { trees: six })].map(parse)
    for (const model of models) expect(model.iterationIndptr).toEqual(Int32Array.of(0, 1, 2, 3, 4, 5, 6))
    expect(parse(textOf({ Model: modelOf({}) })).numParallelTree).toBe(1)
  })

  test("are none in linear models", () => {
    const linear: Options = { version: [1, 5, 2], booster: "gblinear" }
    for (const bytes of [textOf(handleOf(linear)), oldHandle(linear, { booster: "gblinear" })]) {
      expect(parse(bytes)).toMatchObject({ numParallelTree: 1, linearWeights: Float32Array.of(1, -2, 0.5) })
    }
  })

  test.each<[Value, string]>([
    ["4", "Config.learner.gradient_booster.gbtree_train_param.num_parallel_tree: incomplete round"],
    ["0", "num_parallel_tree: out of range"],
    ["many", "num_parallel_tree: not an integer"],
    [null, "num_parallel_tree: wrong type"],
  ])("cannot be %j", (numParallelTree, message) => {
    expect(thrownBy(textOf(handleOf({ ...forest, numParallelTree }))).message).toContain(message)
    expect(thrownBy(oldHandle({ ...forest, numParallelTree }, { trees: six })).message).toContain(message)
  })

  test("cannot be left out before 1.6", () => {
    const { message } = thrownBy(textOf({ Model: modelOf(forest) }))
    expect(message).toBe("handle, Config: missing field; expected an object, got nothing")
  })
})

describe("broken bytes", () => {
  const handles: [string, Uint8Array][] = [
    ["CONFIG-offset", oldHandle({})],
    ["JSON text", textOf(handleOf({}))],
    ["UBJSON", encodeUbjson(handleOf({})).bytes],
    ["binary", legacyBytes({ magic: "" })],
  ]

  test.each(handles)("%s cut off at any byte", (_, bytes) => {
    for (let length = 0; length < bytes.length; length++) {
      const error = thrownBy(bytes.slice(0, length))
      expect(error.message).toMatch(/^handle(?:, Config)? @ byte \d+.*; expected .*, got /)
      expect(error.offset).toBeLessThanOrEqual(length)
    }
  })

  test.each(handles)("%s with something glued to it", (_, bytes) => {
    expect(thrownBy(glue(bytes, bytes)).offset).toBeDefined()
    expect(thrownBy(glue(bytes, Uint8Array.of(1))).offset).toBeDefined()
  })

  const binary = legacyBytes()
  const config = textOf(configOf({}))
  test.each([
    [0, "byte 14: impossible length of the binary; expected 1.."],
    [-1, "byte 14: impossible length of the binary; expected 1.."],
    [2 ** 40, "byte 14: impossible length of the binary; expected 1.."],
    [binary.length + config.length + 1, "byte 14: impossible length of the binary; expected 1.."],
    [binary.length - 1, "truncated"],
    [100, "byte 26: truncated while reading learner_model_param; expected 136 more bytes, got 96"],
    [binary.length + 1, "bytes after the model; expected the end, got 1 more"],
    [binary.length + config.length, "bytes after the model"],
  ])("CONFIG-offset with a length of %d", (length, message) => {
    expect(thrownBy(offsetHandle(binary, config, length)).message).toContain(message)
  })

  test("offsets count from the beginning of the handle", () => {
    const broken = legacyBytes({ booster: "gbforest" })
    expect(thrownBy(offsetHandle(broken, config)).offset).toBe(22 + 4 + 136 + 8 + 16)
  })

  test.each<[string, Uint8Array, string]>([
    ["no configuration", new Uint8Array(0), "handle, Config @ byte 0: not JSON"],
    [
      "a broken configuration",
      textOf({ version: [1, 7, 4] }).subarray(0, 9),
      "handle, Config @ byte 1: string without an end",
    ],
    ["no version", textOf({ learner: {} }), "handle, Config.version: missing field"],
    ["half a version", textOf({ version: [1] }), "handle, Config.version: length mismatch"],
  ])("CONFIG-offset with %s", (_, bytes, message) => {
    expect(thrownBy(offsetHandle(binary, bytes)).message).toContain(message)
  })

  test.each<[Value, string]>([
    [{ Config: {} }, "handle, Model: missing field; expected an object, got nothing"],
    [{ Config: {}, Model: [] }, "handle, Model: wrong type; expected an object, got an array of 0"],
    [{ Config: {}, Model: {} }, "handle, version: missing field"],
    [modelOf({}), "handle, Model: missing field"],
  ])("a document without a model, case %#", (document, message) => {
    expect(thrownBy(textOf(document)).message).toContain(message)
    expect(thrownBy(encodeUbjson(document).bytes).message).toContain(message)
  })

  test("the pickle around the handle, and what else is not one", () => {
    const what = "handle @ byte 0: not the handle of a pickled Booster; expected "
    expect(thrownBy(Uint8Array.of(0x80, 4, 0x95)).message).toContain(what)
    expect(thrownBy(Uint8Array.of(0x80, 4, 0x95)).message).toContain("not the pickle around them")
    expect(thrownBy(textOf([])).message).toContain(what)
  })
})

test("readBooster takes every generation, and the object that JSON.parse makes of one", () => {
  const row = Float32Array.of(0, 1)
  const sources = [oldHandle({}), textOf(handleOf({})), encodeUbjson(handleOf({})).bytes, legacyBytes()]
  for (const source of [...sources, encodeJson(handleOf({})), handleOf({})]) {
    const booster = readBooster(source)
    expect(booster.predict(row)).toEqual(Float32Array.of(2.5))
    expect(booster.model?.format).toBe(source === sources[3] ? "legacy-binary" : "pickled-handle")
  }
})
