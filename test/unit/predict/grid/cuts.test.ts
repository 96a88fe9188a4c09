import { expect, test } from "vitest"
import { Cuts } from "../../../../src/predict/grid/cuts.ts"

const numBelow = (values: readonly number[], threshold: number): number =>
  values.filter(value => value < threshold).length

test.each<[string, number[]]>([
  ["one value", [3]],
  ["two", [-1, 4]],
  ["equal ones", [2, 2, 2]],
  ["epochs", Array.from({ length: 200 }, (_, i) => i + 1)],
  ["a span of which one end is far away", [0, 1e-30, 1e-3, 0.5, 1, 1e30]],
  ["infinite ends", [-Infinity, -1, 0, 1, Infinity]],
  ["logarithmic ones", Array.from({ length: 30 }, (_, i) => Math.fround(2 ** (i - 15)))],
])("counts values below any threshold among %s", (_, list) => {
  const values = Float32Array.from(list)
  const cuts = new Cuts()
  // What was set before does not matter.
  cuts.set(Float32Array.from({ length: 300 }, (_, i) => i - 500))
  cuts.set(values)
  expect(cuts).toHaveLength(values.length)
  const near = [...values].flatMap(value => [value, value - 0.25, value + 0.25, value * 1.001])
  for (const threshold of [...near, -Infinity, Infinity, 0, -1e38, 1e38]) {
    expect(cuts.below(threshold), `${threshold}`).toBe(numBelow([...values], threshold))
  }
})
