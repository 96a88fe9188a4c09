/** What fits and evaluations refuse, and that they say where, what they expected and what they found. */
import { describe, expect, it } from "vitest"
import {
  evaluateSurrogate,
  type FitOptions,
  fitSurrogate,
  type Journal,
  ModelFormatError,
  NotFoundError,
  ShapeError,
  type Table,
  tableOf,
} from "../../../src/entries/training.ts"
import { jahsRows } from "../../support/jahs-rows.ts"

const rows = jahsRows(20, 3, true)
const table = tableOf(rows)
const options: FitOptions = { metrics: ["valid-acc"], trials: 3, workers: 2, numTrees: 4 }
const withLabels = (label: (row: number) => number | string | null): Table =>
  tableOf(rows.map((row, at) => ({ ...row, "valid-acc": label(at) })))

type Kind = new (...values: never[]) => Error
const none = new Uint32Array(0)
const one = Uint32Array.of(1)

const tables: readonly (readonly [string, unknown, Kind, string])[] = [
  ["no records", tableOf([]), ShapeError, "table: no rows; expected 1 or more, got 0"],
  ["no columns", tableOf({}), ShapeError, "table: no rows"],
  [
    "records",
    rows,
    TypeError,
    "table: expected a Table, as tableOf makes one of records, got an array of 60",
  ],
  ["one row", tableOf(rows.slice(0, 1)), ShapeError, "split.validation: no rows; expected 1 or more"],
  ["no labels", withLabels(() => null), RangeError, "table.valid-acc: expected a number at least, got 60"],
  ["an infinite label", withLabels(at => 1 / at), RangeError, "table.valid-acc: expected float32 numbers"],
  [
    "labels further apart than any number",
    withLabels(at => (at % 2 === 0 ? 1e308 : -1e308)),
    RangeError,
    "table.valid-acc: expected float32 numbers less than 3.4028234663852886e+38 apart, got -1e+308 to 1e+308",
  ],
  ["labels that are texts", withLabels(at => `x${at}`), TypeError, "table.valid-acc: expected numbers, got"],
]

const calls: readonly (readonly [Partial<Record<keyof FitOptions, unknown>>, Kind, string])[] = [
  [{ metrics: [] }, RangeError, "options.metrics: expected a metric at least"],
  [{ metrics: undefined }, RangeError, "options.metrics: expected a metric at least, got undefined"],
  [{ metrics: ["latency", "latency"] }, RangeError, 'expected metrics that differ, got "latency" twice'],
  [{ metrics: ["acc"] }, NotFoundError, "table, acc: no such column"],
  [{ trials: 2.5 }, RangeError, "options.trials: expected an integer in 0..1000000, got 2.5"],
  [{ workers: 0 }, RangeError, "options.workers: expected an integer in 1..256, got 0"],
  [{ workers: Number.NaN }, RangeError, "options.workers: expected an integer in 1..256, got NaN"],
  [{ numTrees: 0 }, RangeError, "options.numTrees: expected an integer in 1..1073741824, got 0"],
  [{ seed: -1 }, RangeError, "options.seed: expected an integer in 0..9007199254740991, got -1"],
  [{ earlyStoppingRounds: 0 }, RangeError, "options.earlyStoppingRounds: expected an integer in 1.."],
  [
    { bounds: { "valid-acc": [Number.NaN, 1] } },
    RangeError,
    "options.bounds.valid-acc: expected a lower and a higher number, got NaN and 1",
  ],
  [{ split: { training: none, validation: one, test: one } }, ShapeError, "split.training: no rows"],
  [
    { split: { training: one, validation: Uint32Array.of(1, 60), test: one } },
    RangeError,
    "options.split.validation[1]: expected a row of the table, 0..59, got 60",
  ],
  [
    { constraints: { latency: {} } },
    RangeError,
    'options.constraints: expected metrics of valid-acc, got "latency"',
  ],
  [
    { constraints: { "valid-acc": { monotone: { Op1: 1 } } } },
    RangeError,
    'options.constraints.valid-acc.monotone.Op1: expected one column, got "Op1", which is Op1_0, Op1_1',
  ],
  [
    { constraints: { "valid-acc": { monotone: { epoch: 2 } } } },
    RangeError,
    "options.constraints.valid-acc.monotone.epoch: expected -1, 0 or 1, got 2",
  ],
  [
    { constraints: { "valid-acc": { interaction: [["N"], ["Activatoin"]] } } },
    RangeError,
    "options.constraints.valid-acc.interaction[1]: expected a column or a hyperparameter, got",
  ],
]

