/** Every stored case written again: its own files byte for byte, XGBoost's dumps of it, and the 1.7 layout. */
import { afterAll, expect, describe as group, it } from "vitest"
import { type Booster, readBooster, UnsupportedModelError } from "../../src/entries/trees.ts"
import type { ParsedModel } from "../../src/formats/parsed-model.ts"
import {
  dumpJson,
  dumpText,
  type WriteOptions,
  writeJson,
  writeUbjson,
} from "../../src/predict/booster/write.ts"
import { caseRows, flatten, listCases, readCase, readFixture } from "../support/fixtures.ts"
import { firstDifference } from "../support/float32.ts"
import { REFUSED_BY_17 } from "../support/refused-by-1-7.ts"
import { casesToRun } from "../support/runs.ts"
import { table } from "../support/table.ts"

/** Files that hold the whole model; a legacy binary has neither names nor types nor a patch version. */
const WHOLE = ["model.json", "model.ubj", "pickle-handle.bin"]
const BINARY = ["model.deprecated.bin", "pickle-handle.config-offset.bin"]

const COUNTS = ["files", "same bytes", "in 1.7", "refused", "dumps"] as const
const tallies = new Map<string, Record<(typeof COUNTS)[number], number>>()

function count(version: string, what: (typeof COUNTS)[number]): void {
  const none = { files: 0, "same bytes": 0, "in 1.7": 0, refused: 0, dumps: 0 }
  const tally = tallies.get(version) ?? none
  tally[what]++
  tallies.set(version, tally)
}

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

/** The model of a booster without what tells one source of it from another. */
function contentOf(booster: Booster): Partial<ParsedModel> {
  const { format: _format, source: _source, ...content } = booster.model!
  return content
}

function expectBytes(actual: Uint8Array, expected: Uint8Array, what: string): void {
  const at = firstDifference(actual, expected)
  if (at < 0) return
  const shown = (bytes: Uint8Array): string => text(bytes.subarray(Math.max(0, at - 60), at + 40))
  expect.fail(`${what}: byte ${at}: expected ${shown(expected)}, got ${shown(actual)}`)
}

function expectText(actual: string, expected: string, what: string): void {
  expectBytes(new TextEncoder().encode(actual), new TextEncoder().encode(expected), what)
}

const WRITERS = { json: writeJson, ubjson: writeUbjson }
const FORMATS = Object.keys(WRITERS) as (keyof typeof WRITERS)[]

function refusal(booster: Booster, format: keyof typeof WRITERS, options: WriteOptions): string {
  try {
    WRITERS[format](booster, options)
  } catch (error) {
    expect(error).toBeInstanceOf(UnsupportedModelError)
    return `${(error as UnsupportedModelError).path} ${(error as Error).message}`
  }
  return expect.fail("it was written")
}

const cases = listCases()

it("knows the cases that 1.7 cannot hold", () => {
  const names = cases.map(({ version, name }) => `${version}/${name}`)
  expect(Object.keys(REFUSED_BY_17).filter(name => !names.includes(name))).toEqual([])
  expect([cases.length, Object.keys(REFUSED_BY_17).length]).toEqual([155, 13])
})

for (const { version, name, files } of casesToRun(cases)) {
  group(`${version}/${name}`, () => {
    const golden = readCase(version, name)
    const read = (file: string): Booster => readBooster(readFixture(version, name, file), { source: file })
    const whole = WHOLE.filter(file => files.includes(file))

    it("is written in its own version byte for byte, and reads as the same model", () => {
      for (const file of whole) {
        const booster = read(file)
        const written = FORMATS.map(format => WRITERS[format](booster, { version: "source" }))
        expectBytes(written[0], readFixture(version, name, "model.json"), `JSON of ${file}`)
        count(version, "files")
        count(version, "same bytes")
        if (files.includes("model.ubj")) {
          expectBytes(written[1], readFixture(version, name, "model.ubj"), `UBJSON of ${file}`)
          count(version, "files")
          count(version, "same bytes")
        }
        for (const bytes of written) expect(contentOf(readBooster(bytes))).toEqual(contentOf(booster))
      }
    })

    const refused = REFUSED_BY_17[`${version}/${name}`]
    if (refused) {
      it("is refused for 1.7", () => {
        for (const file of whole) {
          for (const format of FORMATS) {
            expect(refusal(read(file), format, {})).toMatch(refused)
            expect(refusal(read(file), format, { version: "1.7" })).toMatch(refused)
          }
        }
        count(version, "refused")
      })
    } else {
      it("is written for 1.7, whatever it was read from", () => {
        const { flat, rows } = caseRows(golden)
        const [first] = whole
        for (const format of FORMATS) {
          const expected = WRITERS[format](read(first))
          const booster = readBooster(expected)
          expect(booster.info.version?.slice(0, 2)).toEqual([1, 7])
          const numRows = rows.length
          const margins = booster.predict(flat, { numRows, output: "margin" })
          expect(firstDifference(margins, flatten(golden.margin))).toBe(-1)
          if (golden.leaf) {
            const leaves = booster.predict(flat, { numRows, output: "leaf" })
            expect(firstDifference(leaves, golden.leaf.flat())).toBe(-1)
          }
          for (const { range, margin } of golden.iteration_range_checks ?? []) {
            const part = booster.predict(flat, { numRows, output: "margin", iterationRange: range })
            expect(firstDifference(part, flatten(margin))).toBe(-1)
          }
          for (const file of whole.slice(1)) expectBytes(WRITERS[format](read(file)), expected, file)
          for (const file of BINARY.filter(binary => files.includes(binary))) {
            for (const options of [{}, { version: "source" }] as const) {
              const binary = readBooster(WRITERS[format](read(file), options))
              expect(binary.predict(flat, { numRows, output: "margin" }), file).toEqual(margins)
            }
          }
        }
        count(version, "in 1.7")
      })
    }

    it("dumps as XGBoost dumped it", () => {
      for (const file of whole) {
        const booster = read(file)
        for (const dump of files.filter(dumped => dumped.startsWith("dump"))) {
          const withStats = !dump.includes("nostats")
          const written = dump.endsWith(".txt")
            ? dumpText(booster, { withStats })
            : dumpJson(booster, { withStats })
          expectText(written, text(readFixture(version, name, dump)), `${dump} of ${file}`)
          if (file === "model.json") count(version, "dumps")
        }
      }
    })
  })
}

afterAll(() => {
  const lines = [...tallies].map(([version, tally]) => [version, ...COUNTS.map(what => tally[what])])
  const total = COUNTS.map((_, k) => lines.reduce((sum, line) => sum + Number(line[k + 1]), 0))
  console.log(table(["version", "files written", ...COUNTS.slice(1)], [...lines, ["all", ...total]]))
})
