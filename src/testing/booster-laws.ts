/** Laws of any booster: what its owner declares of it, and that all ways to ask it agree. */

import type { Booster } from "../predict/booster/booster.ts"
import { predictGrid } from "../predict/grid/grid.ts"
import { featureOf, nameOfFeature } from "./feature.ts"

/** How far a change of one feature may move a prediction. */
export interface Sensitivity {
  /** Size of the change. */
  readonly step: number
  /** Largest change of any output. */
  readonly atMost: number
}

/** What somebody declares of a booster. Features are named, or given by index. */
export interface BoosterDeclarations {
  /** Feature → 1 where predictions must not fall with it, -1 where they must not rise: XGBoost's constraints. */
  readonly monotone?: Readonly<Record<number | string, 1 | -1>>
  /** Feature → `[lower, upper]`: a split beyond is never used, a sign of wrong units or mixed-up columns. */
  readonly ranges?: Readonly<Record<number | string, readonly [lower: number, upper: number]>>
  /** Every output of every prediction lies within. */
  readonly bounds?: readonly [lower: number, upper: number]
  /** Pairs of features whose values may be swapped. */
  readonly symmetric?: readonly (readonly [number | string, number | string])[]
  readonly sensitivity?: Readonly<Record<number | string, Sensitivity>>
}

/** A law of a booster: how far a row breaks it. */
export interface BoosterLaw {
  readonly name: string
  readonly meaning: string
  readonly unit: string
  /** @returns 0 where the law is kept */
  measure(row: Float32Array): number
}

function withValue(row: Float32Array, feature: number, value: number): Float32Array {
  const copy = row.slice()
  copy[feature] = value
  return copy
}

/** The greatest of some distances; NaN where predictions are no numbers counts as infinite. */
function greatest(distances: Iterable<number>): number {
  let found = 0
  for (const distance of distances) {
    if (Number.isNaN(distance)) return Number.POSITIVE_INFINITY
    if (distance > found) found = distance
  }
  return found
}

/** Distance of two arrays; the least number where only their bits differ. */
function apart(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return greatest(
    Array.from(a, (value, i) =>
      Object.is(value, b[i]) ? 0 : Math.max(Math.abs(value - b[i]), Number.MIN_VALUE),
    ),
  )
}

/** Rows that make kernels for many rows work. */
const MANY = 40

function agreement(booster: Booster): BoosterLaw {
  const numRounds = booster.info.iterationIndptr.length - 1
  return {
    name: "all-ways-agree",
    meaning: "A row has the same margins alone, among many, in a grid, and round after round.",
    unit: "margin",
    measure(row) {
      const alone = booster.predict(row, { output: "margin" })
      const rows = new Float32Array(MANY * row.length)
      for (let i = 0; i < MANY; i++) rows.set(row, i * row.length)
      const many = booster.predict(rows, { numRows: MANY, output: "margin" })
      const axes = [{ features: 0, values: [row[0], row[0]] }]
      const grid = predictGrid(booster, axes, { base: row, output: "margin" })
      const { numOutputs } = booster
      const ways = [grid, grid.subarray(numOutputs)]
      for (let i = 0; i < MANY; i++) ways.push(many.subarray(i * numOutputs))
      if (booster.info.linearWeights === null) {
        let margins = booster.predict(row, { output: "margin", iterationRange: [0, Math.min(1, numRounds)] })
        for (let round = 1; round < numRounds; round++) {
          margins = booster.predict(row, {
            output: "margin",
            iterationRange: [round, round + 1],
            baseMargin: margins,
          })
        }
        ways.push(margins)
      }
      return greatest(ways.map(way => apart(alone, way)))
    },
  }
}

/** Values of a feature at which predictions can change, sorted, around a row's own. */
function stops(booster: Booster, feature: number, own: number): number[] {
  const { splits, values, numNodes } = booster.forest
  const found = new Set<number>([own])
  for (let node = 0; node < numNodes; node++) {
    if (splits[node] >= 0 && splits[node] >> 1 === feature && Number.isFinite(values[node]))
      found.add(values[node])
  }
  return [...found].sort((a, b) => a - b)
}

