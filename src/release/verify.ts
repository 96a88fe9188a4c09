/** Replays published predictions of the official surrogates on a benchmark and says how closely it agrees. */

import type { Benchmark, MetricName } from "../benchmark/index.ts"
import { gunzipStream } from "../bytes/gunzip-stream.ts"
import { Agreement, type MetricAgreement, type Query } from "./agreement.ts"
import { compareOptima, type GridAgreement, type GridOptions } from "./grid-optima.ts"
import { readPairs } from "./pairs-csv.ts"
import type { PublishedQuery, VerifyData } from "./verify-data.ts"

export interface VerifyOptions {
  /**
   * Largest distance that is accepted, in float32 numbers (default 4: the most that upstream's own answers were
   * seen to differ by between machines).
   */
  readonly tolerance?: number
  /** Told now and then how many queries have been replayed. */
  readonly onProgress?: (queries: number) => void
  readonly signal?: AbortSignal
}

/** How the answers to published queries agree. */
export interface QueryAgreement {
  readonly task: string
  readonly release: string
  readonly tolerance: number
  /** Queries that were replayed. */
  readonly queries: number
  readonly metrics: readonly MetricAgreement[]
  /** The same of queries that the surrogates of v1.0.0 may have answered; `ok` does not depend on them. */
  readonly older: readonly MetricAgreement[]
  /**
   * Whether all that is surely of this release is within the tolerance; false where there was nothing to compare
   * at all, null where all of it may be of v1.0.0, so that nothing is decided.
   */
  readonly ok: boolean | null
}

/** Queries between two reports of progress. */
const REPORT_EVERY = 1024
const DEFAULT_TOLERANCE = 4

function checkTolerance(tolerance: number = DEFAULT_TOLERANCE): number {
  if (Number.isInteger(tolerance) && tolerance >= 0) return tolerance
  throw new RangeError(`options.tolerance: expected an integer of at least 0, got ${tolerance}`)
}

/** Asks and compares, and keeps apart what may be of an older release. */
class Replay {
  private readonly benchmark: Benchmark
  private readonly options: VerifyOptions
  private readonly tolerance: number
  private readonly current: Agreement
  private readonly older: Agreement
  private queries = 0

  constructor(benchmark: Benchmark, options: VerifyOptions) {
    this.benchmark = benchmark
    this.options = options
    this.tolerance = checkTolerance(options.tolerance)
    this.current = new Agreement(this.tolerance)
    this.older = new Agreement(this.tolerance)
  }

  private agreement(mayBeOlder: boolean): Agreement {
    return mayBeOlder ? this.older : this.current
  }

  async pair(query: Query & { mayBeOlder: boolean; values: ReadonlyMap<MetricName, number> }): Promise<void> {
    const { epoch, config, values, mayBeOlder, where } = query
    const answer = this.benchmark.call(config, { nepochs: epoch })[epoch]
    const agreement = this.agreement(mayBeOlder)
    for (const [metric, value] of values) {
      if (this.benchmark.metrics.includes(metric)) {
        agreement.add(metric, { where, config, epoch }, value, answer[metric])
      }
    }
    await this.count()
  }

  /** Accuracies come back from errors exactly: 100 - accuracy was computed in float64. */
  async prediction({ where, config, epoch, ...published }: PublishedQuery): Promise<void> {
    const agreement = this.agreement(published.mayBeOlder)
    const query = { where, config, epoch }
    const known = this.benchmark.metrics
    const curve = this.benchmark.call(config, { nepochs: epoch, fullTrajectory: true })
    if (known.includes("valid-acc")) {
      agreement.add("valid-acc", query, 100 - published.validError, curve[epoch]["valid-acc"])
      if (published.lowestValidError !== null) {
        const best = Math.max(...Object.values(curve).map(answer => answer["valid-acc"]))
        agreement.add("valid-acc, best of the curve", query, 100 - published.lowestValidError, best)
      }
    }
    if (published.runtime !== null && known.includes("runtime")) {
      agreement.add("runtime", query, published.runtime, curve[epoch].runtime)
    }
    await this.count()
  }

  private async count(): Promise<void> {
    if (++this.queries % REPORT_EVERY !== 0) return
    this.options.onProgress?.(this.queries)
    // Lets a signal come through.
    await new Promise(resolve => setTimeout(resolve, 0))
    this.options.signal?.throwIfAborted()
  }

  private verdict(numCurrent: number, numOlder: number): boolean | null {
    if (numCurrent > 0) return this.current.holds
    return numOlder > 0 ? null : false
  }

  result(): QueryAgreement {
    const metrics = this.current.metrics()
    const older = this.older.metrics()
    return {
      task: this.benchmark.task,
      release: this.benchmark.release,
      tolerance: this.tolerance,
      queries: this.queries,
      metrics,
      older,
      ok: this.verdict(metrics.length, older.length),
    }
  }
}

/**
 * Replays a file of pairs.
 *
 * @param pairs CSV, see pairs-csv.ts; plain or in gzip, read as it arrives
 * @param name its name, for messages
 * @returns agreement of the metrics that both the file and the benchmark have
 * @throws {ModelFormatError} with the line of what is no such file
 * @throws {ConfigurationError} for a configuration that the benchmark cannot answer
 * @throws {RangeError} for a tolerance that is no count
 */
export async function verifyPairs(
  benchmark: Benchmark,
  pairs: ReadableStream<Uint8Array>,
  name: string,
  options: VerifyOptions = {},
): Promise<QueryAgreement> {
  const replay = new Replay(benchmark, options)
  for await (const pair of readPairs(await gunzipStream(pairs, name), name)) await replay.pair(pair)
  return replay.result()
}

/**
 * Replays the single predictions of `models/verify.json` that are of the benchmark's task.
 *
 * @param data what parseVerifyData returned
 * @returns agreement of valid-acc, of its best value over the curve, and of runtime
 */
export async function verifyQueries(
  benchmark: Benchmark,
  data: VerifyData,
  options: VerifyOptions = {},
): Promise<QueryAgreement> {
  const replay = new Replay(benchmark, options)
  for (const query of data.queries) if (query.task === benchmark.task) await replay.prediction(query)
  return replay.result()
}

/**
 * Compares the constrained optima over the grid of 13.5 million points with those of `models/verify.json`.
 *
 * @param data what parseVerifyData returned
 * @throws {NotFoundError} where the benchmark lacks valid-acc, size_MB or runtime
 */
export async function verifyGrid(
  benchmark: Benchmark,
  data: VerifyData,
  options: GridOptions = {},
): Promise<GridAgreement> {
  checkTolerance(options.tolerance)
  return compareOptima(benchmark, data.optima.get(benchmark.task) ?? [], options)
}
