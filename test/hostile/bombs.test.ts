/** Small inputs that ask for much: nesting and counts. Each is answered soon and without a large buffer. */
import { expect, describe as group, it } from "vitest"
import {
  type Booster,
  describe,
  ModelFormatError,
  readBooster,
  readDump,
  readJson,
  readUbjson,
  UnsupportedModelError,
} from "../../src/entries/trees.ts"
import { referenceShape } from "../oracle/reference-shape.ts"
import { walk } from "../oracle/reference-walker.ts"
import { largestAllocation } from "./allocations.ts"
import type { Fields } from "./bases.ts"
import { encodeJson } from "./encode.ts"
import {
  attributes,
  bytesOf,
  dumpOptions,
  FACTOR,
  MODEL,
  PARAM,
  refusal,
  SLACK,
  withValue,
} from "./refusal.ts"

group("nesting", () => {
  const depth = 1_000_000
  const json = {
    "only [": "[".repeat(depth),
    'only {"a":': '{"a":'.repeat(depth),
    "[ and ]": "[".repeat(depth) + "]".repeat(depth),
    "{ and }": `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`,
    "[ inside the trees": `{"version":[1,7,4],"learner":{"gradient_booster":{"model":{"trees":${"[".repeat(depth)}`,
    "[[],": "[[],".repeat(depth),
  }
  for (const [name, text] of Object.entries(json)) {
    it(`JSON, a million of ${name}`, () => {
      const bytes = bytesOf(text)
      refusal(() => readJson(bytes), bytes.length)
      refusal(() => readDump(bytes, dumpOptions), bytes.length)
      refusal(() => readBooster(bytes, dumpOptions), bytes.length)
      refusal(() => readDump([text], dumpOptions), bytes.length)
    })
  }

  const ubjson = {
    "[": "[",
    "[#i1": "[#i\u0001",
    "{ia": "{i\u0001a",
    "{#i1 ia": "{#i\u0001i\u0001a",
    "[[]": "[[]",
    N: "N",
  }
  for (const [name, text] of Object.entries(ubjson)) {
    it(`UBJSON, a million of ${name}`, () => {
      const bytes = bytesOf(text.repeat(depth))
      refusal(() => readUbjson(bytes), bytes.length)
      const inside = bytesOf(`{i\u0007version${text.repeat(depth)}`)
      refusal(() => readBooster(inside), inside.length)
    })
  }

  it("a dump as deep as its nodes are many, with a short message", () => {
    for (const levels of [1_000, 4_000, 200_000]) {
      const open = Array.from({ length: levels }, (_, k) => {
        const [yes, no] = [2 * k + 1, 2 * k + 2]
        const split = `"split":"f0","split_condition":1,"yes":${yes},"no":${no},"missing":${yes}`
        return `{"nodeid":${2 * k},${split},"children":[{"nodeid":${yes},"leaf":1},`
      }).join("")
      refusal(() => readDump(`[${open}`, dumpOptions), open.length)
      const wrong = `[${open}{"nodeid":${2 * levels},"leaf":"x"}${"]}".repeat(levels)}]`
      refusal(() => readDump(wrong, dumpOptions), wrong.length)
    }
  })

  it("a tree that is a chain of 100,000 splits is an ordinary model", () => {
    const splits = 100_000
    const numNodes = 2 * splits + 1
    const index = (f: (node: number) => number): number[] =>
      Array.from({ length: numNodes }, (_, node) => f(node))
    const isSplit = (node: number): boolean => node % 2 === 0 && node < 2 * splits
    const document = attributes()
    const model = (document.learner as Fields).gradient_booster as unknown as { model: Fields }
    model.model = {
      gbtree_model_param: { num_trees: "1", num_parallel_tree: "1" },
      tree_info: [0],
      trees: [
        {
          id: 0,
          left_children: index(node => (isSplit(node) ? node + 1 : -1)),
          right_children: index(node => (isSplit(node) ? node + 2 : -1)),
          split_indices: index(node => (isSplit(node) ? node % 4 : 0)),
          split_conditions: index(node => (isSplit(node) ? -1 : node / 7)),
          default_left: index(node => (node === 50_000 ? 1 : 0)),
          tree_param: { num_nodes: String(numNodes), size_leaf_vector: "0" },
        },
      ],
    }
    const booster = readJson(encodeJson(document))
    expect(describe(booster)).toMatchObject({ numNodes, maxDepth: splits })
    for (const row of [
      [0, 0, 0, 0],
      [Number.NaN, 0, Number.NaN, 0],
      [0, 0, -2, 0],
    ]) {
      const { margin, leaf } = walk(document, Float32Array.from(row))
      expect([...booster.predict(Float32Array.from(row), { output: "margin" })]).toEqual(margin)
      expect([...booster.predict(Float32Array.from(row), { output: "leaf" })]).toEqual(leaf)
    }
  })
})

