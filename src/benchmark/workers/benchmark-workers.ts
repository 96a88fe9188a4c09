/** A benchmark asked by several threads: the same questions, answers and errors, but for a promise around them. */

import { show } from "../../errors.ts"
import { JobPool } from "../../parallel/job-pool.ts"
import type { Job, Port } from "../../parallel/port.ts"
import type { ConfigurationInput } from "../../space/index.ts"
import { sendSurrogates } from "../../surrogate/shared-surrogates.ts"
import type { CellsInput, JobColumns, RowsInput } from "../../surrogate/surrogate-jobs.ts"
import type { Benchmark } from "../benchmark.ts"
import { checkOptions } from "../check.ts"
import type { GridQuery } from "../evaluate-grid.ts"
import { Grid, type GridInput } from "../grid.ts"
import type { MetricName } from "../metric.ts"
import { type GridOptions, known, type QueryOptions } from "../options.ts"
import type { QueryColumns } from "../queries.ts"
import type { Optimum, OptimumOptions } from "../regions/optimum.ts"
import { benchmarkJobs } from "./benchmark-jobs.ts"
import { JobSubject } from "./job-subject.ts"

/** What long work can be told, and tells. */
export interface WorkOptions {
  /** Stops the work: its reason is thrown, and nothing further is begun. */
  readonly signal?: AbortSignal
  /** Told how many rows or cells are done, of how many. */
  readonly onProgress?: (done: number, total: number) => void
}

export interface OpenWorkersOptions {
  /** Number of workers (default: as many as the machine has processors). 0: this thread does the work, in pieces. */
  readonly count?: number
  /**
   * Where the worker script is, if a bundler or a policy keeps it from being found beside the module: pages serve
   * `jahs-bench-201/worker`, the bundle of `dist/worker.web.js`.
   */
  readonly script?: URL
}

/** How a runtime starts a worker. */
export type StartWorker = (script: URL | undefined) => Port

/** More are a slip: each holds kernels of its own. */
const MAX_WORKERS = 256

/** Rows of one job: long enough that sending them is nothing beside summing them. */
const ROWS_AT_A_TIME = 2048

/** Jobs a worker of one grid: enough that no worker waits long for the last. */
const JOBS_A_WORKER = 4

/** Cells of one job where a grid is large enough: smaller parts are descended for more often. */
const LEAST_CELLS = 4096

/**
 * Opens workers with a runtime's way to start them; the entries' `openWorkers` is this with theirs.
 *
 * @param start null where the runtime has no workers
 */
export async function openWorkersWith(
  start: StartWorker | null,
  processors: number,
  benchmark: Benchmark,
  options: OpenWorkersOptions = {},
): Promise<BenchmarkWorkers> {
  checkOptions(options, ["count", "script"])
  const { count = processors, script } = options
  if (!Number.isInteger(count) || count < 0 || count > MAX_WORKERS) {
    throw new RangeError(`options.count: expected an integer in 0..${MAX_WORKERS}, got ${show(count)}`)
  }
  if (script !== undefined && !(script instanceof URL)) {
    throw new TypeError(`options.script: expected a URL, got ${show(script)}`)
  }
  const surrogates = benchmark.select(undefined).flatMap(group => group.surrogates)
  const here = new JobSubject(new Map(surrogates.map(surrogate => [surrogate.metric, surrogate])))
  const ports = start === null ? [] : Array.from({ length: count }, () => start(script))
  const sent = ports.length === 0 ? null : sendSurrogates(surrogates)
  return new BenchmarkWorkers(benchmark, await JobPool.open(ports, benchmarkJobs, sent, here))
}

/** Made by `openWorkers`. End it with `close`: open workers keep a process running. */
export class BenchmarkWorkers {
  private readonly benchmark: Benchmark
  private readonly pool: JobPool<JobSubject>
  private numSearches = 0

  /** @internal */
  constructor(benchmark: Benchmark, pool: JobPool<JobSubject>) {
    this.benchmark = benchmark
    this.pool = pool
  }

  /** Number of workers; 0 where this thread does the work. */
  get count(): number {
    return this.pool.size
  }

  /**
   * As `benchmark.queryMany`.
   *
   * @param options those of `queryMany`, `signal` and `onProgress`
   * @throws as `queryMany`, and the reason of an aborted `signal`
   */
  async queryMany<M extends MetricName = MetricName>(
    configurations: readonly ConfigurationInput[],
    options: QueryOptions<M> & WorkOptions = {},
  ): Promise<QueryColumns<M>> {
    const { signal, onProgress, ...query } = options
    checkOptions(query, known.query)
    const { groups, complete, epoch } = this.benchmark.plan(configurations, query)
    const numRows = complete.length
    const columns: Record<string, Float32Array> = {}
    for (const { surrogates } of groups) {
      for (const { metric } of surrogates) columns[metric] = new Float32Array(numRows)
    }
    const pieces = groups.flatMap(({ encoder, surrogates }) =>
      Array.from({ length: Math.ceil(numRows / ROWS_AT_A_TIME) }, (_, piece) => ({
        encoder,
        metrics: surrogates.map(({ metric }) => metric),
        begin: piece * ROWS_AT_A_TIME,
        end: Math.min((piece + 1) * ROWS_AT_A_TIME, numRows),
      })),
    )
    function* jobs(): Generator<Job, void, void> {
      for (const { encoder, metrics, begin, end } of pieces) {
        const rows = new Float32Array((end - begin) * encoder.numFeatures)
        for (let row = begin; row < end; row++) {
          encoder.encode(complete[row], epoch, rows, (row - begin) * encoder.numFeatures)
        }
        const input: RowsInput = { metrics, rows, numRows: end - begin }
        yield { name: "rows", input }
      }
    }
    let at = 0
    let done = 0
    for await (const found of this.pool.results(jobs(), signal)) {
      const { metrics, begin, end } = pieces[at++]
      metrics.forEach((metric, i) => {
        columns[metric].set((found as JobColumns)[i], begin)
      })
      done += (end - begin) / groups.length
      onProgress?.(Math.round(done), numRows)
    }
    return columns as QueryColumns<M>
  }

