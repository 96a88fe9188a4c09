/** `live`: trains a configuration on this machine, epoch by epoch. */

import type { MetricName, TaskName } from "../../benchmark/index.ts"
import { jahsSpace } from "../../space/index.ts"
import { type CommandDefinition, defineCommand } from "../frame/define-command.ts"
import { durationText, metricText } from "../frame/numbers.ts"
import type { Screen } from "../frame/screen.ts"
import { definitions } from "../frame/table.ts"
import { untilInterrupted } from "../frame/until-interrupted.ts"
import { UsageError } from "../frame/usage-error.ts"
import { givenConfigurations } from "../input/configurations.ts"
import { type ConfigurationOptions, configurationOptions, integer } from "../input/options.ts"
import { describeConfiguration } from "../lines/describe-configuration.ts"

interface Options extends ConfigurationOptions {
  readonly task: string
  readonly epochs?: number
  readonly seed: number
  readonly python?: string
  readonly images?: string
}

/** What people are told of an epoch. */
const SHOWN: readonly MetricName[] = ["train-acc", "valid-acc", "test-acc"]

export const live: CommandDefinition = defineCommand<Options>({
  name: "live",
  summary: "Trains configurations on this machine, a line an epoch.",
  description:
    "Needs Python with PyTorch, NumPy and Pillow, and the images of Fashion-MNIST. An epoch takes seconds at N=1 W=4 " +
    "Resolution=0.25 and minutes at N=5 W=16 Resolution=1. Ctrl-C ends the training.",
  examples: [
    "jahs-bench-201 live --epochs 2 N=1 W=4 Resolution=0.25 \\\n    Op1=2 Op2=1 Op3=0 Op4=0 Op5=1 Op6=3 \\\n    LearningRate=0.1 WeightDecay=0.0005 Activation=ReLU TrivialAugment=false",
  ],
  json: "one line {configuration,seed,epoch,metrics} an epoch, null for what was not measured",
  configure(command) {
    configurationOptions(command)
    command
      .option("--task <name>", "fashion_mnist, the one that can be trained", "fashion_mnist")
      .option(
        "--epochs <number>",
        "epochs to train, 1..200, of a schedule of 200 (required)",
        integer(1, 200),
      )
      .option(
        "--seed <number>",
        "of initial weights, order of images, augmentation",
        integer(0, 2 ** 32 - 1),
        0,
      )
      .option("--python <program>", "a Python that has PyTorch (default: JAHS_BENCH_PYTHON, python3)")
      .option("--images <folder>", "Fashion-MNIST's *-ubyte.gz files (default: JAHS_BENCH_IMAGES, Debian's)")
  },
  async run(screen, { epochs, seed, ...options }, words) {
    if (epochs === undefined) {
      throw new UsageError({ path: "--epochs", what: "missing", expected: "epochs to train, 1..200" })
    }
    // Not needed by the other commands.
    const { openBenchmark } = await import("../../node/open-benchmark.ts")
    const { task, python, images } = options
    const benchmark = await openBenchmark({
      // An unknown name is the library's to refuse.
      task: task as TaskName,
      kind: "live",
      ...(python === undefined ? {} : { python }),
      ...(images === undefined ? {} : { images }),
    })
    await untilInterrupted(async signal => {
      for await (const batch of givenConfigurations(screen, options, words)) {
        for (const { value, where } of batch) {
          const configuration = jahsSpace.validate(value, { source: where })
          const progress = screen.progress("training, in % of the images", 100)
          const onProgress = ({ fraction }: { readonly fraction: number }): void =>
            progress.update(Math.floor(100 * fraction))
          for (const line of header(screen, configuration)) await screen.print(line)
          await screen.flush()
          try {
            for await (const { epoch, ...metrics } of benchmark.train(configuration, {
              ...{ epochs, seed, signal, onProgress },
            })) {
              progress.end()
              if (screen.json) await screen.document({ configuration, seed, epoch, metrics })
              else await screen.print(epochLine(epoch, epochs, metrics))
              await screen.flush()
            }
          } finally {
            progress.end()
          }
        }
      }
    }, "what was trained is lost, the same command begins anew")
    return undefined
  },
})

function header(screen: Screen, configuration: Parameters<typeof describeConfiguration>[0]): string[] {
  if (screen.json) return []
  const { columns, colors } = screen
  return definitions(describeConfiguration(configuration, jahsSpace), columns, colors.dim)
}

function epochLine(
  epoch: number,
  epochs: number,
  metrics: Readonly<Record<MetricName | "carried" | "diverged", number>>,
): string {
  const accuracies = SHOWN.map(name => `${name} ${metricText(name, metrics[name])} %`).join(", ")
  const time = metrics.carried === 1 ? "not trained" : durationText(metrics.runtime)
  const diverged = metrics.diverged === 1 ? ", diverged" : ""
  return `epoch ${epoch}/${epochs}: ${accuracies}, ${time}${diverged}`
}
