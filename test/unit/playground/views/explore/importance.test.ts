import { describe, expect, it } from "vitest"
import { shapleyValues } from "../../../../../src/playground/views/explore/importance.ts"

/** The definition: the mean of what a player adds, over all orders in which they come. */
function byOrders(worths: readonly number[], numPlayers: number): number[] {
  const sums = new Array<number>(numPlayers).fill(0)
  let numOrders = 0
  const extend = (mask: number, added: readonly (readonly [number, number])[]): void => {
    if (added.length === numPlayers) {
      numOrders++
      for (const [player, worth] of added) sums[player]! += worth
      return
    }
    for (let player = 0; player < numPlayers; player++) {
      const next = mask | (1 << player)
      if (next !== mask) extend(next, [...added, [player, worths[next]! - worths[mask]!]])
    }
  }
  extend(0, [])
  return sums.map(sum => sum / numOrders)
}

describe("shapleyValues", () => {
  it("are the definition's, for games of up to six players", () => {
    for (let numPlayers = 0; numPlayers <= 6; numPlayers++) {
      const worths = Array.from({ length: 2 ** numPlayers }, (_, mask) => Math.sin(37 * mask + numPlayers))
      const values = shapleyValues(worths)
      const expected = byOrders(worths, numPlayers)
      expect(values.length).toBe(numPlayers)
      for (const [player, value] of expected.entries()) expect(values[player]).toBeCloseTo(value, 12)
    }
  })

  it("give each its own in a sum, and nothing to who adds nothing", () => {
    const worth = (mask: number): number => 3 * (mask & 1) + 5 * ((mask >> 1) & 1)
    const values = shapleyValues(Array.from({ length: 8 }, (_, mask) => worth(mask)))
    expect(Array.from(values, value => Number(value.toFixed(12)))).toEqual([3, 5, 0])
  })
})
