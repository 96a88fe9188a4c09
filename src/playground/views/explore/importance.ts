/**
 * What each hyperparameter contributes to a metric here: exact Shapley values of the surrogate's answer, in the
 * metric's unit, against configurations drawn from the domain (Lundberg and Lee, NeurIPS 2017, with the interventional
 * expectation). Packs have no covers, which path-dependent contributions would need, and those are of margins and of
 * columns: these are of values and of hyperparameters.
 */

import {
  type Benchmark,
  type Configuration,
  createRandom,
  type GridInput,
  type HyperparameterValue,
  type MetricName,
} from "../../../entries/index.web.ts"
import type { PackId } from "../../engine/pack-id.ts"
import type { Point } from "../../state/point.ts"

export interface ImportanceInput {
  readonly pack: PackId
  readonly point: Point
  readonly metric: MetricName
}

/** What one hyperparameter adds to the metric, in its unit. */
export interface Contribution {
  readonly name: string
  readonly value: HyperparameterValue
  readonly contribution: number
}

/** The contributions and `expected` add up to `value`. */
export interface Importance {
  readonly metric: MetricName
  readonly value: number
  /** Mean over the drawn configurations. */
  readonly expected: number
  /** How many configurations were drawn. */
  readonly numReferences: number
  /** The largest first, whatever its sign. */
  readonly contributions: readonly Contribution[]
}

const NUM_REFERENCES = 24
const SEED = 201

/** `weights[k]` of the coalitions of k among n - 1 others: k! (n - 1 - k)! / n!. */
function coalitionWeights(n: number): number[] {
  const weights = [1 / n]
  for (let k = 1; k < n; k++) weights.push((weights[k - 1]! * k) / (n - k))
  return weights
}

function numBits(mask: number): number {
  let count = 0
  for (let rest = mask; rest > 0; rest &= rest - 1) count++
  return count
}

/**
 * Shapley values of players whose coalitions' worths are known.
 *
 * @param worths entry `mask` is the worth of the coalition of the players whose bits it has: 2^n entries
 * @returns one value a player, bit 0 first
 */
export function shapleyValues(worths: ArrayLike<number>): Float64Array {
  const n = Math.log2(worths.length)
  const weights = coalitionWeights(n)
  const values = new Float64Array(n)
  for (let mask = 0; mask < worths.length; mask++) {
    const weight = weights[numBits(mask)]!
    for (let player = 0; player < n; player++) {
      const bit = 1 << player
      if ((mask & bit) === 0) values[player] += weight * (worths[mask | bit]! - worths[mask]!)
    }
  }
  return values
}

function valuesOf(configuration: Configuration): Readonly<Record<string, HyperparameterValue>> {
  return configuration as unknown as Readonly<Record<string, HyperparameterValue>>
}

/** Adds what hyperparameters contribute against one reference; answers the metric at the reference. */
function addAgainst(
  benchmark: Benchmark,
  { point, metric }: ImportanceInput,
  reference: Configuration,
  sums: Map<string, number>,
): number {
  const [here, there] = [valuesOf(point.configuration), valuesOf(reference)]
  const players = Object.keys(here).filter(name => here[name] !== there[name])
  // Axes of two values each, the last fastest: bit 0 of a cell's index is that of the last player.
  const axes = Object.fromEntries(players.map(name => [name, [there[name], here[name]]]))
  const fixed = Object.fromEntries(Object.entries(here).filter(([name]) => !players.includes(name)))
  const grid = benchmark.grid({ ...fixed, epoch: point.epoch, ...axes } as unknown as GridInput, {
    metrics: [metric],
  })
  const worths = grid.columns[metric]
  const values = shapleyValues(worths)
  for (const [at, name] of players.reverse().entries()) sums.set(name, (sums.get(name) ?? 0) + values[at]!)
  return worths[0]!
}

/**
 * The contributions at a point.
 *
 * @param breathe awaited between references
 */
export async function importance(
  benchmark: Benchmark,
  input: ImportanceInput,
  breathe: () => Promise<void>,
): Promise<Importance> {
  const { point, metric } = input
  const random = createRandom(SEED)
  const sums = new Map<string, number>()
  let expected = 0
  for (let i = 0; i < NUM_REFERENCES; i++) {
    expected += addAgainst(benchmark, input, benchmark.space.sample(random), sums) / NUM_REFERENCES
    await breathe()
  }
  const here = valuesOf(point.configuration)
  const contributions = Array.from(sums, ([name, sum]) => ({
    name,
    value: here[name]!,
    contribution: sum / NUM_REFERENCES,
  }))
  contributions.sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution))
  const value = benchmark.query(point.configuration, { epoch: point.epoch, metrics: [metric] })[metric]
  return { metric, value, expected, numReferences: NUM_REFERENCES, contributions }
}
