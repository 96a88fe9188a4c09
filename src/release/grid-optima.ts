/**
 * Constrained optima over a grid, in the arithmetic of chpobench's tables (its _src/_collect_jahs.py and
 * _src/_collector.py): float32 predictions, cut off to 0.01 % of error, to 0.00001 of size and to seconds of
 * runtime; a threshold is the value at a quantile of what was cut off; a point at the threshold is feasible.
 */

import type { Benchmark, MetricName } from "../benchmark/index.ts"
import { ulpsFrom } from "../numeric/ulps.ts"
import { type GridAxes, gridPoints, gridSize, publishedGrid } from "./grid-points.ts"
import type { PublishedOptimum } from "./verify-data.ts"

const { fround, trunc } = Math

/** Points asked at once: rows of 41 float32 numbers for three models. */
const BLOCK = 4096
const EPOCH = 200
const METRICS: readonly MetricName[] = ["valid-acc", "size_MB", "runtime"]
const ERROR_UNITS = 100
const SIZE_UNITS = 100_000

const errorUnits = (accuracy: number): number => trunc(fround(fround(100 - accuracy) * ERROR_UNITS))
const sizeUnits = (size: number): number => trunc(fround(size * SIZE_UNITS))

/** One row of the published table, as this benchmark has it. */
interface FoundOptimum {
  readonly published: PublishedOptimum
  /** Percent, cut off after two decimals; NaN where no point is feasible. */
  readonly optimum: number
  /** Whether it is the published one, or could be within the tolerance of its accuracy. */
  readonly isEqual: boolean
  readonly feasible: number
  readonly overlap10: number
  readonly overlap1: number
  /** The values at the quantiles of this benchmark's predictions. */
  readonly sizeThreshold: number
  readonly runtimeThreshold: number
}

/** How the optima agree. */
export interface GridAgreement {
  readonly points: number
  /** Rows of the published table. */
  readonly n: number
  /** Rows whose optimum is the published one at its printed precision. */
  readonly optimaEqual: number
  /** Rows whose thresholds, shares of feasible points and overlaps are the published ones, too. */
  readonly thresholdsEqual: number
  readonly feasibleEqual: number
  readonly overlapsEqual: number
  /** The row whose optimum is furthest off; null where all are equal. */
  readonly worst: FoundOptimum | null
  readonly rows: readonly FoundOptimum[]
  /** Whether all optima are equal; an empty table shows nothing. */
  readonly holds: boolean
}

export interface GridOptions {
  /** Distance in float32 numbers by which an optimum's accuracy may differ (default 4). */
  readonly tolerance?: number
  readonly onProgress?: (points: number, total: number) => void
  readonly signal?: AbortSignal
  /** Other axes than those of the published tables. */
  readonly axes?: GridAxes
}

/** What is kept of every point. */
interface Points {
  readonly accuracies: Float32Array
  readonly sizes: Int32Array
  readonly runtimes: Int32Array
}

/** Lets timers, signals and other work run. */
const pause = (): Promise<void> => new Promise(resolve => setTimeout(resolve, 0))

async function askAll(benchmark: Benchmark, axes: GridAxes, options: GridOptions): Promise<Points> {
  const total = gridSize(axes)
  const accuracies = new Float32Array(total)
  const sizes = new Int32Array(total)
  const runtimes = new Int32Array(total)
  for (let begin = 0; begin < total; begin += BLOCK) {
    options.signal?.throwIfAborted()
    const points = gridPoints(axes, begin, Math.min(BLOCK, total - begin))
    const answers = benchmark.queryMany(points, { epoch: EPOCH, metrics: METRICS, extrapolate: true })
    accuracies.set(answers["valid-acc"], begin)
    for (let i = 0; i < points.length; i++) {
      sizes[begin + i] = sizeUnits(answers.size_MB[i])
      runtimes[begin + i] = trunc(answers.runtime[i])
    }
    options.onProgress?.(begin + points.length, total)
    await pause()
  }
  return { accuracies, sizes, runtimes }
}

/** The value at each quantile. */
function atQuantiles(values: Int32Array, quantiles: readonly number[]): Map<number, number> {
  const sorted = values.slice().sort()
  return new Map(
    quantiles.map(quantile => [quantile, sorted[Math.max(0, trunc(sorted.length * quantile) - 1)]]),
  )
}

/** Ascending, each once. */
function distinct(values: readonly number[]): Int32Array {
  return Int32Array.from(new Set(values)).sort()
}

/** The first threshold that a value is within; their number where it is within none. */
function cellOf(value: number, thresholds: Int32Array): number {
  let i = 0
  while (i < thresholds.length && value > thresholds[i]) i++
  return i
}

/** Counts and best accuracies of all pairs of thresholds. */
class Cells {
  private readonly sizes: Int32Array
  private readonly runtimes: Int32Array
  private readonly counts: Float64Array
  private readonly best10: Float64Array
  private readonly best1: Float64Array
  private readonly accuracies: Float32Array