  /**
   * As `benchmark.grid`.
   *
   * @param options those of `grid`, `signal` and `onProgress`
   * @throws as `grid`, and the reason of an aborted `signal`
   * @example
   * ```ts
   * const workers = await openWorkers(benchmark, { count: 2 })
   * const grid = await workers.grid({ ...configuration, Op1: "all", Op2: "all", epoch: "all" })
   * grid.numCells // 5000
   * await workers.close()
   * ```
   */
  async grid<M extends MetricName = MetricName>(
    input: GridInput,
    options: GridOptions<M> & WorkOptions = {},
  ): Promise<Grid<M>> {
    const { signal, onProgress, ...rest } = options
    const query = this.benchmark.planGrid(input, rest)
    const { metrics, whole } = query
    const columns = Object.fromEntries(metrics.map(name => [name, new Float32Array(whole.numCells)]))
    // Metric by metric, and in as many parts as keep every worker busy.
    const wanted = Math.ceil((JOBS_A_WORKER * this.count) / Math.max(1, metrics.length))
    const cellsAJob = Math.max(LEAST_CELLS, Math.ceil(whole.numCells / Math.max(1, wanted)))
    const pieces = [...query.parts(4 * metrics.length * cellsAJob)].flatMap(part =>
      metrics.map(metric => ({ part, metric })),
    )
    const jobs = pieces.map(({ part, metric }): Job => {
      const input: CellsInput = { metrics: [metric], cells: query.cells(part, [metric]) }
      return { name: "cells", input }
    })
    let at = 0
    let done = 0
    for await (const found of this.pool.results(jobs, signal)) {
      const { part, metric } = pieces[at++]
      columns[metric].set((found as JobColumns)[0], part.first)
      done += part.numCells / metrics.length
      onProgress?.(Math.round(done), whole.numCells)
    }
    return new Grid(query.plan, whole, columns as Grid<M>["columns"])
  }

  /**
   * As `benchmark.gridBlocks`; as many blocks as there are workers, and one, are computed ahead.
   *
   * @param options those of `gridBlocks`, `signal` and `onProgress`
   * @throws as `gridBlocks`, and the reason of an aborted `signal`
   */
  gridBlocks<M extends MetricName = MetricName>(
    input: GridInput,
    options: GridOptions<M> & WorkOptions = {},
  ): AsyncGenerator<Grid<M>, void, void> {
    const { signal, onProgress, ...rest } = options
    const query = this.benchmark.planGridBlocks<M>(input, rest)
    return this.blocks(query, { signal, onProgress })
  }

  private async *blocks<M extends MetricName>(
    query: { readonly query: GridQuery<M>; readonly memory: number },
    { signal, onProgress }: { [Key in keyof WorkOptions]: WorkOptions[Key] | undefined },
  ): AsyncGenerator<Grid<M>, void, void> {
    const { query: grid, memory } = query
    const { metrics, whole } = grid
    const parts = [...grid.parts(memory)]
    const jobs = function* (): Generator<Job, void, void> {
      for (const part of parts) {
        const input: CellsInput = { metrics, cells: grid.cells(part, metrics) }
        yield { name: "cells", input }
      }
    }
    let at = 0
    for await (const found of this.pool.results(jobs(), signal)) {
      const part = parts[at++]
      const columns = Object.fromEntries(metrics.map((name, i) => [name, (found as JobColumns)[i]]))
      onProgress?.(part.first + part.numCells, whole.numCells)
      yield new Grid(grid.plan, part, columns as Grid<M>["columns"])
    }
  }

  /**
   * As `benchmark.optimum`: the same answer and the same certificate. Workers search parts of the region, and tell
   * each other the best that they have found.
   *
   * @param options those of `optimum`; without workers this thread searches, in slices
   * @throws as `optimum`
   * @example
   * ```ts
   * const workers = await openWorkers(benchmark, { count: 2 })
   * const fixed = { Op1: 2, Op2: 0, Op3: 0, Op4: 1, Activation: "ReLU" } as const
   * const { best } = await workers.optimum({ metric: "valid-acc", fixed, constraints: { latency: { atMost: 0.8 } } })
   * await workers.close()
   * ```
   */
  async optimum(options: OptimumOptions): Promise<Optimum> {
    if (this.count === 0) return this.benchmark.optimum(options)
    const context = this.benchmark.searchContext(options, known.optimum)
    const { optimumOver } = await import("./optimum-over.ts")
    return optimumOver(this.pool, this.numSearches++, context, options)
  }

  /** Ends the workers. What they are still doing is rejected. */
  close(): Promise<void> {
    return this.pool.close()
  }
}
