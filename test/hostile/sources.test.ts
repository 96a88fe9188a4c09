/** Sources that are no model at all: odd objects, endless texts, single bytes, files that end early. */
import { describe as group, it } from "vitest"
import { readBooster, readDump, readJson, readUbjson } from "../../src/entries/trees.ts"
import { readFixture } from "../support/fixtures.ts"
import type { Fields } from "./bases.ts"
import type { Value } from "./encode.ts"
import { attributes, dumpOptions, MODEL, refusal, withValue } from "./refusal.ts"

group("objects", () => {
  const cyclic = attributes()
  ;(cyclic.learner as Fields).learner = cyclic
  const deep: Fields = {}
  let inner = deep
  for (let k = 0; k < 1_000_000; k++) {
    const next: Fields = {}
    inner.a = next
    inner = next
  }
  let laughs: Value[] = [1, 2, 3, "a"]
  for (let k = 0; k < 40; k++) laughs = Array(10).fill(laughs)

  const sources: Record<string, object> = {
    "a cycle": cyclic,
    "a million levels": deep,
    "shared parts that multiply": laughs,
    "a bigint": withValue([...MODEL, "trees", 0, "left_children", 0], 1n as unknown as Value),
    "a function": withValue([...MODEL, "trees"], (() => 1) as unknown as Value),
    "undefined in an array": withValue([...MODEL, "tree_info"], [undefined, 0, 0, 0, 0] as unknown as Value),
    "children with holes": withValue([...MODEL, "trees", 0, "left_children"], new Array(15) as Value),
    "conditions with holes": withValue([...MODEL, "trees", 0, "split_conditions"], new Array(15) as Value),
    "trees with holes": withValue([...MODEL, "trees"], new Array(5) as Value),
    "a date": new Date(0),
    "an empty object": {},
    "a regular expression": /x/,
    "a promise": Promise.resolve(1),
    "a DataView": new DataView(new ArrayBuffer(8)),
    "a BigInt64Array": new BigInt64Array(4),
  }
  for (const [name, source] of Object.entries(sources)) {
    it(name, () => {
      refusal(() => readJson(source), 10_000)
      refusal(() => readBooster(source, dumpOptions), 10_000)
    })
  }
})

group("long texts", () => {
  const length = 2_000_000
  const texts: Record<string, string> = {
    "a number of two million digits": `{"version":[${"1".repeat(length)}]}`,
    "a fraction of two million digits": `{"version":[0.${"1".repeat(length)}]}`,
    "a string of escapes": `{"version":"${"\\u0041".repeat(length / 6)}"}`,
    "a string of backslashes": `{"version":"${"\\\\".repeat(length / 2)}"`,
    "white space": `{"version"${" ".repeat(length)}`,
    keys: `{${Array.from({ length: length / 10 }, (_, k) => `"${k}":1`).join(",")}}`,
    "a string without an end": `{"${"a".repeat(length)}`,
    "strings without an end, one after the other": '{"a":"'.repeat(length / 6),
  }
  for (const [name, text] of Object.entries(texts)) {
    it(name, () => {
      refusal(() => readJson(text), text.length)
      refusal(() => readDump(text, dumpOptions), text.length)
    })
  }

  it("no bytes at all, and every single byte", () => {
    for (let byte = -1; byte < 256; byte++) {
      const bytes = byte < 0 ? new Uint8Array() : Uint8Array.of(byte)
      refusal(() => readBooster(bytes, dumpOptions), 1)
      refusal(() => readJson(bytes), 1)
      refusal(() => readUbjson(bytes), 1)
      if (byte !== 0x5b) refusal(() => readDump(bytes, dumpOptions), 1)
    }
  })

  it("every truncation of a real file", () => {
    for (const file of ["model.json", "model.ubj"]) {
      const bytes = readFixture("xgboost-1.7", "attributes", file)
      for (let size = 0; size < bytes.length; size++)
        refusal(() => readBooster(bytes.subarray(0, size)), size)
    }
  })
})
