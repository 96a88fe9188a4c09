/** Configurations and epochs in, metrics out: the questions about single configurations. */

import { UnsupportedModelError } from "../errors.ts"
import {
  type Configuration,
  type ConfigurationInput,
  epochFidelity,
  jahsSpace,
  type ValidateOptions,
} from "../space/index.ts"
import { Space } from "../space/space.ts"
import type { ReleaseCard } from "../surrogate/card.ts"
import { encodeEpochs } from "../surrogate/encode-grid.ts"
import type { ReleasePack } from "../surrogate/release-pack.ts"
import { type Surrogate, SurrogateGroup } from "../surrogate/surrogate.ts"
import { type CallConfiguration, type CallOptions, type CallResult, call } from "./call.ts"
import {
  checkEpoch,
  checkMetrics,
  checkOptions,
  type Epochs,
  epochsOfDomain,
  validateInDomain,
} from "./check.ts"
import { type MetricName, metrics } from "./metric.ts"
import { known, type QueryOptions, type TrajectoryOptions } from "./options.ts"
import { type RepairName, repairedName } from "./repair.ts"
import { type ConfigRandom, type SampledConfig, sampleConfig } from "./sample-config.ts"
import type { TaskName } from "./task.ts"

/** Metric values of one query, in the units of `metrics`. */
export type QueryResult<M extends MetricName = MetricName> = { [K in M]: number }

/** Metric values of many queries: one column a metric, one entry a configuration. */
export type QueryColumns<M extends MetricName = MetricName> = { [K in M]: Float32Array }

/** A learning curve: one column a metric, one entry an epoch. */
export type Trajectory<M extends MetricName = MetricName> = { epoch: Int32Array } & QueryColumns<M>

/** What queries hand on to `validate`. */
function withExtrapolate({ extrapolate }: { readonly extrapolate?: boolean }): ValidateOptions {
  return extrapolate === undefined ? {} : { extrapolate }
}

/** What a benchmark is, and its answers for single configurations. */
export class Queries {
  readonly task: TaskName
  /**
   * Name of the release, for example `distilled-2`, `distilled-2, repaired`, or by some laws only `distilled-2,
   * repaired: size-constant-over-epoch`: say it wherever you show numbers.
   */
  readonly release: string
  /** Provenance, licence, domain and scores of the release. */
  readonly card: ReleaseCard
  /** The design space restricted to the release's domain; the whole one is `jahsSpace`. */
  readonly space: Space
  /** Metrics that were opened, in the order in which results list them. */
  readonly metrics: readonly MetricName[]
  /** Laws that answers were made to keep, in place of the release's own bits; none unless one asked. */
  readonly repairs: readonly RepairName[]
  /** SHA-256 of the release's file. */
  readonly sha256: string
  /** @internal All 200, but for a specialised pack. */
  readonly epochs: Epochs
  /** @internal */
  protected readonly surrogates: ReadonlyMap<string, Surrogate>
  private readonly allGroups: readonly SurrogateGroup[]
  /** The same selection is asked again and again: its grouping is kept, by the names joined. */
  private chosenKey: string | null = ""
  private chosenGroups: readonly SurrogateGroup[] = []

  /** @internal */
  constructor(task: TaskName, pack: ReleasePack, repairs: readonly RepairName[] = []) {
    this.task = task
    this.repairs = repairs
    this.release = repairedName(pack.card.release, repairs)
    this.card = pack.card
    this.sha256 = pack.sha256
    const { domain, specialisedFrom } = pack.card
    const space = jahsSpace.restrict(domain)
    // A specialised pack lost the branches outside: there is nothing to extrapolate with.
    this.space = specialisedFrom === undefined ? space : new Space(space.hyperparameters)
    this.epochs = specialisedFrom === undefined ? epochFidelity : epochsOfDomain(domain)
    this.surrogates = new Map(pack.surrogates.map(surrogate => [surrogate.metric, surrogate]))
    this.metrics = metrics.map(metric => metric.name).filter(name => this.surrogates.has(name))
    this.allGroups = this.group(new Set(this.metrics))
  }

  private group(names: ReadonlySet<string>): readonly SurrogateGroup[] {
    const byEncoder = new Map<unknown, Surrogate[]>()
    for (const name of this.metrics) {
      const surrogate = names.has(name) ? this.surrogates.get(name) : undefined
      if (surrogate === undefined) continue
      const group = byEncoder.get(surrogate.encoder)
      if (group === undefined) byEncoder.set(surrogate.encoder, [surrogate])
      else group.push(surrogate)
    }
    return Array.from(byEncoder.values(), surrogates => new SurrogateGroup(surrogates))
  }