  constructor(points: Points, sizes: Int32Array, runtimes: Int32Array) {
    const numCells = (sizes.length + 1) * (runtimes.length + 1)
    this.sizes = sizes
    this.runtimes = runtimes
    this.counts = new Float64Array(numCells)
    this.best10 = new Float64Array(numCells)
    this.best1 = new Float64Array(numCells)
    this.accuracies = new Float32Array(numCells).fill(Number.NEGATIVE_INFINITY)
    // Not `Int32Array.from`: with a function it gathers all of the millions in a list first.
    const errors = new Int32Array(points.accuracies.length)
    for (let i = 0; i < errors.length; i++) errors[i] = errorUnits(points.accuracies[i])
    const sorted = errors.slice().sort()
    const tenth = sorted[trunc(sorted.length * 0.1)]
    const hundredth = sorted[trunc(sorted.length * 0.01)]
    for (let i = 0; i < errors.length; i++) {
      const row = cellOf(points.sizes[i], sizes)
      const cell = row * (runtimes.length + 1) + cellOf(points.runtimes[i], runtimes)
      this.counts[cell]++
      if (errors[i] <= tenth) this.best10[cell]++
      if (errors[i] <= hundredth) this.best1[cell]++
      if (points.accuracies[i] > this.accuracies[cell]) this.accuracies[cell] = points.accuracies[i]
    }
  }

  within(size: number, runtime: number): { count: number; best10: number; best1: number; accuracy: number } {
    const sum = { count: 0, best10: 0, best1: 0, accuracy: Number.NEGATIVE_INFINITY }
    for (let row = 0; row <= cellOf(size, this.sizes); row++) {
      for (let column = 0; column <= cellOf(runtime, this.runtimes); column++) {
        const cell = row * (this.runtimes.length + 1) + column
        sum.count += this.counts[cell]
        sum.best10 += this.best10[cell]
        sum.best1 += this.best1[cell]
        sum.accuracy = Math.max(sum.accuracy, this.accuracies[cell])
      }
    }
    return sum
  }
}

/**
 * Computes the constrained optima of a benchmark over the grid and compares them with published ones.
 *
 * @param benchmark with the metrics valid-acc, size_MB and runtime
 * @param published rows of one task
 * @throws {NotFoundError} where the benchmark lacks one of the metrics
 */
export async function compareOptima(
  benchmark: Benchmark,
  published: readonly PublishedOptimum[],
  options: GridOptions = {},
): Promise<GridAgreement> {
  const { tolerance = 4, axes = publishedGrid } = options
  const points = await askAll(benchmark, axes, options)
  const total = points.sizes.length
  const sizeOf = ({ sizeThreshold }: PublishedOptimum): number => Math.round(sizeThreshold * SIZE_UNITS)
  const runtimeOf = ({ runtimeThreshold }: PublishedOptimum): number => Math.round(runtimeThreshold)
  const cells = new Cells(points, distinct(published.map(sizeOf)), distinct(published.map(runtimeOf)))
  const ownSizes = atQuantiles(
    points.sizes,
    published.map(row => row.sizeQuantile),
  )
  const ownRuntimes = atQuantiles(
    points.runtimes,
    published.map(row => row.runtimeQuantile),
  )
  const rows = published.map((row): FoundOptimum => {
    const { count, best10, best1, accuracy } = cells.within(sizeOf(row), runtimeOf(row))
    const wanted = Math.round(row.optimum * ERROR_UNITS)
    const isEqual =
      count > 0 &&
      errorUnits(ulpsFrom(accuracy, tolerance)) <= wanted &&
      wanted <= errorUnits(ulpsFrom(accuracy, -tolerance))
    return {
      published: row,
      optimum: count > 0 ? errorUnits(accuracy) / ERROR_UNITS : Number.NaN,
      isEqual,
      feasible: count / total,
      overlap10: best10 / total,
      overlap1: best1 / total,
      sizeThreshold: (ownSizes.get(row.sizeQuantile) as number) / SIZE_UNITS,
      runtimeThreshold: ownRuntimes.get(row.runtimeQuantile) as number,
    }
  })
  return summarise(rows, total)
}

function summarise(rows: readonly FoundOptimum[], points: number): GridAgreement {
  const count = (isEqual: (row: FoundOptimum) => boolean): number => rows.filter(isEqual).length
  const distance = ({ optimum, published }: FoundOptimum): number =>
    Number.isNaN(optimum) ? Number.POSITIVE_INFINITY : Math.abs(optimum - published.optimum)
  const wrong = rows.filter(({ isEqual }) => !isEqual).sort((a, b) => distance(b) - distance(a))
  return {
    points,
    n: rows.length,
    optimaEqual: rows.length - wrong.length,
    thresholdsEqual: count(
      ({ published, sizeThreshold, runtimeThreshold }) =>
        sizeThreshold === published.sizeThreshold && runtimeThreshold === published.runtimeThreshold,
    ),
    feasibleEqual: count(({ published, feasible }) => feasible === published.feasible),
    overlapsEqual: count(
      ({ published, overlap10, overlap1 }) =>
        overlap10 === published.overlap10 && overlap1 === published.overlap1,
    ),
    worst: wrong[0] ?? null,
    rows,
    holds: rows.length > 0 && wrong.length === 0,
  }
}