function monotone(booster: Booster, given: string, direction: 1 | -1): BoosterLaw {
  const feature = featureOf(booster, given, "declarations.monotone")
  const name = nameOfFeature(booster, feature)
  return {
    name: `monotone-${name}`,
    meaning: `Margins do not ${direction > 0 ? "fall" : "rise"} with ${name}.`,
    unit: "margin",
    measure(row) {
      if (Number.isNaN(row[feature])) return 0
      const { numOutputs } = booster
      const values = stops(booster, feature, row[feature])
      const axes = [{ features: feature, values: Float32Array.from(values) }]
      const margins = predictGrid(booster, axes, { base: row, output: "margin" })
      const wrong: number[] = []
      for (let i = numOutputs; i < margins.length; i++) {
        wrong.push(direction * (margins[i - numOutputs] - margins[i]))
      }
      return greatest(wrong)
    },
  }
}

function bounded(booster: Booster, [lower, upper]: readonly [number, number]): BoosterLaw {
  return {
    name: "within-bounds",
    meaning: `Predictions lie between ${lower} and ${upper}.`,
    unit: "prediction",
    measure: row =>
      greatest(Array.from(booster.predict(row), value => Math.max(lower - value, value - upper, 0))),
  }
}

function symmetric(booster: Booster, pair: readonly [number | string, number | string]): BoosterLaw {
  const [a, b] = pair.map(feature => featureOf(booster, feature, "declarations.symmetric"))
  const names = `${nameOfFeature(booster, a)} and ${nameOfFeature(booster, b)}`
  return {
    name: `symmetric-${nameOfFeature(booster, a)}-${nameOfFeature(booster, b)}`,
    meaning: `Predictions stay when ${names} are swapped.`,
    unit: "prediction",
    measure: row =>
      apart(booster.predict(row), booster.predict(withValue(withValue(row, a, row[b]), b, row[a]))),
  }
}

function sensitive(booster: Booster, given: string, { step, atMost }: Sensitivity): BoosterLaw {
  const feature = featureOf(booster, given, "declarations.sensitivity")
  const name = nameOfFeature(booster, feature)
  return {
    name: `sensitivity-${name}`,
    meaning: `A step of ${step} in ${name} moves predictions by at most ${atMost}.`,
    unit: "prediction beyond the limit",
    measure(row) {
      const before = booster.predict(row)
      const after = booster.predict(withValue(row, feature, row[feature] + step))
      const moved = greatest(Array.from(before, (value, i) => Math.abs(value - after[i])))
      return Math.max(0, moved - atMost)
    },
  }
}

/**
 * Laws of a booster from what is declared of it.
 *
 * @throws {NotFoundError} for a feature that it does not have
 */
export function boosterLaws(booster: Booster, declared: BoosterDeclarations): BoosterLaw[] {
  const laws = [agreement(booster)]
  for (const [feature, direction] of Object.entries(declared.monotone ?? {})) {
    laws.push(monotone(booster, feature, direction))
  }
  if (declared.bounds !== undefined) laws.push(bounded(booster, declared.bounds))
  for (const pair of declared.symmetric ?? []) laws.push(symmetric(booster, pair))
  for (const [feature, limits] of Object.entries(declared.sensitivity ?? {})) {
    laws.push(sensitive(booster, feature, limits))
  }
  return laws
}

/** A split that no value of a declared range can use. */
export interface DeadSplit {
  readonly feature: string
  readonly tree: number
  readonly threshold: number
}

/** Splits beyond a feature's range: everything in it goes the same way there. */
export function deadSplits(
  booster: Booster,
  given: string,
  [lower, upper]: readonly [number, number],
): DeadSplit[] {
  const feature = featureOf(booster, given, "declarations.ranges")
  const { splits, values, treeOffsets, numTrees, categorical } = booster.forest
  const found: DeadSplit[] = []
  for (let tree = 0; tree < numTrees; tree++) {
    for (let node = treeOffsets[tree]; node < treeOffsets[tree + 1]; node++) {
      if (splits[node] < 0 || splits[node] >> 1 !== feature) continue
      if (categorical !== null && categorical.setOf[node] >= 0) continue
      const threshold = values[node]
      if (threshold <= Math.fround(lower) || threshold > Math.fround(upper)) {
        found.push({ feature: nameOfFeature(booster, feature), tree, threshold })
      }
    }
  }
  return found
}
