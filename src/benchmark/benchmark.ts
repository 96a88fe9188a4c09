/** The benchmark of one task: questions about single configurations (queries.ts) and about whole regions. */

import { checkEpoch, checkEpochRange, checkOptions } from "./check.ts"
import { GridQuery } from "./evaluate-grid.ts"
import { type Grid, type GridInput, planGrid } from "./grid.ts"
import type { MetricName } from "./metric.ts"
import {
  BLOCK_MEMORY,
  checkGridMemory,
  checkMemory,
  GRID_MEMORY,
  type GridOptions,
  known,
} from "./options.ts"
import { Queries } from "./queries.ts"
import { boundMetric, type MetricBoundOptions, type MetricBounds } from "./regions/bound.ts"
import type { Fanova, FanovaOptions, Marginal, MarginalOptions } from "./regions/marginals.ts"
import type { Optimum, OptimumOptions } from "./regions/optimum.ts"
import type { ParetoFront, ParetoFrontOptions } from "./regions/pareto-front.ts"
import { type Region, type WholeRegion, wholeRegion } from "./regions/region.ts"
import { type SearchContext, type SearchOptions, surrogateOf } from "./regions/search.ts"

/**
 * The benchmark of one task. Made by `openBenchmark`. Queries are pure functions of the release; they
 * share scratch memory, so an instance belongs to one thread.
 */
export class Benchmark extends Queries {
  /**
   * Asks for every configuration and epoch of a grid, for example all 15,625 architectures. Cells that no split
   * of a surrogate tells apart are computed once, so that a grid takes a tenth of its queries' time, or less.
   *
   * @param input a configuration in which hyperparameters may have arrays of values or `"all"`, and `epoch`
   *   likewise (default 200). Those with several values are the axes, as they are written; the last is fastest
   * @returns the axes, one Float32Array a metric, and what each cell stands for
   * @throws {ShapeError} where the columns take more than `options.memory` bytes: `gridBlocks` has no bound
   * @throws {ConfigurationError} for a hyperparameter that is missing, unknown, or without values
   * @throws as `query`; the message starts with the value's position
   * @example
   * ```ts
   * const all = "all" as const
   * const cells = { Op1: all, Op2: all, Op3: all, Op4: all, Op5: all, Op6: all }
   * const grid = benchmark.grid({ ...configuration, ...cells }, { metrics: ["valid-acc"] })
   * const accuracies = grid.columns["valid-acc"]
   * const best = accuracies.indexOf(accuracies.reduce((a, b) => Math.max(a, b)))
   * benchmark.query(grid.cellAt(best).configuration)["valid-acc"] === accuracies[best] // true
   * ```
   */
  grid<M extends MetricName = MetricName>(input: GridInput, options: GridOptions<M> = {}): Grid<M> {
    const query = this.planGrid(input, options)
    return query.evaluate(query.whole)
  }

  /**
   * As `grid`, block by block: for grids of any size. Each block is a `Grid` of neighbouring cells, in order, from
   * `first` on; only one is in memory at a time.
   *
   * @param options `memory` bounds the columns of each block
   * @returns the blocks, each computed when it is asked for
   * @throws as `grid`, at once and not with the first block
   * @example
   * ```ts
   * const rates = Array.from({ length: 1000 }, (_, i) => 0.001 * 1.005 ** i)
   * let best = Number.NEGATIVE_INFINITY
   * for (const block of benchmark.gridBlocks({ ...configuration, Op1: "all", LearningRate: rates, epoch: "all" })) {
   *   for (const accuracy of block.columns["valid-acc"]) best = Math.max(best, accuracy)
   * }
   * ```
   */
  gridBlocks<M extends MetricName = MetricName>(
    input: GridInput,
    options: GridOptions<M> = {},
  ): Generator<Grid<M>, void, void> {
    const { query, memory } = this.planGridBlocks(input, options)
    return (function* () {
      for (const part of query.parts(memory)) yield query.evaluate(part)
    })()
  }

  /** @internal What `grid` asks, checked. */
  planGrid<M extends MetricName>(input: GridInput, options: GridOptions<M>): GridQuery<M> {
    const query = this.gridQuery(input, options)
    const memory = checkMemory(options.memory, GRID_MEMORY)
    checkGridMemory(query.whole.numCells, query.cellBytes, memory)
    return query
  }

  /** @internal What `gridBlocks` asks, checked. */
  planGridBlocks<M extends MetricName>(
    input: GridInput,
    options: GridOptions<M>,
  ): { readonly query: GridQuery<M>; readonly memory: number } {
    return { query: this.gridQuery(input, options), memory: checkMemory(options.memory, BLOCK_MEMORY) }
  }

  private gridQuery<M extends MetricName>(input: GridInput, options: GridOptions<M>): GridQuery<M> {
    checkOptions(options, known.grid)
    const plan = planGrid(input, this.space, this.epochs, {
      configuration: (given, source) =>
        this.validate(given, { extrapolate: options.extrapolate ?? false, source }),
      epoch: (epoch, path) => checkEpoch(this.epochs, epoch, path),
    })
    return new GridQuery(this.select(options.metrics), plan)
  }