group("counts", () => {
  const count = (type: string, value: bigint): string => {
    const view = new DataView(new ArrayBuffer(8))
    view.setBigInt64(0, value)
    const bytes = new Uint8Array(view.buffer).slice(type === "L" ? 0 : 4)
    return type + String.fromCharCode(...bytes)
  }
  const claims: string[] = []
  for (const claim of [2n ** 28n, 2n ** 31n - 1n]) claims.push(count("l", claim), count("L", claim))
  for (const claim of [2n ** 31n, 2n ** 32n, 2n ** 52n, 2n ** 63n - 1n, -1n, -(2n ** 63n)])
    claims.push(count("L", claim))
  const containers = [
    "[$d#",
    "[$D#",
    "[$l#",
    "[$L#",
    "[$U#",
    "[$i#",
    "[$I#",
    "[$Z#",
    "[$T#",
    "[$N#",
    "[$S#",
    "[$[#",
    "[#",
    "{#",
    "{$i#",
    "S",
    "H",
    "",
  ]

  it("of UBJSON containers in a hundred bytes", () => {
    let tried = 0
    for (const claim of claims) {
      for (const container of containers) {
        for (const place of [
          "",
          "{i\u0007version",
          "{i\u0007learner{i\u0010gradient_booster{i\u0005model{i\u0005trees",
        ]) {
          const bytes = bytesOf(place + (container === "" ? "{" : container) + claim + "\u0000".repeat(32))
          refusal(() => readUbjson(bytes), bytes.length)
          tried++
        }
      }
    }
    expect(tried).toBe(claims.length * containers.length * 3)
  })

  const numerals = [
    "2147483647",
    "2147483648",
    "4294967295",
    "9223372036854775807",
    "1e9",
    "-1",
    "-2147483648",
  ]
  const places = [
    [...MODEL, "gbtree_model_param", "num_trees"],
    [...MODEL, "gbtree_model_param", "num_parallel_tree"],
    [...MODEL, "trees", 0, "tree_param", "num_nodes"],
    [...PARAM, "num_class"],
    [...PARAM, "num_target"],
  ]
  for (const place of places) {
    it(`${place.join(".")} beyond what is there`, () => {
      for (const numeral of numerals) {
        const text = encodeJson(withValue(place, numeral))
        refusal(() => readJson(text), text.length)
      }
    })
  }

  it("of features: a model may be wide, and its splits are then what they say", () => {
    for (const feature of [2 ** 24, 2 ** 30 - 1, 2 ** 30, 1_500_000_000, 2 ** 31 - 2]) {
      const document = withValue([...PARAM, "num_feature"], "2147483647")
      const model = ((document.learner as Fields).gradient_booster as Fields).model as Fields
      const tree = (model.trees as Fields[])[0]
      model.trees = [tree]
      model.tree_info = [0]
      model.gbtree_model_param = { num_trees: "1", num_parallel_tree: "1" }
      ;(tree.split_indices as number[])[0] = feature
      const text = encodeJson(document)
      let booster: Booster | undefined
      const largest = largestAllocation(() => {
        try {
          booster = readJson(text)
        } catch (error) {
          expect(error instanceof ModelFormatError || error instanceof UnsupportedModelError).toBe(true)
        }
      })
      expect(largest).toBeLessThanOrEqual(FACTOR * text.length + SLACK)
      // Read or refused, but never taken for another tree. No row can be that wide: the shape has to tell.
      if (booster) expect(describe(booster), `feature ${feature}`).toMatchObject(referenceShape(document))
    }
  })
})