  /** @internal Surrogates of some metrics, those together that read the same encoded row. */
  select(names: readonly MetricName[] | undefined): readonly SurrogateGroup[] {
    if (names === undefined) return this.allGroups
    const key = Array.isArray(names) ? names.join("\n") : null
    if (key !== this.chosenKey) {
      checkMetrics(names, this.metrics)
      this.chosenGroups = this.group(new Set(names))
      this.chosenKey = key
    }
    return this.chosenGroups
  }

  /**
   * Checks a configuration as `query` does, without asking.
   *
   * @param configuration anything; meant to be a configuration of `space`
   * @param options `extrapolate` lets what is outside the release's domain pass; `source` is what the
   *   configuration is called in messages
   * @returns a new frozen configuration with every hyperparameter
   * @throws {ConfigurationError} naming the hyperparameter, what is allowed and what was given
   * @throws {DomainError} outside the release's domain, unless `extrapolate` is set
   * @example
   * ```ts
   * benchmark.validate(configuration).Optimizer // "SGD"
   * ```
   */
  validate(configuration: unknown, options: ValidateOptions = {}): Configuration {
    return validateInDomain(this, configuration, options)
  }

  /**
   * Asks for a configuration's metrics after training up to an epoch.
   *
   * @param configuration a configuration of `space`; its constants may be left out
   * @returns metric → value, float32 numbers in the units of `metrics`
   * @throws {ConfigurationError} naming the hyperparameter, what is allowed and what was given
   * @throws {FidelityError} for an epoch that is not an integer in 1…200
   * @throws {DomainError} outside the release's domain, unless `extrapolate` is set
   * @throws {NotFoundError} for a metric that the release does not have
   * @throws {TypeError} for an unknown option
   * @example
   * ```ts
   * benchmark.query(configuration, { epoch: 50, metrics: ["valid-acc"] })
   * ```
   */
  query<M extends MetricName = MetricName>(
    configuration: ConfigurationInput,
    options: QueryOptions<M> = {},
  ): QueryResult<M> {
    checkOptions(options, known.query)
    const epoch = checkEpoch(this.epochs, options.epoch, "options.epoch")
    const groups = this.select(options.metrics)
    const complete = this.validate(configuration, withExtrapolate(options))
    const result: Record<string, number> = {}
    for (const group of groups) group.evaluate(complete, epoch, result)
    return result as QueryResult<M>
  }

  /**
   * Asks for many configurations at one epoch.
   *
   * @returns metric → Float32Array with one entry a configuration, in their order
   * @throws as `query`; the message starts with the configuration's position
   */
  queryMany<M extends MetricName = MetricName>(
    configurations: readonly ConfigurationInput[],
    options: QueryOptions<M> = {},
  ): QueryColumns<M> {
    const { groups, complete, epoch } = this.plan(configurations, options)
    return this.columns(groups, complete.length, (encoder, row, out) =>
      encoder.encode(complete[row], epoch, out),
    )
  }

  /**
   * Asks for a configuration's learning curve.
   *
   * @returns `epoch` (1…epochs) and metric → Float32Array with one entry an epoch
   * @throws as `query`
   * @example
   * ```ts
   * const { epoch, "valid-acc": accuracy } = benchmark.trajectory(configuration, { epochs: 200 })
   * ```
   */
  trajectory<M extends MetricName = MetricName>(
    configuration: ConfigurationInput,
    options: TrajectoryOptions<M> = {},
  ): Trajectory<M> {
    checkOptions(options, known.trajectory)
    const epochs = checkEpoch(this.epochs, options.epochs, "options.epochs")
    // Of a specialised pack the first epochs may be gone.
    checkEpoch(this.epochs, epochFidelity.lower, "epoch")
    const groups = this.select(options.metrics)
    const complete = this.validate(configuration, withExtrapolate(options))
    const columns: Record<string, Float32Array> = {}
    for (const { surrogates, encoder } of groups) {
      const grid = encodeEpochs(encoder, complete, epochs)
      for (const surrogate of surrogates) {
        columns[surrogate.metric] = new Float32Array(epochs)
        surrogate.evaluateGrid(grid, columns[surrogate.metric])
      }
    }
    const epoch = Int32Array.from({ length: epochs }, (_, i) => i + 1)
    return { epoch, ...columns } as Trajectory<M>
  }