async function refusal(run: Promise<unknown>, kind: Kind, message: string): Promise<void> {
  await expect(run).rejects.toThrow(message)
  await expect(run).rejects.toBeInstanceOf(kind)
}

describe("a fit refuses", () => {
  it.each(tables)("a table of %s", (_, given, kind, message) =>
    refusal(fitSurrogate(given as Table, options), kind, message),
  )

  it.each(calls)("%o as a %o: %s", (more, kind, message) =>
    refusal(fitSurrogate(table, { ...options, ...more } as FitOptions), kind, message),
  )

  it("rows and columns that are none", () => {
    const make = (data: unknown) => () => tableOf(data as never)
    expect(make(null)).toThrow("table: expected an array of records, or an object of columns, got null")
    expect(make([{ a: 1 }, null])).toThrow("table, row 1: expected an object, got null")
    expect(make({ a: 5 })).toThrow("table.a: expected an array, got 5")
  })
})

describe("a journal", () => {
  const journalOf = (lines: string[]): Journal => ({
    readLines: async () => [...lines],
    appendLine: async line => void lines.push(line),
  })

  it("that is damaged is refused by the number of the line", async () => {
    const lines: string[] = []
    await fitSurrogate(table, { ...options, journal: journalOf(lines) })
    const [heading, first, ...rest] = lines as [string, string, ...string[]]
    const resume = (line: string): Promise<unknown> =>
      fitSurrogate(table, { ...options, journal: journalOf([heading, line, ...rest]) })
    for (const damaged of [
      first.slice(0, 20),
      "3",
      '{"a":1}',
      first.replace(/"value":[^}]*}/, '"value":null}'),
      first.replace('"id":0', '"id":"0"'),
    ]) {
      await refusal(
        resume(damaged),
        ModelFormatError,
        "journal, line 2: damaged; expected a trial: JSON with search, id",
      )
    }
    const other = first.replace(/"maxDepth":\d+/, '"maxDepth":99')
    await refusal(resume(other), ModelFormatError, "journal, valid-acc, trial 0: a trial of another search")
    const torn = fitSurrogate(table, { ...options, journal: journalOf([heading.slice(3)]) })
    await refusal(torn, ModelFormatError, "journal, line 1: a journal of another fit")
  })
})

describe("a fit without test rows, or of labels that are all the same,", () => {
  it.each([
    ["one row", tableOf(rows.slice(0, 1))],
    ["a constant", withLabels(() => 7)],
  ])("answers, and its card has no scores: %s", async (_, own) => {
    const { card, surrogates } = await fitSurrogate(own, { ...options, trials: 0 })
    expect(card.scores).toEqual({ holdout: {}, byEpoch: [] })
    expect(evaluateSurrogate(surrogates, own)[0]!.scores.MAE).toBeLessThan(0.01)
  })
})

describe("an evaluation refuses", () => {
  it("a table without rows, and rows that it does not have", async () => {
    const { surrogates } = await fitSurrogate(table, { ...options, trials: 0 })
    expect(() => evaluateSurrogate(surrogates, tableOf([]))).toThrow(ShapeError)
    expect(() => evaluateSurrogate(surrogates, table, { rows: Uint32Array.of(3, 60) })).toThrow(
      "options.rows[1]: expected a row of the table, 0..59, got 60",
    )
  })
})
