import { expect, test } from "vitest"
import { SharedMaximum } from "../../../src/parallel/shared-maximum.ts"

test("the greatest number stays, whatever its sign", () => {
  const maximum = new SharedMaximum()
  const seen: number[] = []
  for (const value of [-3e38, -2, -2.5, -1e-45, 0, 1e-45, -7, 0.5, 0.25, 3e38, Infinity, 1]) {
    maximum.raise(Math.fround(value))
    seen.push(maximum.value)
  }
  const tiny = Math.fround(1e-45)
  const huge = Math.fround(3e38)
  expect(seen).toEqual([-huge, -2, -2, -tiny, 0, tiny, tiny, 0.5, 0.5, huge, Infinity, Infinity])
})

test("begins below everything, and is known to all who have its cell", () => {
  const mine = new SharedMaximum()
  expect(mine.value).toBe(-Infinity)
  const theirs = new SharedMaximum(mine.cell)
  theirs.raise(1.5)
  expect(mine.value).toBe(1.5)
  mine.raise(1.25)
  expect(theirs.value).toBe(1.5)
  expect(mine.cell.buffer).toBeInstanceOf(SharedArrayBuffer)
})
