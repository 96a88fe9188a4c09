/** Training runs on this machine, asked as a benchmark is: nothing is predicted or looked up. */

import { checkOptions } from "../benchmark/check.ts"
import { FidelityError, NotFoundError, show, TrainingError } from "../errors.ts"
import { didYouMean } from "../nearest.ts"
import { type Configuration, type ConfigurationInput, jahsSpace, type Space } from "../space/index.ts"
import type { TableResult, TableTrajectory } from "../table/table-benchmark.ts"
import { type LiveEpoch, type LiveMetricName, liveMetrics } from "./live-metrics.ts"
import type { Trainer, TrainingRequest } from "./trainer.ts"
import { type LiveProgress, TrainingClock } from "./training-clock.ts"
import { trainingMessage } from "./training-message.ts"

/** What every training run may be told. */
export interface RunOptions {
  /**
   * Of initial weights, order of images and augmentation: 0 … 2³² - 1 (default 0). The same configuration and seed
   * give the same accuracies on the same machine and versions; `measuredConfiguration(k).seed` is the collection's.
   */
  readonly seed?: number
  /** Ends the training, and its process, at once. */
  readonly signal?: AbortSignal
  /** Told some dozen times an epoch. What it throws ends the training. */
  readonly onProgress?: (progress: LiveProgress) => void
}

export interface LiveTrainOptions extends RunOptions {
  /** Epochs to train, 1 … 200, of a schedule of 200. There is no default: an epoch may take seconds or minutes. */
  readonly epochs: number
}

export interface LiveTrajectoryOptions<M extends LiveMetricName = LiveMetricName> extends LiveTrainOptions {
  /** Columns to answer (default: all). */
  readonly metrics?: readonly M[]
}

export interface LiveQueryOptions<M extends LiveMetricName = LiveMetricName> extends RunOptions {
  /** Epoch at which the metrics are asked, 1 … 200: so many are trained. */
  readonly epoch: number
  readonly metrics?: readonly M[]
}

/** Epochs of the schedule, after which the learning rate is 0. */
const MOST_EPOCHS = 200
const LARGEST_SEED = 2 ** 32 - 1

const RUN_OPTIONS = ["seed", "signal", "onProgress"]

function checkEpochs(epochs: unknown, path: string): number {
  if (Number.isInteger(epochs) && (epochs as number) >= 1 && (epochs as number) <= MOST_EPOCHS)
    return epochs as number
  const expected = `an integer in 1..${MOST_EPOCHS}`
  throw new FidelityError({ path, what: "not an epoch of the schedule", expected, actual: show(epochs) })
}

function checkRun({ seed = 0, onProgress }: RunOptions): number {
  if (!Number.isInteger(seed) || seed < 0 || seed > LARGEST_SEED) {
    throw new RangeError(`options.seed: expected an integer in 0..${LARGEST_SEED}, got ${show(seed)}`)
  }
  if (onProgress !== undefined && typeof onProgress !== "function") {
    throw new TypeError(`options.onProgress: expected a function, got ${show(onProgress)}`)
  }
  return seed
}

function checkMetrics<M extends LiveMetricName>(metrics: readonly M[] | undefined): readonly M[] {
  if (metrics === undefined) return liveMetrics as readonly string[] as readonly M[]
  if (!Array.isArray(metrics)) {
    throw new TypeError(`options.metrics: expected an array of metric names, got ${show(metrics)}`)
  }
  const unknown = metrics.find(name => !liveMetrics.includes(name))
  if (unknown === undefined) return metrics
  throw new NotFoundError({
    path: "options.metrics",
    what: "unknown metric",
    expected: liveMetrics.join(", "),
    actual: show(unknown),
    remedy: didYouMean(unknown, liveMetrics),
  })
}

/**
 * Trains networks of the design space. Made by `openBenchmark({ task: "fashion_mnist", kind: "live" })` on Node, Deno
 * and Bun. Every question trains anew, from the first epoch, in a process of its own, on one thread: times are
 * processor seconds of this machine.
 */
export class LiveBenchmark {
  readonly task = "fashion_mnist"
  readonly kind = "live"
  /** Not a release: say machine and versions wherever you show numbers. */
  readonly release = "live"
  /** The whole design space, every fidelity of it. */
  readonly space: Space = jahsSpace
  /** What is measured, in the order in which results list it. */
  readonly metrics: readonly LiveMetricName[] = liveMetrics
  /** The Python that trains. */
  readonly python: string
  /** Folder of the images. */
  readonly images: string
  private readonly trainer: Trainer

