import { expect, test } from "vitest"
import { memorySource } from "../../../src/bytes/byte-source.ts"
import { DomainError, ModelFormatError } from "../../../src/errors.ts"
import { documentFromObject } from "../../../src/formats/plain-object.ts"
import { officialCard } from "../../../src/release/official-card.ts"
import { officialSurrogates } from "../../../src/release/official-surrogates.ts"
import { jahsSpace } from "../../../src/space/index.ts"
import { openReleasePack } from "../../../src/surrogate/release-pack.ts"
import { invertTransforms, parseTransforms } from "../../../src/surrogate/target-transform.ts"
import { writeReleasePack } from "../../../src/surrogate/write-release-pack.ts"
import { pickled } from "./altered.ts"

const { fround } = Math

test("the sigmoid's inverse, float32 throughout", () => {
  const value = fround(0.3)
  const logs = fround(fround(Math.log(value)) - fround(Math.log(fround(1 - value))))
  expect(invertTransforms([{ kind: "sigmoid", k: 0.02 }], value)).toBe(fround(logs / fround(0.02)))
  expect(invertTransforms([{ kind: "sigmoid", k: 3 }], 0.5)).toBe(0)
})

test.each([0, 1, -0.1, 1.5, Number.NaN])("no value lies behind %d: refused, as upstream does", margin => {
  expect(() => invertTransforms([{ kind: "sigmoid", k: 1 }], margin)).toThrow(DomainError)
  expect(() => invertTransforms([{ kind: "sigmoid", k: 1 }], margin)).toThrow("above 0 and below 1")
})

test("a model with it goes through a pack", async () => {
  const [surrogate] = officialSurrogates(pickled("sigmoid_only"))
  expect(surrogate!.transforms).toEqual([{ kind: "sigmoid", k: 0.02 }])
  const card = officialCard("replica", "cifar10", { archive: "a", files: [], convertedBy: "1" })
  const pack = await writeReleasePack("cifar10", card, [surrogate!])
  const { surrogates } = await openReleasePack(memorySource(pack, "pack"))
  expect(surrogates[0]!.transforms).toEqual(surrogate!.transforms)
  const row = new Float32Array(41)
  surrogate!.encoder.encode(jahsSpace.defaultConfiguration(), 100, row)
  expect(surrogates[0]!.evaluate(row)).toBe(surrogate!.evaluate(row))
})

test("a k that is no number is refused", () => {
  const broken = documentFromObject([{ kind: "sigmoid", k: "1" }], "card")
  expect(() => parseTransforms(broken, "card")).toThrow(ModelFormatError)
})
