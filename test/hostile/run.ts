/** Runs thousands of mutants through the judge and says in one line how they fared. */
import { expect } from "vitest"
import { Random } from "../support/random.ts"
import { judge, type Mutant } from "./judge.ts"

/** Mutants per format: enough in every run, a hundred times more in the deep one. */
const MUTANTS: number = process.env["DEEP"] ? 1_000_000 : 10_000

/** Time for one format's mutants; the deep run takes the better part of an hour. */
export const TIMEOUT_MS: number = process.env["DEEP"] ? 7_200_000 : 120_000

/** No single input may take longer to be read; a run's slowest is a few milliseconds. */
const SLOWEST_MS = 1000

/**
 * Judges `MUTANTS` mutants made one after the other from one seed.
 *
 * @param make makes a mutant; the same generator state gives the same mutant
 */
export function runMutants(format: string, seed: number, make: (random: Random) => Mutant): void {
  const broken: string[] = []
  let [walked, tooWide, past, slowest] = [0, 0, 0, 0]
  for (let k = 0; k < MUTANTS && broken.length < 10; k++) {
    // A generator for each, so that one mutant can be made again without those before it.
    const mutant = make(new Random(seed + k))
    try {
      const verdict = judge(mutant)
      if (verdict.outcome === "walked") walked++
      if (verdict.outcome === "too wide") tooWide++
      if (verdict.isPast) past++
      slowest = Math.max(slowest, verdict.milliseconds)
    } catch (error) {
      broken.push(`mutant ${seed + k}, ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  const percent = (part: number): string => `${((100 * part) / MUTANTS).toFixed(1)} %`
  console.log(
    `${format}: ${MUTANTS.toLocaleString("en")} mutants, ${percent(past)} past the header, ` +
      `${percent(walked)} accepted with the oracle's answers, ${tooWide} accepted but too wide to walk, slowest ${slowest.toFixed(1)} ms`,
  )
  expect(broken).toEqual([])
  expect(past / MUTANTS).toBeGreaterThanOrEqual(0.5)
  expect(tooWide / MUTANTS).toBeLessThan(0.02)
  expect(slowest).toBeLessThan(SLOWEST_MS)
}
