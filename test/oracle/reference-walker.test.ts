/** The oracle itself against XGBoost: every case of every version, the features of later parts included. */
import { afterAll, describe, expect, it } from "vitest"
import { caseRows, flatten, listCases, readCase, readFixture } from "../support/fixtures.ts"
import { firstDifference } from "../support/float32.ts"
import { asPrinted, type DumpNode, walkDump } from "./dump-walker.ts"
import { decodeJson } from "./json-decoder.ts"
import { decodeLegacy } from "./legacy-decoder.ts"
import { referenceBaseMargins, walk } from "./reference-walker.ts"
import { decodeUbjson } from "./ubjson-decoder.ts"

const modelOf = (document: unknown): unknown => (document as { Model: unknown }).Model

const decoders = {
  "model.json": decodeJson,
  "model.ubj": decodeUbjson,
  "model.deprecated.bin": (bytes: Uint8Array) => decodeLegacy(bytes).document,
  // JSON text until 1.5, UBJSON since: its second byte is the L of a key's length, JSON's a quote.
  "pickle-handle.bin": (bytes: Uint8Array) =>
    modelOf(bytes[1] === 0x4c ? decodeUbjson(bytes) : decodeJson(bytes)),
  "pickle-handle.config-offset.bin": (bytes: Uint8Array) => {
    const size = new DataView(bytes.buffer, bytes.byteOffset).getInt32(14, true)
    return decodeLegacy(bytes.subarray(22, 22 + size)).document
  },
}
const dumps = ["dump.json", "dump-nostats.json"]
const walked = { models: 0, dumps: 0 }

for (const { version, name, files } of listCases()) {
  describe(`${version}/${name}`, () => {
    const golden = readCase(version, name)
    const { rows } = caseRows(golden)

    for (const [file, decode] of Object.entries(decoders).filter(([file]) => files.includes(file))) {
      it(`walks ${file}`, () => {
        const document = decode(readFixture(version, name, file))
        const found = rows.map(row => walk(document, row))
        const all = found.flatMap(({ margin }) => margin)
        expect(firstDifference(all, flatten(golden.margin))).toBe(-1)
        expect(found.map(({ leaf }) => leaf)).toEqual(golden.leaf ?? rows.map(() => []))
        for (const { range, margin } of golden.iteration_range_checks ?? []) {
          const some = rows.flatMap(row => walk(document, row, { range }).margin)
          expect(firstDifference(some, flatten(margin)), `rounds ${range}`).toBe(-1)
        }
        walked.models++
      })
    }

    // A linear model's dump holds six digits of its weights: not enough to tell its margins.
    for (const file of dumps.filter(file => files.includes(file) && golden.booster !== "gblinear")) {
      it(`walks ${file}`, () => {
        const document = decodeJson(readFixture(version, name, "model.json"))
        const printed = asPrinted(document, golden.feature_types)
        const numParallelTree = Number(
          /"num_parallel_tree": ?"(\d+)"/.exec(JSON.stringify(document))?.[1] ?? 1,
        )
        const options = {
          baseMargin: referenceBaseMargins(document),
          featureNames: golden.feature_names ?? undefined,
          numParallelTree,
        }
        const dump = decodeJson(readFixture(version, name, file)) as DumpNode[]
        let alike = 0
        rows.forEach((row, k) => {
          const found = walkDump(dump, row, options)
          const expected = walk(printed, row)
          expect(found.leaf, `row ${k}`).toEqual(expected.leaf)
          // A dump does not tell that its trees are weighted (DART), so its sums are other sums.
          if (golden.booster !== "dart")
            expect(firstDifference(found.margin, expected.margin), `row ${k}`).toBe(-1)
          if (firstDifference(found.leaf, golden.leaf![k]!) === -1) alike++
        })
        expect(alike).toBeGreaterThanOrEqual(printed === document ? rows.length : rows.length / 4)
        walked.dumps++
      })
    }
  })
}

afterAll(() =>
  console.log(`the reference walker equals XGBoost on ${walked.models} models and ${walked.dumps} dumps`),
)
