/** The questions about single configurations, asked over HTTP. */

import {
  checkEpoch,
  checkMetrics,
  checkOptions,
  type Epochs,
  epochsOfDomain,
  validateInDomain,
} from "../benchmark/check.ts"
import type {
  Benchmark,
  CallConfiguration,
  CallOptions,
  CallResult,
  ConfigRandom,
  MetricName,
  QueryColumns,
  QueryOptions,
  QueryResult,
  SampledConfig,
  TaskName,
  Trajectory,
  TrajectoryOptions,
} from "../benchmark/index.ts"
import { sampleConfig } from "../benchmark/sample-config.ts"
import {
  type Configuration,
  type ConfigurationInput,
  epochFidelity,
  jahsSpace,
  type Space,
  type ValidateOptions,
} from "../space/index.ts"
import type { ReleaseCard } from "../surrogate/card.ts"
import type { ColumnsDocument, Limits, TaskEntry } from "../wire/index.ts"
import { columnOf, float32Columns } from "./columns.ts"
import { type Asked, QueryQueue } from "./query-queue.ts"
import type { Transport } from "./transport.ts"

/** What every question may be given beside its own options. */
export interface Abortable {
  /** Gives up waiting: the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal
}

/** About what a configuration takes in a body. */
const CONFIGURATION_BYTES = 400

const QUERY_OPTIONS: readonly string[] = ["epoch", "metrics", "extrapolate", "signal"]
const TRAJECTORY_OPTIONS: readonly string[] = ["epochs", "metrics", "extrapolate", "signal"]
const CALL_OPTIONS: readonly string[] = ["nepochs", "fullTrajectory", "signal"]

/** A promise that also ends when a signal says so. */
function abortable<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason)
    if (signal.aborted) stop()
    signal.addEventListener("abort", stop, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop))
  })
}

/** What a remote benchmark is made of. */
export interface Connection {
  readonly transport: Transport
  readonly entry: TaskEntry
  readonly card: ReleaseCard
  readonly limits: Limits
  /** Configurations of one request. */
  readonly batchSize: number
}

