/** A table of any rows, in any order, answers as a search through all of them does. */
import { expect, test } from "vitest"
import { FidelityError, NotFoundError } from "../../src/errors.ts"
import { log } from "../../src/numeric/log.ts"
import { createRandom } from "../../src/random/generator.ts"
import { type Configuration, type FloatHyperparameter, jahsSpace } from "../../src/space/index.ts"
import fc from "../support/fast-check.ts"
import { openSmallTable, type SmallRow, writeSmallTable } from "../support/recorded-tables.ts"

const configurations = fc.integer({ min: 0, max: 2 ** 31 }).map(seed => jahsSpace.sample(createRandom(seed)))

/** Rows of few configurations and few epochs, so that most are there more than once, and some never. */
const tables = fc
  .record({
    known: fc.array(configurations, { minLength: 1, maxLength: 6 }),
    picks: fc.array(
      fc.record({
        which: fc.nat(5),
        epoch: fc.integer({ min: 1, max: 5 }),
        value: fc.double({ noNaN: false }),
      }),
      { minLength: 1, maxLength: 60 },
    ),
    groupRows: fc.integer({ min: 1, max: 20 }),
  })
  .map(({ known, picks, groupRows }) => ({
    known,
    groupRows,
    rows: picks.map(
      ({ which, ...row }): SmallRow => ({ configuration: known[which % known.length]!, ...row }),
    ),
  }))

const key = (configuration: Configuration): string => JSON.stringify(configuration)

test("queries, trajectories and counts are those of a linear scan", async () => {
  await fc.assert(
    fc.asyncProperty(tables, async ({ known, rows, groupRows }) => {
      const table = await openSmallTable(await writeSmallTable(rows, groupRows))
      expect(table.numRows).toBe(rows.length)
      for (const configuration of known) {
        const own = rows.filter(row => key(row.configuration) === key(configuration))
        expect([...table.recordedEpochs(configuration)]).toEqual(
          [...new Set(own.map(({ epoch }) => epoch))].sort((a, b) => a - b),
        )
        for (let epoch = 1; epoch <= 5; epoch++) {
          const found = own.filter(row => row.epoch === epoch)
          expect(table.occurrences(configuration, { epoch })).toBe(found.length)
          for (const [occurrence, { value }] of found.entries()) {
            expect(table.query(configuration, { epoch, occurrence })["valid-acc"]).toBe(value)
          }
          const next = () => table.query(configuration, { epoch, occurrence: found.length })
          if (own.length === 0) expect(next).toThrow(NotFoundError)
          else expect(next).toThrow(found.length === 0 ? FidelityError : NotFoundError)
        }
        const first = [1, 2, 3].map(epoch => own.find(row => row.epoch === epoch)?.value)
        if (first.every(value => value !== undefined)) {
          expect([...table.trajectory(configuration, { epochs: 3 })["valid-acc"]]).toEqual(first)
        } else expect(() => table.trajectory(configuration, { epochs: 3 })).toThrow(/recorded/)
      }
    }),
    { numRuns: process.env["DEEP"] ? 2000 : 60 },
  )
})

/** The distance as docs/tables.md defines it, written out again. */
function distance(a: Configuration, b: Configuration): number {
  let sum = 0
  for (const hyperparameter of jahsSpace.hyperparameters) {
    const [x, y] = [a, b].map(one => (one as unknown as Record<string, number>)[hyperparameter.name]!)
    if (hyperparameter.kind === "ordinal") {
      const places = hyperparameter.values as readonly number[]
      sum += Math.abs(places.indexOf(x!) - places.indexOf(y!)) / (places.length - 1)
    } else if (hyperparameter.kind === "float") {
      const { lower, upper } = hyperparameter as FloatHyperparameter
      sum += Math.abs(log(x!) - log(y!)) / log(upper / lower)
    } else sum += Number(x !== y)
  }
  return sum
}

test("the nearest recorded configuration is the nearest of all", async () => {
  await fc.assert(
    fc.asyncProperty(tables, configurations, async ({ rows }, asked) => {
      const table = await openSmallTable(await writeSmallTable(rows))
      const distances = [...table.configurations()].map(recorded => distance(recorded, asked))
      const found = table.nearest(asked)
      expect(found.distance).toBeCloseTo(Math.min(...distances), 12)
      expect(distance(found.configuration, asked)).toBeCloseTo(found.distance, 12)
      const [recorded] = table.configurations()
      expect(table.nearest(recorded!)).toEqual({ configuration: recorded, distance: 0 })
    }),
    { numRuns: process.env["DEEP"] ? 2000 : 60 },
  )
})
