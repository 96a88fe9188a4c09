/** Checks of anybody's booster: every law finds the defect that is planted for it. */
import { expect, describe as group, it } from "vitest"
import { assertBooster, checkBooster, InvariantError, outcomeText } from "../../../src/entries/fast-check.ts"
import type { Booster } from "../../../src/predict/booster/booster.ts"
import { readJson } from "../../../src/predict/booster/read.ts"
import { hasFixture, listCases, readFixture } from "../../support/fixtures.ts"
import { boosterOf, columns, split } from "../../support/planted.ts"

const [rate, decay] = ["LearningRate", "WeightDecay"].map(name => columns.indexOf(name)) as [number, number]
const rising = split("LearningRate", 0.25, 1, split("LearningRate", 0.5, 2, 3))
/** Falls between 0.5 and 0.75. */
const bumpy = split("LearningRate", 0.5, 1, split("LearningRate", 0.75, 0.5, 3))

const domains = { [rate]: { lower: 0, upper: 1 }, [decay]: { lower: 0, upper: 1 } }

function only(booster: Booster, options: object, name: string): ReturnType<typeof checkBooster>[number] {
  const found = checkBooster(booster, { domains, numRuns: 200, seed: 2, ...options })
  return found.find(outcome => outcome.name === name)!
}

group("laws that are kept", () => {
  it("by trees that keep them", () => {
    const outcomes = assertBooster(boosterOf([rising, split("WeightDecay", 0.5, 0, 1)], columns.length), {
      domains,
      monotone: { [rate]: 1, [decay]: 1 },
      bounds: [1, 4],
      sensitivity: { [rate]: { step: 0.1, atMost: 1 } },
      ranges: { [rate]: [0, 1] },
    })
    expect(outcomes.map(({ name, outcome }) => `${name} ${outcome}`)).toEqual([
      "all-ways-agree kept",
      `monotone-f${rate} kept`,
      `monotone-f${decay} kept`,
      "within-bounds kept",
      `sensitivity-f${rate} kept`,
      `range-${rate} kept`,
    ])
  })

  it("a symmetry, by trees that have it", () => {
    const trees = [split("LearningRate", 0.5, 0, 1), split("WeightDecay", 0.5, 0, 1)]
    const outcome = only(
      boosterOf(trees, columns.length),
      { symmetric: [[rate, decay]] },
      `symmetric-f${rate}-f${decay}`,
    )
    expect(outcome.outcome).toBe("kept")
  })

  const cases = listCases().filter(({ version, name }) => hasFixture(version, name, "model.json"))
  it.each(cases)("all ways to ask agree for $version $name", ({ version, name }) => {
    assertBooster(readJson(readFixture(version, name, "model.json")), { numRuns: 15 })
  })
})

group("planted defects", () => {
  it("a kernel for many rows that is one bit off", () => {
    const booster = boosterOf([rising], columns.length)
    const faulty = Object.create(booster, {
      predict: {
        value: (rows: Float32Array, options: { readonly numRows?: number }) => {
          const margins = booster.predict(rows, options)
          if ((options.numRows ?? 1) > 32) margins[37] += 2 ** -22
          return margins
        },
      },
    }) as Booster
    expect(only(faulty, {}, "all-ways-agree").outcome).toBe("broken")
  })

  it("a monotone constraint", () => {
    const booster = boosterOf([bumpy], columns.length)
    const outcome = only(booster, { monotone: { [rate]: 1 } }, `monotone-f${rate}`)
    expect(outcome).toMatchObject({ outcome: "broken", size: 0.5, numRuns: 1 })
    expect(only(booster, { monotone: { [rate]: -1 } }, `monotone-f${rate}`).size).toBe(2.5)
  })

  it("bounds: the row is the threshold itself", () => {
    const outcome = only(boosterOf([rising], columns.length), { bounds: [1, 2.5] }, "within-bounds")
    expect(outcome).toMatchObject({ outcome: "broken", size: 0.5 })
    expect((outcome.example as number[])[rate]).toBeGreaterThanOrEqual(0.5)
  })

  it("a symmetry", () => {
    const name = `symmetric-f${rate}-f${decay}`
    const outcome = only(boosterOf([rising], columns.length), { symmetric: [[rate, decay]] }, name)
    expect(outcome.outcome).toBe("broken")
    const row = outcome.example as number[]
    expect(row[rate]).not.toBe(row[decay])
  })

  it("a sensitivity", () => {
    const declared = { sensitivity: { [rate]: { step: 0.3, atMost: 1 } } }
    const outcome = only(boosterOf([rising], columns.length), declared, `sensitivity-f${rate}`)
    expect(outcome).toMatchObject({ outcome: "broken", size: 1 })
    const found = (outcome.example as number[])[rate]
    // Only a step over both thresholds moves by 2.
    expect(found).toBeLessThan(0.25)
    expect(found + 0.3).toBeGreaterThanOrEqual(0.5)
  })

  it("a split beyond a feature's range, the farthest first", () => {
    const trees = [split("LearningRate", 1.5, 0, split("LearningRate", 40, 1, 2)), rising]
    const outcome = only(boosterOf(trees, columns.length), { ranges: { [rate]: [0.25, 1] } }, `range-${rate}`)
    // 0.25 itself: nothing in the range is less.
    expect(outcome).toMatchObject({
      outcome: "broken",
      size: 3,
      example: { feature: `f${rate}`, tree: 0, threshold: 40 },
    })
    expect(outcomeText(outcome)).toMatch(
      /^range-\d+: broken by 3 \(splits\)\. .*\n {2}\{.*"threshold":40\}\n/,
    )
  })
})

group("asking", () => {
  const booster = boosterOf([rising], columns.length)

  it("throws what is broken", () => {
    expect(() => assertBooster(booster, { domains, bounds: [0, 1] })).toThrow(InvariantError)
    expect(() => assertBooster(booster, { domains, bounds: [0, 1] })).toThrow(
      /: 1 broken\nwithin-bounds: broken by \d/,
    )
  })

  it("takes a tolerance, and names of features", () => {
    expect(only(booster, { bounds: [0, 2], tolerance: 1 }, "within-bounds").outcome).toBe("kept")
    const iris = readJson(readFixture("xgboost-1.7", "names_escaped", "model.json"))
    const [name] = iris.info.featureNames!
    expect(checkBooster(iris, { monotone: { [name!]: 1 } })[1]!.name).toBe(`monotone-${name}`)
  })

  it("refuses what it does not know", () => {
    expect(() => checkBooster(booster, { monotone: { rate: 1 } })).toThrow(
      /declarations\.monotone: no such feature; expected an index below 40, or one of f0, .*, got "rate"/,
    )
    expect(() => checkBooster(booster, { domains: { 99: [1] } })).toThrow(/options\.domains: no such feature/)
    expect(() => checkBooster(booster, { monotony: {} } as object)).toThrow(/options\.monotony: unknown/)
  })
})