/** What a benchmark on a service is, and its answers for single configurations. */
export class RemoteQueries
  implements Pick<Benchmark, "task" | "release" | "card" | "space" | "metrics" | "sha256" | "validate">
{
  readonly task: TaskName
  /** Name of the release: say it wherever you show numbers. */
  readonly release: string
  /** Provenance, licence, domain and scores of the release. */
  readonly card: ReleaseCard
  /** The design space restricted to the release's domain. */
  readonly space: Space
  /** Metrics that the service has, in the order in which results list them. */
  readonly metrics: readonly MetricName[]
  /** SHA-256 of the release's file. */
  readonly sha256: string
  /** @internal */
  protected readonly epochs: Epochs
  /** @internal */
  protected readonly connection: Connection
  private readonly queue: QueryQueue

  /** @internal */
  constructor(connection: Connection) {
    const { entry, card } = connection
    this.connection = connection
    this.task = entry.task
    this.release = entry.release
    this.metrics = entry.metrics
    this.sha256 = entry.sha256
    this.card = card
    this.space = jahsSpace.restrict(card.domain)
    // As `Benchmark` has it: a specialised pack answers some epochs.
    this.epochs = card.specialisedFrom === undefined ? epochFidelity : epochsOfDomain(card.domain)
    this.queue = new QueryQueue((configurations, asked) => this.askMany(configurations, asked, undefined))
  }

  /** Checks a configuration, here and without the service. As `Benchmark.validate`. */
  validate(configuration: unknown, options: ValidateOptions = {}): Configuration {
    return validateInDomain(this, configuration, options)
  }

  /** The metrics of a question, in the order of results. */
  protected select(names: readonly MetricName[] | undefined): readonly MetricName[] {
    if (names === undefined) return this.metrics
    checkMetrics(names, this.metrics)
    return this.metrics.filter(name => names.includes(name))
  }

  /**
   * Asks for a configuration's metrics. Queries that are asked at one time travel together.
   *
   * @param configuration a configuration of `space`; its constants may be left out
   * @returns metric → value: the very numbers that `Benchmark.query` gives
   * @throws as `Benchmark.query`; {ServiceError} where the service fails or cannot be reached
   * @example
   * ```ts
   * await remote.query(configuration, { epoch: 50, metrics: ["valid-acc"] }) // { "valid-acc": 76.76 }
   * ```
   */
  async query<M extends MetricName = MetricName>(
    configuration: ConfigurationInput,
    options: QueryOptions<M> & Abortable = {},
  ): Promise<QueryResult<M>> {
    checkOptions(options, QUERY_OPTIONS)
    const { extrapolate = false, signal } = options
    const asked = {
      epoch: checkEpoch(this.epochs, options.epoch, "options.epoch"),
      metrics: this.select(options.metrics),
    }
    const complete = this.validate(configuration, { extrapolate })
    return abortable(this.queue.ask(complete, asked), signal) as Promise<QueryResult<M>>
  }

  /**
   * Asks for many configurations at one epoch, in as many requests as it takes, several at a time.
   *
   * @returns metric → Float32Array with one entry a configuration, in their order
   * @throws as `query`
   */
  async queryMany<M extends MetricName = MetricName>(
    configurations: readonly ConfigurationInput[],
    options: QueryOptions<M> & Abortable = {},
  ): Promise<QueryColumns<M>> {
    checkOptions(options, QUERY_OPTIONS)
    const { extrapolate = false, signal } = options
    const asked = {
      epoch: checkEpoch(this.epochs, options.epoch, "options.epoch"),
      metrics: this.select(options.metrics),
    }
    const complete = configurations.map((configuration, k) =>
      this.validate(configuration, { extrapolate, source: `configurations[${k}]` }),
    )
    return (await this.askMany(complete, asked, signal)) as QueryColumns<M>
  }

  /**
   * Asks for a learning curve.
   *
   * @returns `epoch` (1…epochs) and metric → Float32Array with one entry an epoch
   * @throws as `query`
   */
  async trajectory<M extends MetricName = MetricName>(
    configuration: ConfigurationInput,
    options: TrajectoryOptions<M> & Abortable = {},
  ): Promise<Trajectory<M>> {
    checkOptions(options, TRAJECTORY_OPTIONS)
    const { extrapolate = false, signal } = options
    const epochs = checkEpoch(this.epochs, options.epochs, "options.epochs")
    const metrics = this.select(options.metrics)
    const complete = this.validate(configuration, { extrapolate })
    const body = { configuration: complete, epochs, metrics, extrapolate }
    const { columns } = (await this.post("trajectory", body, signal)) as ColumnsDocument
    return { epoch: Int32Array.from(columns["epoch"]!), ...float32Columns(columns, metrics) } as Trajectory<M>
  }

  /**
   * Asks as a Python program asks `jahs_bench`. As `Benchmark.call`, whose checks the service makes.
   *
   * @throws as `Benchmark.call`; {ServiceError} where the service fails or cannot be reached
   */
  async call(config: CallConfiguration, options: CallOptions & Abortable = {}): Promise<CallResult> {
    checkOptions(options, CALL_OPTIONS)
    const { signal, ...rest } = options
    const { epochs } = (await this.post("call", { configuration: config, ...rest }, signal)) as {
      epochs: CallResult
    }
    return epochs
  }

  /** Draws what `sample_config` of `jahs_bench` draws, here and without the service. As `Benchmark.sampleConfig`. */
  sampleConfig(seed: number | ConfigRandom): SampledConfig {
    return sampleConfig(seed)
  }

  protected post(question: string, body: unknown, signal: AbortSignal | undefined): Promise<unknown> {
    const { transport, entry } = this.connection
    return transport.post(`${entry.path}/${question}`, body, signal)
  }

  private async askMany(
    configurations: readonly Configuration[],
    { epoch, metrics }: Asked,
    signal: AbortSignal | undefined,
  ): Promise<QueryColumns> {
    const { limits, batchSize } = this.connection
    const size = Math.max(
      1,
      Math.min(
        batchSize,
        limits.rows,
        Math.floor(limits.cells / Math.max(1, metrics.length)),
        Math.floor(limits.bodyBytes / CONFIGURATION_BYTES),
      ),
    )
    const starts = Array.from({ length: Math.ceil(configurations.length / size) }, (_, k) => k * size)
    // Checked here, against the domain or not, as the caller wanted it.
    const rest = { epoch, metrics, extrapolate: true }
    const columns = Object.fromEntries(
      metrics.map(name => [name, new Float32Array(configurations.length)]),
    ) as QueryColumns
    await Promise.all(
      starts.map(async start => {
        const body = { configurations: configurations.slice(start, start + size), ...rest }
        const answer = (await this.post("batch", body, signal)) as ColumnsDocument
        for (const name of metrics) columns[name].set(columnOf(answer.columns, name), start)
      }),
    )
    return columns
  }
}