  /** @internal */
  constructor(trainer: Trainer) {
    this.trainer = trainer
    this.python = trainer.python
    this.images = trainer.images
  }

  /**
   * Checks a configuration as `train` does, without training it.
   *
   * @returns a new frozen configuration with every hyperparameter
   * @throws {ConfigurationError} naming the hyperparameter, what is allowed and what was given
   */
  validate(configuration: unknown): Configuration {
    return this.space.validate(configuration)
  }

  /**
   * Trains a configuration. The process starts with the first epoch that is asked for, and is ended by the time that
   * the iterator is: after the last epoch, by `break`, by an exception, by the signal, and with this program.
   *
   * @param configuration with N, W and Resolution: what they are decides how long an epoch takes
   * @returns what was measured, epoch by epoch, as it comes; the epochs after a divergence come at once, `carried`
   * @throws {ConfigurationError} naming the hyperparameter, what is allowed and what was given
   * @throws {FidelityError} for epochs that the schedule does not have
   * @throws {RangeError} for a seed out of range
   * @throws {TypeError} for an unknown option
   * @throws {TrainingError} while iterating, where the process fails, with what it said
   * @throws the signal's reason, while iterating
   */
  train(configuration: ConfigurationInput, options: LiveTrainOptions): AsyncGenerator<LiveEpoch, void, void> {
    checkOptions(options, ["epochs", ...RUN_OPTIONS])
    const epochs = checkEpochs(options.epochs, "options.epochs")
    return this.run({ configuration: this.validate(configuration), seed: checkRun(options), epochs }, options)
  }

  /**
   * Trains a configuration and tells its learning curve.
   *
   * @returns `epoch` (1, 2, …, `epochs`) and one column a metric
   * @throws as `train`; {NotFoundError} for a metric that is not measured
   */
  async trajectory<M extends LiveMetricName = LiveMetricName>(
    configuration: ConfigurationInput,
    options: LiveTrajectoryOptions<M>,
  ): Promise<TableTrajectory<M>> {
    const { metrics, ...training } = options
    const names = checkMetrics(metrics)
    const rows: LiveEpoch[] = []
    for await (const row of this.train(configuration, training)) rows.push(row)
    const epoch = Int32Array.from(rows, row => row.epoch)
    const columns = names.map(name => [name, Float64Array.from(rows, row => row[name])])
    return { epoch, ...Object.fromEntries(columns) } as TableTrajectory<M>
  }

  /**
   * Trains a configuration up to an epoch and tells what was measured there.
   *
   * @returns metric → value
   * @throws as `trajectory`
   */
  async query<M extends LiveMetricName = LiveMetricName>(
    configuration: ConfigurationInput,
    options: LiveQueryOptions<M>,
  ): Promise<TableResult<M>> {
    checkOptions(options, ["epoch", "metrics", ...RUN_OPTIONS])
    const { epoch, metrics, ...run } = options
    const names = checkMetrics(metrics)
    const epochs = checkEpochs(epoch, "options.epoch")
    const curve = await this.trajectory(configuration, { ...run, epochs, metrics: names })
    return Object.fromEntries(names.map(name => [name, curve[name][epochs - 1]])) as TableResult<M>
  }

  private async *run(
    request: TrainingRequest,
    { signal, onProgress }: RunOptions,
  ): AsyncGenerator<LiveEpoch, void, void> {
    const clock = new TrainingClock(request.epochs)
    let next = 1
    for await (const line of this.trainer.train(request, signal)) {
      const message = trainingMessage(line)
      onProgress?.(clock.follow(message))
      if (!("row" in message)) continue
      const { row } = message
      if (row.epoch !== next) {
        const [expected, actual] = [`epoch ${next}`, `epoch ${row.epoch}`]
        throw new TrainingError({ source: "collector", what: "an epoch out of order", expected, actual })
      }
      next++
      yield row
    }
    if (next > request.epochs) return
    const [expected, actual] = [`${request.epochs} epochs`, `${next - 1}`]
    throw new TrainingError({ source: "collector", what: "ended early", expected, actual })
  }
}
