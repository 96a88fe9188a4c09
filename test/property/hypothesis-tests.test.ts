/** Tests of hypotheses against their definitions: all signs, all orders, all subsets. */
import fc from "fast-check"
import { expect, it } from "vitest"
import { holm } from "../../src/numeric/holm.ts"
import { mannWhitney } from "../../src/numeric/mann-whitney.ts"
import { ranks } from "../../src/numeric/ranks.ts"
import { signedRank } from "../../src/numeric/wilcoxon.ts"

const small = fc.integer({ min: -4, max: 4 })

it("the signed-rank test counts all signs, with ties and without", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(small, small), { maxLength: 9 }), pairs => {
      const differences = pairs.map(([x, y]) => x - y).filter(difference => difference !== 0)
      const ranked = ranks(differences.map(Math.abs))
      const sumOf = (isPositive: (i: number) => boolean): number =>
        ranked.reduce((sum, rank, i) => sum + (isPositive(i) ? rank : 0), 0)
      const statistic = sumOf(i => differences[i]! > 0)
      let numBelow = 0
      const all = 2 ** differences.length
      for (let signs = 0; signs < all; signs++) {
        if (sumOf(i => (signs & (1 << i)) !== 0) <= statistic) numBelow++
      }
      const [x, y] = [pairs.map(([value]) => value), pairs.map(([, value]) => value)]
      expect(signedRank(x, y, "less")).toMatchObject({ statistic, pValue: numBelow / all, method: "exact" })
      expect(signedRank(y, x, "greater").pValue).toBe(numBelow / all)
    }),
  )
})

it("U counts all orders", () => {
  const values = fc.uniqueArray(fc.integer({ min: 0, max: 99 }), { minLength: 2, maxLength: 9 })
  fc.assert(
    fc.property(values, fc.nat(), (all, choice) => {
      const m = 1 + (choice % (all.length - 1))
      const statisticOf = (chosen: readonly number[], others: readonly number[]): number =>
        chosen.reduce((sum, x) => sum + others.filter(y => x > y).length, 0)
      const statistic = statisticOf(all.slice(0, m), all.slice(m))
      let [numBelow, total] = [0, 0]
      for (let subset = 0; subset < 2 ** all.length; subset++) {
        const chosen = all.filter((_, i) => subset & (1 << i))
        if (chosen.length !== m) continue
        total++
        if (
          statisticOf(
            chosen,
            all.filter((_, i) => !(subset & (1 << i))),
          ) <= statistic
        )
          numBelow++
      }
      const found = mannWhitney(all.slice(0, m), all.slice(m), "less")
      expect(found).toEqual({ statistic, pValue: numBelow / total, method: "exact" })
    }),
  )
})

it("Holm's adjustment is the closed test of Bonferroni's", () => {
  const pValues = fc.array(fc.integer({ min: 0, max: 16 }), { maxLength: 8 })
  fc.assert(
    fc.property(pValues, sixteenths => {
      // Sixteenths, so that products are exact.
      const all = sixteenths.map(value => value / 16)
      const wanted = all.map((_, i) => {
        let highest = 0
        for (let subset = 0; subset < 2 ** all.length; subset++) {
          if (!(subset & (1 << i))) continue
          const chosen = all.filter((_, k) => subset & (1 << k))
          highest = Math.max(highest, Math.min(1, chosen.length * Math.min(...chosen)))
        }
        return highest
      })
      expect(holm(all)).toEqual(wanted)
    }),
  )
})
