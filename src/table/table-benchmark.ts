/** What was recorded, asked as a benchmark is: nothing is interpolated, and what is not there is said. */

import { checkOptions } from "../benchmark/check.ts"
import type { ConfigRandom, MetricName, SampledConfig, TaskName } from "../benchmark/index.ts"
import { drawRow } from "../benchmark/sample-config.ts"
import { FidelityError, NotFoundError, show } from "../errors.ts"
import { didYouMean } from "../nearest.ts"
import type { RandomSource } from "../random/generator.ts"
import {
  type Configuration,
  type ConfigurationInput,
  jahsSpace,
  type Space,
  type ValidateOptions,
} from "../space/index.ts"
import { codeOf, configurationOf } from "./configuration-code.ts"
import { domainOf } from "./domain.ts"
import { epochRanges } from "./epoch-ranges.ts"
import { nearestRecorded } from "./nearest-recorded.ts"
import type { RecordedTable } from "./recorded-table.ts"
import type { TableCard } from "./table-card.ts"

/** Recorded values of one query. */
export type TableResult<M extends string = MetricName> = { [K in M]: number }

/** A recorded learning curve: one column a metric, one entry an epoch. */
export type TableTrajectory<M extends string = MetricName> = { epoch: Int32Array } & {
  [K in M]: Float64Array
}

export interface TableQueryOptions<M extends string = MetricName> {
  /** Epoch at which the metrics are asked (default: the last one in the table). */
  readonly epoch?: number
  /** Columns to answer (default: all that were opened). */
  readonly metrics?: readonly M[]
  /** Which of the runs, where a configuration was recorded more than once: 0 (default) is the first in the table. */
  readonly occurrence?: number
}

export interface TableTrajectoryOptions<M extends string = MetricName> {
  /** Last epoch of the curve (default: the last one in the table). */
  readonly epochs?: number
  readonly metrics?: readonly M[]
  readonly occurrence?: number
}

/** A recorded configuration and how far it is from the one that was asked for. */
export interface NearestConfiguration {
  readonly configuration: Configuration
  /** Sum over the hyperparameters, 0 to 1 each: docs/tables.md defines it. 0 for the same configuration. */
  readonly distance: number
}

/**
 * A table of recorded runs of one task. Made by `openBenchmark({ task, kind: "table" })`. Values are those of the
 * file, float64, in the units of its card; NaN stands where the file has it, or nothing.
 */
export class TableBenchmark {
  readonly task: TaskName
  readonly kind = "table"
  /** Name of the release; of a file without a card, the file's name. Say it wherever you show numbers. */
  readonly release: string
  /** Provenance, licence and columns of the release; null for a Parquet file that this package did not write. */
  readonly card: TableCard | null
  /** The design space restricted to what was recorded: not every configuration of it was. */
  readonly space: Space
  /** Columns that were opened, in the order in which results list them. */
  readonly metrics: readonly string[]
  readonly numRows: number
  /** Different configurations. */
  readonly numConfigurations: number
  /** The first and the last epoch that any configuration was recorded at. */
  readonly epochs: { readonly lower: number; readonly upper: number }
  private readonly table: RecordedTable

  /** @internal */
  constructor(task: TaskName, name: string, table: RecordedTable) {
    const { index, labels, card } = table
    this.task = task
    this.table = table
    this.card = card
    this.release = card?.release ?? name
    this.metrics = [...labels.keys()]
    this.numRows = index.numRows
    this.numConfigurations = index.configurations.size
    const { epoch, ...domain } = domainOf(index)
    this.epochs = { lower: epoch[0], upper: epoch[1] }
    this.space = jahsSpace.restrict(domain)
  }

  /**
   * Checks a configuration as `query` does, without looking it up.
   *
   * @param configuration anything; meant to be a configuration of the whole space
   * @returns a new frozen configuration with every hyperparameter
   * @throws {ConfigurationError} naming the hyperparameter, what is allowed and what was given
   */
  validate(configuration: unknown, options: Pick<ValidateOptions, "source"> = {}): Configuration {
    return this.space.validate(configuration, { ...options, extrapolate: true })
  }