  /**
   * Bounds a metric over a region: no answer in it is outside the bounds, rounding included. Where the region is
   * one configuration, or a cell that no threshold cuts, both are the answer itself; over large regions they are
   * wider than what is reached, as each tree is taken at its own best and worst configuration.
   *
   * @param region a value, a list of values or, of a float, `[lower, upper]` for some hyperparameters; those left
   *   out may be anything that the release covers
   * @returns in the metric's unit; infinite where the metric has no value for a margin of the region
   * @throws {ConfigurationError} naming the hyperparameter, what is allowed and what was given
   * @throws {DomainError} outside the release's domain, unless `extrapolate` is set
   * @throws {FidelityError} for an epoch that is not an integer in 1…200
   * @throws {NotFoundError} for a metric that the release does not have
   * @throws {TypeError} for an unknown option
   * @example
   * ```ts
   * const { lower, upper } = benchmark.bound({ ...configuration, LearningRate: [0.01, 0.02] }, { metric: "valid-acc" })
   * ```
   */
  bound(region: Region, options: MetricBoundOptions): MetricBounds {
    checkOptions(options, known.bound)
    const { metric, extrapolate = false } = options
    const epochs = checkEpochRange(this.epochs, options.epoch, "options.epoch")
    const surrogate = surrogateOf(this.surrogates, metric, "options.metric")
    return boundMetric(surrogate, this.wholeRegion(region, extrapolate, "region"), epochs)
  }

  /**
   * Finds the best configuration there is: the exact optimum of the surrogate over all discrete choices and all
   * LearningRates and WeightDecays, with a certificate that nothing is better. Of several with the same metric
   * value, the one with the better margin (what the trees sum to, before rounding by the metric's scale) is
   * answered; of those the first in the space's order of values, then that of the lowest LearningRate, then of
   * the lowest WeightDecay.
   *
   * @param options the metric; constraints on metrics; what is fixed or narrowed
   * @returns the best configuration, null where nothing keeps to the constraints, and the certificate
   * @throws {ConfigurationError} for a value in `fixed` that is not in the design space
   * @throws {DomainError} outside the release's domain, unless `extrapolate` is set
   * @throws {FidelityError} for an epoch that is not an integer in 1…200
   * @throws {NotFoundError} for a metric that the release does not have
   * @throws {TypeError} for an unknown option
   * @throws the signal's reason once it is aborted
   * @example
   * ```ts
   * const { best } = await benchmark.optimum({ metric: "valid-acc", constraints: { latency: { atMost: 1 } } })
   * ```
   */
  async optimum(options: OptimumOptions): Promise<Optimum> {
    const context = this.searchContext(options, known.optimum)
    const { optimum } = await import("./regions/optimum.ts")
    return optimum(context, options)
  }

  /**
   * Finds the exact Pareto front of two metrics: every pair of values that no configuration beats in one metric
   * without losing in the other, with the configuration that `optimum` would prefer among those that reach it.
   *
   * @param options the metrics; constraints on metrics; what is fixed or narrowed
   * @returns the front's configurations, from the best first metric to the best second one
   * @throws as `optimum`
   * @example
   * ```ts
   * const { points } = await benchmark.paretoFront({ metrics: ["valid-acc", "latency"], fixed: configuration })
   * ```
   */
  async paretoFront(options: ParetoFrontOptions): Promise<ParetoFront> {
    const context = this.searchContext(options, known.paretoFront)
    const { paretoFront } = await import("./regions/pareto-front.ts")
    return paretoFront(context, options)
  }

  /**
   * The exact mean of a metric given values of one or two hyperparameters, over all values of the others: every
   * cell of every discrete choice is summed, nothing is sampled. Discrete values count equally, LearningRate and
   * WeightDecay uniformly in the logarithm, all independently, as `space.sample` draws them. Takes a minute or
   * two for the whole space; what is fixed makes it shorter.
   *
   * @param options the metric; the hyperparameters; what is fixed or narrowed
   * @throws as `optimum`
   * @throws {RangeError} for a hyperparameter that has one value, or that the metric does not depend on
   * @example
   * ```ts
   * const { Op1: _, ...fixed } = configuration
   * const { axes, means } = await benchmark.exactMarginal({ metric: "valid-acc", by: ["Op1"], fixed })
   * axes[0].values // [0, 1, 2, 3, 4]
   * means.length // 5
   * ```
   */
  async exactMarginal(options: MarginalOptions): Promise<Marginal> {
    const context = this.searchContext(options, known.exactMarginal)
    const { exactMarginal } = await import("./regions/marginals.ts")
    return exactMarginal(context, options)
  }

  /**
   * Functional ANOVA: how much of a metric's variance each hyperparameter explains, and each pair beyond that.
   * Exact, with the weights of `exactMarginal`, which says how long it takes.
   *
   * @param options the metric; what is fixed or narrowed
   * @throws as `optimum`
   * @example
   * ```ts
   * const { Op1: _, Activation: __, ...fixed } = configuration
   * const { single, pairs } = await benchmark.fanova({ metric: "latency", fixed })
   * ```
   */
  async fanova(options: FanovaOptions): Promise<Fanova> {
    const context = this.searchContext(options, known.fanova)
    const { fanova } = await import("./regions/marginals.ts")
    return fanova(context, options)
  }

  /** @internal What a search asks, checked. */
  searchContext(options: SearchOptions, names: readonly string[]): SearchContext {
    checkOptions(options, names)
    const { fixed = {}, extrapolate = false } = options
    return {
      surrogates: this.surrogates,
      region: this.wholeRegion(fixed, extrapolate, "fixed"),
      epoch: checkEpoch(this.epochs, options.epoch, "options.epoch"),
    }
  }

  private wholeRegion(region: Region, extrapolate: boolean, source: string): WholeRegion {
    const release = `${this.release} (${this.task})`
    return wholeRegion(region, { space: this.space, release, extrapolate, source })
  }
}
