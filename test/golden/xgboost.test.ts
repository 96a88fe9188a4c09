/** Every stored XGBoost case in every format: leaf ids, margins bit for bit, predictions, ranges. */
import { afterAll, expect, describe as group, it } from "vitest"
import { describe, readBooster, readJson } from "../../src/entries/trees.ts"
import { encodeJson, type Value } from "../hostile/encode.ts"
import { decodeJson } from "../oracle/json-decoder.ts"
import { caseRows, flatten, listCases, readCase, readFixture } from "../support/fixtures.ts"
import { ulpDistance } from "../support/float32.ts"
import { casesToRun } from "../support/runs.ts"
import { table } from "../support/table.ts"
import { checkFile, checkRefused, expectBits, newTally, type Tally } from "./check.ts"
import { CASES, FORMATS, refusal } from "./coverage.ts"

const cases = listCases()
const tallies = new Map<string, Tally>()

function tallyOf(version: string, file: string): Tally {
  const key = `${version} ${file}`
  const tally = tallies.get(key) ?? newTally()
  tallies.set(key, tally)
  return tally
}

it("has every case of every version", () => {
  const counts = Object.fromEntries(Object.keys(CASES).map(version => [version, 0]))
  for (const { version } of cases) counts[version]++
  expect(counts).toEqual(CASES)
})

for (const { version, name, files } of casesToRun(cases)) {
  group(`${version}/${name}`, () => {
    const golden = readCase(version, name)
    const subject = { version, name, golden, document: decodeJson(readFixture(version, name, "model.json")) }
    const formats = FORMATS.filter(format => format.expected(subject))

    it("has its files", () => {
      const namesOf = (chosen: typeof formats): string[] => chosen.map(({ file }) => file).sort()
      const stored = files.filter(file => /^(model|dump|pickle)/.test(file) && file !== "dump.txt")
      expect(stored.sort()).toEqual(namesOf(formats))
      // The generator lists the models, not the dumps.
      const models = formats.filter(({ content }) => content !== "dump")
      expect(golden.files.filter(file => stored.includes(file)).sort()).toEqual(namesOf(models))
    })

    for (const format of formats) {
      const refused = refusal(subject, format)
      it(`${format.file} is ${refused ? "refused" : "exact"}`, () => {
        const bytes = readFixture(version, name, format.file)
        const tally = tallyOf(version, format.file)
        tally.files++
        if (refused === null) checkFile(subject, format, bytes, tally)
        else {
          checkRefused(subject, format, bytes, refused)
          tally.unsupported++
        }
      })
    }

    it("is the same booster from every format and every kind of source", () => {
      const { flat, rows } = caseRows(golden)
      const options = { numRows: rows.length, output: "margin" } as const
      const text = new TextDecoder().decode(readFixture(version, name, "model.json"))
      const shifted = new TextEncoder().encode(`\n${text}`)
      const first = readBooster(text)
      const models = formats.filter(format => format.content !== "dump" && refusal(subject, format) === null)
      const others = [
        ...models.map(({ file, content }) => ({
          content,
          booster: readBooster(readFixture(version, name, file)),
        })),
        ...[subject.document as object, shifted.subarray(1), shifted.buffer].map(source => ({
          content: "model",
          booster: readBooster(source),
        })),
        {
          content: "model",
          booster: readJson(encodeJson(subject.document as Value).replaceAll(',"', ' ,\n\t"')),
        },
      ]
      for (const { booster, content } of others) {
        // Neither names and types nor a patch version are in the legacy binary.
        const unsaid = { featureNames: null, featureTypes: null, version: expect.any(String) }
        const lost = content === "binary" ? unsaid : {}
        expect(describe(booster)).toEqual({ ...describe(first), ...lost })
        expectBits(booster.predict(flat, options), first.predict(flat, options), "margins")
      }
    })

    const { sklearn } = golden
    if (sklearn === undefined) return
    it("predicts as the scikit-learn wrapper, which stops at the best round", () => {
      const { rows, predict_proba, best_iteration } = sklearn
      const booster = readBooster(readFixture(version, name, "model.json"))
      expect(describe(booster).bestIteration).toBe(best_iteration)
      const iterationRange = [0, best_iteration + 1] as const
      const found = booster.predict(flatten(rows), { numRows: rows.length, iterationRange })
      const expected = flatten(predict_proba).filter((_, k) => k % 2 === 1)
      expect(Math.max(...found.map((value, k) => ulpDistance(value, expected[k])))).toBeLessThanOrEqual(2)
    })
  })
}

afterAll(() => {
  const lines = [...tallies].map(([key, tally]) => {
    const [version, file] = key.split(" ")
    const { files, exact, unsupported, rows, comparable, worstUlp } = tally
    return [version, file, files, exact, unsupported, rows, comparable, worstUlp] as const
  })
  const sum = (column: 2 | 3 | 4 | 5 | 6): number => lines.reduce((total, line) => total + line[column], 0)
  const worst = Math.max(...lines.map(line => line[7]))
  const total = ["all", `${cases.length} cases`, sum(2), sum(3), sum(4), sum(5), sum(6), worst]
  const header = [
    "version",
    "file",
    "files",
    "exact",
    "unsupported",
    "rows",
    "comparable",
    "worst ulp of predictions",
  ]
  console.log(table(header, [...lines, total]))
})