  /**
   * Asks for what was recorded of a configuration at an epoch.
   *
   * @param configuration a configuration; hyperparameters of which the table has one value may be left out
   * @returns metric → recorded value
   * @throws {NotFoundError} for a configuration that was never recorded, naming the nearest one that was; for a
   *   metric that the table does not have; for an occurrence that there is not
   * @throws {FidelityError} for an epoch at which it was not recorded, naming those there are
   * @throws {ConfigurationError} naming the hyperparameter, what is allowed and what was given
   * @throws {TypeError} for an unknown option
   * @example
   * ```ts
   * const table = await openBenchmark({ task: "fashion_mnist", kind: "table" })
   * const [recorded] = table.configurations()
   * table.query(recorded, { epoch: 3, metrics: ["valid-acc"] })
   * ```
   */
  query<M extends string = MetricName>(
    configuration: ConfigurationInput,
    options: TableQueryOptions<M> = {},
  ): TableResult<M> {
    checkOptions(options, ["epoch", "metrics", "occurrence"])
    const columns = this.select(options.metrics)
    const id = this.idOf(configuration)
    const row = this.rowOf(id, options.epoch ?? this.epochs.upper, "options.epoch", options.occurrence)
    return Object.fromEntries(columns.map(([name, values]) => [name, values[row]])) as TableResult<M>
  }

  /**
   * Asks for a recorded learning curve from the first epoch on.
   *
   * @returns `epoch` (1, 2, …, `epochs`) and one column a metric
   * @throws as `query`; a `FidelityError` also where an epoch in between was not recorded
   * @example
   * ```ts
   * const table = await openBenchmark({ task: "fashion_mnist", kind: "table" })
   * const [recorded] = table.configurations()
   * table.trajectory(recorded, { epochs: 5 })["valid-acc"].length // 5
   * ```
   */
  trajectory<M extends string = MetricName>(
    configuration: ConfigurationInput,
    options: TableTrajectoryOptions<M> = {},
  ): TableTrajectory<M> {
    checkOptions(options, ["epochs", "metrics", "occurrence"])
    const columns = this.select(options.metrics)
    const id = this.idOf(configuration)
    const last = options.epochs ?? this.epochs.upper
    this.rowOf(id, last, "options.epochs", options.occurrence)
    const epoch = Int32Array.from({ length: last }, (_, i) => i + 1)
    const rows = epoch.map(one => this.rowOf(id, one, "options.epochs", options.occurrence))
    const curves = columns.map(([name, values]) => [name, Float64Array.from(rows, row => values[row]!)])
    return { epoch, ...Object.fromEntries(curves) } as TableTrajectory<M>
  }

  /**
   * Counts how often a configuration was recorded.
   *
   * @param options.epoch at which epoch; at the one recorded most often where it is left out
   * @returns 0 for what was never recorded
   * @throws {ConfigurationError} for what is no configuration
   */
  occurrences(configuration: ConfigurationInput, options: { readonly epoch?: number } = {}): number {
    checkOptions(options, ["epoch"])
    const { index } = this.table
    const id = index.configurations.find(codeOf(this.validate(configuration)))
    if (id < 0) return 0
    const epochs = options.epoch === undefined ? index.epochsOf(id) : [options.epoch]
    return epochs.reduce((most, epoch) => {
      const { from, to } = index.rangeOfEpoch(id, epoch)
      return Math.max(most, to - from)
    }, 0)
  }

  /**
   * @returns the epochs at which a configuration was recorded, ascending; none for one that never was
   * @throws {ConfigurationError} for what is no configuration
   */
  recordedEpochs(configuration: ConfigurationInput): Int32Array {
    const { index } = this.table
    const id = index.configurations.find(codeOf(this.validate(configuration)))
    return Int32Array.from(id < 0 ? [] : index.epochsOf(id))
  }

  /**
   * Finds the recorded configuration nearest to another; of several as near, the one recorded first.
   *
   * @throws {ConfigurationError} for what is no configuration
   */
  nearest(configuration: ConfigurationInput): NearestConfiguration {
    const { configurations } = this.table.index
    const { at, distance } = nearestRecorded(configurations, codeOf(this.validate(configuration)))
    return { configuration: configurationOf(configurations.codeAt(at)), distance }
  }

