import fc from "fast-check"
import { expect, test } from "vitest"
import { ModelFormatError } from "../../../src/errors.ts"
import type { FlatForest } from "../../../src/forest/flat-forest.ts"
import { maxDepthOf } from "../../../src/forest/flat-forest.ts"
import { packForest } from "../../../src/forest/pack.ts"
import { unpackForest } from "../../../src/forest/unpack.ts"

/** Two trees: a split on feature 1 with the left side default, and a stump. */
const small: FlatForest = {
  numTrees: 2,
  numNodes: 4,
  numFeatures: 3,
  treeOffsets: Int32Array.of(0, 3, 4),
  splits: Int32Array.of(3, -1, -1, -1),
  values: Float32Array.of(0.5, -1, 2, Number.NaN),
  leftChildren: Int32Array.of(1, 0, 0, 0),
  nodeIds: null,
  categorical: null,
  leafVectors: null,
}

test("a forest comes back as it was", () => {
  expect(unpackForest(packForest(small), 3, "pack")).toEqual(small)
  const withIds: FlatForest = { ...small, nodeIds: Int32Array.of(0, 7, 3, 0) }
  expect(unpackForest(packForest(withIds), 3, "pack")).toEqual(withIds)
  expect(maxDepthOf(small)).toBe(1)
})

test("every truncation is an error with an offset", () => {
  const bytes = packForest(small)
  for (let length = 0; length < bytes.length; length++) {
    expect(() => unpackForest(bytes.subarray(0, length), 3, "pack")).toThrow(ModelFormatError)
    expect(() => unpackForest(bytes.subarray(0, length), 3, "pack")).toThrow(/@ byte \d+/)
  }
})

test("features out of range, sizes that do not add up and left-over bytes are errors", () => {
  const bytes = packForest(small)
  expect(() => unpackForest(bytes, 1, "pack")).toThrow("of no feature")
  expect(() => unpackForest(Uint8Array.of(...bytes, 0), 3, "pack")).toThrow("bytes left over")
  const huge = bytes.slice()
  huge.set([255, 255, 255, 255], 4)
  expect(() => unpackForest(huge, 3, "pack")).toThrow("impossible number of nodes")
})

test("mutated bytes end in a typed error or in a forest whose every walk ends", () => {
  const original = packForest(small)
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(original.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
      changes => {
        const bytes = original.slice()
        for (const [at, value] of changes) bytes[at] = value
        let forest: FlatForest
        try {
          forest = unpackForest(bytes, 3, "pack")
        } catch (error) {
          expect(error).toBeInstanceOf(ModelFormatError)
          return
        }
        expect(maxDepthOf(forest)).toBeLessThan(forest.numNodes + 1)
        for (let node = 0; node < forest.numNodes; node++) {
          if (forest.splits[node] >= 0) expect(forest.leftChildren[node]).toBeGreaterThan(node)
        }
      },
    ),
    { numRuns: 5000, seed: 1 },
  )
})
