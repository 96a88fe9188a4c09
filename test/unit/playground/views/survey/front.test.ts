/** The front of a sample is what brute force finds, whichever way is better. */
import { expect, it } from "vitest"
import { frontOf } from "../../../../../src/playground/views/survey/front.ts"
import { createRandom } from "../../../../../src/random/generator.ts"

const goals = ["minimize", "maximize"] as const

it("is what no other point beats, by growing x", () => {
  const random = createRandom(3)
  // Few values: many points are equal in one or in both.
  const x = Array.from({ length: 200 }, () => random.integers(0, 12))
  const y = Array.from({ length: 200 }, () => random.integers(0, 12))
  for (const xGoal of goals) {
    for (const yGoal of goals) {
      const atLeast = (goal: string, a: number, b: number): boolean => (goal === "minimize" ? a <= b : a >= b)
      const isBeaten = (i: number): boolean =>
        x.some(
          (_, j) =>
            atLeast(xGoal, x[j]!, x[i]!) && atLeast(yGoal, y[j]!, y[i]!) && (x[j] !== x[i] || y[j] !== y[i]),
        )
      const front = frontOf(x, y, [xGoal, yGoal])
      const places = new Set(x.flatMap((_, i) => (isBeaten(i) ? [] : [`${x[i]} ${y[i]}`])))
      expect(new Set(front.map(i => `${x[i]} ${y[i]}`))).toEqual(places)
      expect(front).toHaveLength(places.size)
      expect(front.map(i => x[i])).toEqual(front.map(i => x[i]!).sort((a, b) => a - b))
    }
  }
})

it("is empty of nothing", () => {
  expect(frontOf([], [], ["minimize", "maximize"])).toEqual([])
})
