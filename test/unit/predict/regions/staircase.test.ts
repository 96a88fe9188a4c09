import { describe, expect, test } from "vitest"
import { Steps, secondAt } from "../../../../src/predict/regions/staircase.ts"

describe("steps", () => {
  const steps = new Steps(10, 20)

  test("are numbered from the least first margin to the greatest", () => {
    expect(steps).toHaveLength(4096)
    expect([steps.edge(0), steps.edge(1), steps.edge(4095)]).toEqual([10, 10 + 10 / 4095, Infinity])
    expect([steps.of(-1e9), steps.of(10), steps.of(20), steps.of(21), steps.of(1e9)]).toEqual([
      0, 0, 4095, 4095, 4095,
    ])
    expect(steps.of(10 + 1e-9)).toBe(1)
  })

  test("have edges that are not below what is on them, nor a whole step above", () => {
    for (let i = 0; i <= 10_000; i++) {
      const first = 10 + i / 1000
      const step = steps.of(first)
      expect(steps.edge(step)).toBeGreaterThanOrEqual(first)
      if (step > 0) expect(steps.edge(step - 1)).toBeLessThan(first + 1e-9)
    }
  })

  test("of no height are one", () => {
    const flat = new Steps(3, 3)
    expect([flat.of(2), flat.of(3), flat.of(4)]).toEqual([0, 0, 4095])
  })
})

test("at each step stands the greatest second margin of what reaches its edge", () => {
  const steps = new Steps(0, 4095)
  const table = secondAt(steps, [4000, 100, 100, 5], [1, 2, 3, 9])
  expect(table).toHaveLength(4096)
  const expected = (step: number): number => (step > 4000 ? -Infinity : step > 100 ? 1 : step > 5 ? 3 : 9)
  for (let step = 0; step < 4096; step++) expect(table[step]).toBe(expected(step))
  expect(secondAt(steps, [], [])).toEqual(new Float64Array(4096).fill(-Infinity))
})