  /**
   * Asks as a Python program asks `jahs_bench.Benchmark`, and answers what that answers: for programs that are
   * ported. Ranges are not checked: any number is answered for LearningRate, WeightDecay, N, W, Resolution and
   * `nepochs`. As in Python, `true` is 1; other keys, `epoch` among them, are left unused. Outside `space`,
   * nobody checked how well the answers hold; `query` says so instead of answering.
   *
   * @param config every hyperparameter, Optimizer, N, W and Resolution included
   * @returns epoch → metric → value: of `nepochs` alone, or of 1…`nepochs` with `fullTrajectory`
   * @throws {ConfigurationError} for an unknown category (Python's ValueError), a missing key (KeyError), and
   *   for text or nothing in the place of a number
   * @throws {FidelityError} for `nepochs` of 0 or less (AssertionError), or not an integer with
   *   `fullTrajectory` (TypeError)
   * @throws {TypeError} for an unknown option
   * @example
   * ```ts
   * const answer = benchmark.call(configuration, { nepochs: 50 })
   * answer[50]["valid-acc"] === benchmark.query(configuration, { epoch: 50 })["valid-acc"] // true
   * ```
   */
  call(config: CallConfiguration, options: CallOptions = {}): CallResult {
    checkOptions(options, known.call)
    if (this.repairs.length > 0) {
      throw new UnsupportedModelError({
        source: this.release,
        what: "a repaired benchmark does not answer what jahs_bench answers, as `call` promises",
        expected: "a benchmark without repair",
        actual: this.repairs.join(", "),
        remedy: "`query` answers",
      })
    }
    if (this.card.specialisedFrom !== undefined) {
      throw new UnsupportedModelError({
        source: this.release,
        what: "a specialised pack does not answer any number, as `call` promises",
        expected: "a whole release",
        actual: "a part of one",
        remedy: "`query` answers within its domain",
      })
    }
    return call(this.allGroups, config, options)
  }

  /**
   * Draws what `sample_config(random_state)` of `jahs_bench` draws: a configuration of the whole design space
   * (`jahsSpace`, not this benchmark's `space`) and an epoch from 1 to 199. `space.sample` is this package's
   * own way. Upstream's floats pass through the C library's `exp`; this one is correctly rounded, so that of
   * 10,000 floats about 8 differ from glibc 2.36's in their last bit.
   *
   * @param seed an integer from 0 to 2^32 - 1, or a `RandomState`, which moves on
   * @returns a frozen configuration in upstream's order of keys, with `epoch`
   * @throws {RangeError} for a seed out of range
   * @throws {TypeError} for a seed of another type
   * @example
   * ```ts
   * const { epoch, ...sampled } = benchmark.sampleConfig(0)
   * epoch // 141
   * sampled.LearningRate // 0.06005288202683084
   * benchmark.call(sampled, { nepochs: epoch })
   * ```
   */
  sampleConfig(seed: number | ConfigRandom): SampledConfig {
    return sampleConfig(seed)
  }

  /** @internal What `queryMany` asks, checked. */
  plan(
    configurations: readonly ConfigurationInput[],
    options: QueryOptions,
  ): { groups: readonly SurrogateGroup[]; complete: readonly Configuration[]; epoch: number } {
    checkOptions(options, known.query)
    const epoch = checkEpoch(this.epochs, options.epoch, "options.epoch")
    const groups = this.select(options.metrics)
    const extrapolation = withExtrapolate(options)
    const complete = configurations.map((configuration, i) =>
      this.validate(configuration, { ...extrapolation, source: `configurations[${i}]` }),
    )
    return { groups, complete, epoch }
  }

  private columns<M extends MetricName>(
    groups: readonly SurrogateGroup[],
    numRows: number,
    encodeRow: (encoder: Surrogate["encoder"], row: number, out: Float32Array) => void,
  ): QueryColumns<M> {
    const columns: Record<string, Float32Array> = {}
    for (const { surrogates, encoder } of groups) {
      const { numFeatures } = encoder
      const rows = new Float32Array(numRows * numFeatures)
      for (let row = 0; row < numRows; row++) {
        encodeRow(encoder, row, rows.subarray(row * numFeatures, (row + 1) * numFeatures))
      }
      for (const surrogate of surrogates) {
        columns[surrogate.metric] = new Float32Array(numRows)
        surrogate.evaluateMany(rows, columns[surrogate.metric])
      }
    }
    return columns as QueryColumns<M>
  }
}