  /** The recorded configurations, frozen, each once, in the table's order. */
  *configurations(): Generator<Configuration, void, void> {
    const { configurations } = this.table.index
    for (let at = 0; at < configurations.size; at++) yield configurationOf(configurations.codeAt(at))
  }

  /**
   * Draws a recorded configuration, each with the same chance.
   *
   * @param random source of the numbers, such as `createRandom(1)`
   * @returns a frozen configuration, without an epoch
   * @throws {TypeError} for anything that draws no numbers, such as a seed
   */
  sample(random: RandomSource): Configuration {
    if (typeof random?.integers !== "function") {
      throw new TypeError(
        `random: expected a source of numbers such as createRandom(seed), got ${show(random)}`,
      )
    }
    const { configurations } = this.table.index
    return configurationOf(configurations.codeAt(random.integers(0, configurations.size)))
  }

  /**
   * Draws what `sample_config(random_state)` of `jahs_bench` draws from the same table: a row, of which it gives
   * the configuration and the epoch.
   *
   * @param seed an integer from 0 to 2^32 - 1, or a `RandomState`, which moves on
   * @returns a frozen configuration with `epoch`
   * @throws {RangeError} for a seed out of range
   * @throws {TypeError} for a seed of another type
   */
  sampleConfig(seed: number | ConfigRandom): SampledConfig {
    const { index } = this.table
    const { configuration, epoch } = index.ofRow(drawRow(seed, index.numRows))
    return Object.freeze({ ...configurationOf(index.configurations.codeAt(configuration)), epoch })
  }

  private select(names: readonly string[] | undefined): readonly (readonly [string, Float64Array])[] {
    const { labels } = this.table
    if (names === undefined) return [...labels]
    if (!Array.isArray(names)) {
      throw new TypeError(`options.metrics: expected an array of metric names, got ${show(names)}`)
    }
    return names.map(name => {
      const values = labels.get(name)
      if (values !== undefined) return [name, values]
      throw new NotFoundError({
        path: "options.metrics",
        what: "unknown metric",
        expected: this.metrics.join(", "),
        actual: show(name),
        remedy: didYouMean(name, this.metrics),
      })
    })
  }

  /** The number of a configuration that was recorded. */
  private idOf(given: ConfigurationInput): number {
    const configuration = this.validate(given)
    const code = codeOf(configuration)
    const { configurations } = this.table.index
    const id = configurations.find(code)
    if (id >= 0) return id
    const { at, distance } = nearestRecorded(configurations, code)
    const nearest = JSON.stringify(configurationOf(configurations.codeAt(at)))
    throw new NotFoundError({
      source: `${this.release} (${this.task})`,
      path: "configuration",
      what: "never recorded",
      expected: `one of ${configurations.size} recorded configurations, of which the nearest is ${nearest}, at a distance of ${distance.toPrecision(3)}`,
      actual: JSON.stringify(configuration),
    })
  }

  /** The row of a configuration, an epoch and an occurrence. */
  private rowOf(id: number, epoch: unknown, path: string, occurrence: unknown = 0): number {
    const { index } = this.table
    const isEpoch = typeof epoch === "number" && Number.isInteger(epoch)
    const { from, to } = isEpoch ? index.rangeOfEpoch(id, epoch) : { from: 0, to: 0 }
    if (from === to) {
      throw new FidelityError({
        path,
        what: "an epoch at which this configuration was not recorded",
        expected: `one of ${epochRanges(index.epochsOf(id))}`,
        actual: show(epoch),
      })
    }
    if (typeof occurrence === "number" && Number.isInteger(occurrence) && occurrence >= 0) {
      if (from + occurrence < to) return index.rowAt(from + occurrence)
      throw new NotFoundError({
        path: "options.occurrence",
        what: `recorded ${to - from === 1 ? "once" : `${to - from} times`} at epoch ${epoch}`,
        expected: to - from === 1 ? "0" : `0..${to - from - 1}`,
        actual: show(occurrence),
      })
    }
    throw new RangeError(`options.occurrence: expected an integer of at least 0, got ${show(occurrence)}`)
  }
}
