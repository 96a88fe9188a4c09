/** A benchmark that lives behind a URL: the questions of `Benchmark`, each answered by a promise. */

import { checkEpoch, checkEpochRange, checkOptions } from "../benchmark/check.ts"
import { planGrid } from "../benchmark/grid.ts"
import type {
  CertificateSummary,
  Grid,
  GridInput,
  GridOptions,
  MetricBoundOptions,
  MetricBounds,
  MetricName,
  Optimum,
  OptimumOptions,
  Region,
} from "../benchmark/index.ts"
import { BLOCK_MEMORY, checkGridMemory, checkMemory, GRID_MEMORY } from "../benchmark/options.ts"
import { wholeRegion } from "../benchmark/regions/region.ts"
import type { GridPart } from "../predict/grid/grid-parts.ts"
import { type BoundDocument, fromPlain, type GridDocument, type OptimumDocument } from "../wire/index.ts"
import { RemoteGrid } from "./remote-grid.ts"
import { type Abortable, RemoteQueries } from "./remote-queries.ts"

/** What a service is asked for an optimum: how far it is, nobody is told on the way. */
export type RemoteOptimumOptions = Omit<OptimumOptions, "onProgress">

/** As `Optimum`, but for the bounds of the single discrete choices, which stay on the service. */
export interface RemoteOptimum extends Omit<Optimum, "certificate"> {
  readonly certificate: CertificateSummary
}

const GRID_OPTIONS: readonly string[] = ["metrics", "extrapolate", "memory", "signal"]
const BOUND_OPTIONS: readonly string[] = ["metric", "epoch", "extrapolate", "signal"]
const OPTIMUM_OPTIONS: readonly string[] = [
  ...["metric", "goal", "constraints", "fixed", "epoch", "extrapolate", "signal"],
]

/**
 * The benchmark of one task on a service. Made by `connectBenchmark`. Configurations and options are checked
 * here, before anything is sent, and refused with the errors of `Benchmark`.
 */
export class RemoteBenchmark extends RemoteQueries {
  /**
   * Asks for every configuration and epoch of a grid, in as many requests as the service's limits make of it,
   * several at a time. As `Benchmark.grid`, the same class with the same numbers.
   *
   * @throws as `Benchmark.grid`; {ServiceError} where the service fails or cannot be reached
   * @example
   * ```ts
   * const grid = await remote.grid({ ...configuration, Op1: "all", epoch: [50, 200] }, { metrics: ["valid-acc"] })
   * grid.shape // [5, 2]
   * ```
   */
  async grid<M extends MetricName = MetricName>(
    input: GridInput,
    options: GridOptions<M> & Abortable = {},
  ): Promise<Grid<M>> {
    const asked = this.planGrid(input, options)
    const memory = checkMemory(options.memory, GRID_MEMORY)
    checkGridMemory(asked.numCells, asked.cellBytes, memory)
    const parts = Array.from(asked.parts(this.connection.limits, memory), part =>
      this.askPart(asked, part, options.signal),
    )
    return asked.join(await Promise.all(parts))
  }

  /**
   * As `grid`, block by block and one request after the other: for grids of any size.
   *
   * @param options `memory` bounds the columns of each block
   * @throws as `grid`; for what can be checked here at once, and not with the first block
   */
  gridBlocks<M extends MetricName = MetricName>(
    input: GridInput,
    options: GridOptions<M> & Abortable = {},
  ): AsyncGenerator<Grid<M>, void, void> {
    const asked = this.planGrid(input, options)
    const parts = asked.parts(this.connection.limits, checkMemory(options.memory, BLOCK_MEMORY))
    const ask = (part: GridPart): Promise<Grid<M>> => this.askPart(asked, part, options.signal)
    return (async function* () {
      for (const part of parts) yield await ask(part)
    })()
  }

  private planGrid<M extends MetricName>(
    input: GridInput,
    options: GridOptions<M> & Abortable,
  ): RemoteGrid<M> {
    checkOptions(options, GRID_OPTIONS)
    const { extrapolate = false } = options
    const plan = planGrid(input, this.space, this.epochs, {
      configuration: (given, source) => this.validate(given, { extrapolate, source }),
      epoch: (epoch, path) => checkEpoch(this.epochs, epoch, path),
    })
    return new RemoteGrid(plan, this.select(options.metrics) as readonly M[])
  }

  private async askPart<M extends MetricName>(
    asked: RemoteGrid<M>,
    part: GridPart,
    signal: AbortSignal | undefined,
  ): Promise<Grid<M>> {
    // Checked here, against the domain or not, as the caller wanted it.
    const body = { grid: asked.fieldOf(part), metrics: asked.metrics, extrapolate: true }
    return asked.gridOf(part, (await this.post("grid", body, signal)) as GridDocument)
  }

  /**
   * Asks what a metric cannot leave over a region. As `Benchmark.bound`.
   *
   * @throws as `Benchmark.bound`; {ServiceError} where the service fails or cannot be reached
   * @example
   * ```ts
   * const region = { ...configuration, LearningRate: [0.09, 0.11] } as const
   * const { lower, upper } = await remote.bound(region, { metric: "valid-acc" })
   * ```
   */
  async bound(region: Region, options: MetricBoundOptions & Abortable): Promise<MetricBounds> {
    checkOptions(options, BOUND_OPTIONS)
    const { metric, extrapolate = false, signal } = options
    const epoch = checkEpochRange(this.epochs, options.epoch, "options.epoch")
    this.checkRegion(region, extrapolate, "region")
    const body = { region, epoch, metrics: [metric], extrapolate }
    const { bounds } = (await this.post("bound", body, signal)) as BoundDocument
    const { lower, upper } = bounds[metric]!
    return { lower: fromPlain(lower), upper: fromPlain(upper) }
  }

  /**
   * Asks for the best configuration there is. As `Benchmark.optimum`; metric, goal and constraints are the
   * service's to check, and it searches no longer than it gives a request. A search that is given up, by `signal`
   * or otherwise, ends on the service, too.
   *
   * @returns the very configuration and numbers that `Benchmark.optimum` gives; the certificate in short
   * @throws as `Benchmark.optimum`; {ServiceError} `ERR_TIMEOUT` where the search takes too long: fix more of it;
   *   {ServiceError} where the service fails, refuses the question or cannot be reached
   * @example
   * ```ts
   * const fixed = { Op1: 2, Op2: [0, 1], Op3: 0, Op4: 0, Activation: "ReLU" } as const
   * const { best } = await remote.optimum({ metric: "valid-acc", fixed })
   * ```
   */
  async optimum(options: RemoteOptimumOptions): Promise<RemoteOptimum> {
    checkOptions(options, OPTIMUM_OPTIONS)
    const { signal, fixed = {}, extrapolate = false, ...rest } = options
    const epoch = checkEpoch(this.epochs, options.epoch, "options.epoch")
    this.checkRegion(fixed, extrapolate, "fixed")
    const body = { ...rest, fixed, extrapolate, epoch }
    const { metric, goal, best, certificate } = (await this.post("optimum", body, signal)) as OptimumDocument
    return { metric, goal, best, certificate }
  }

  private checkRegion(region: Region, extrapolate: boolean, source: string): void {
    const release = `${this.release} (${this.task})`
    wholeRegion(region, { space: this.space, release, extrapolate, source })
  }
}
