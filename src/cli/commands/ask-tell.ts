/** `ask-tell`: an optimiser for somebody's evaluator, or a study for somebody's optimiser, over JSON lines. */

import type { MetricName } from "../../benchmark/index.ts"
import { hostOptimiser } from "../../experiments/host-optimiser.ts"
import { hostStudy } from "../../experiments/host-study.ts"
import { type Arm, armOf, type FidelityAxis, protocolOf, studyToJson } from "../../experiments/index.ts"
import { LineReader } from "../../experiments/line-reader.ts"
import { checkOptimiser } from "../../experiments/make-optimiser.ts"
import { runtimeName } from "../../node/run-study.ts"
import { type StudyKind, studySpace } from "../../search/index.ts"
import { jahsSpace } from "../../space/index.ts"
import { type CommandDefinition, defineCommand } from "../frame/define-command.ts"
import type { Screen } from "../frame/screen.ts"
import { UsageError } from "../frame/usage-error.ts"
import { open } from "../input/open.ts"
import { type BenchmarkOptions, benchmarkOptions, integer, names, positive } from "../input/options.ts"
import { checkWritable, writeWhole } from "../output/write-file.ts"

interface Options extends BenchmarkOptions {
  readonly optimiser?: string
  readonly space: StudyKind
  readonly fidelity?: FidelityAxis
  readonly metrics: readonly MetricName[]
  readonly seed: number
  readonly seeds: number
  readonly budget: number
  readonly workers: number
  readonly synchronous?: boolean
  readonly extrapolate?: boolean
  readonly name: string
  readonly out?: string
  readonly force?: boolean
}

/** Options of studies, which nothing reads where an optimiser is hosted. */
const STUDIES_ALONE = ["seeds", "budget", "workers", "synchronous", "name", "out", "force"] as const

async function serveOptimiser(
  screen: Screen,
  lines: LineReader,
  options: Options,
  optimiser: string,
): Promise<void> {
  const { space, fidelity, metrics, seed, extrapolate = false } = options
  checkOptimiser(optimiser, {})
  const arm = armOf({ optimiser, space, metrics, ...(fidelity === undefined ? {} : { fidelity }) })
  const benchmark = await open(options, ["runtime"])
  const hyperparameters = studySpace(extrapolate ? jahsSpace : benchmark.space, { kind: space, seed })
  await hostOptimiser(lines, sendTo(screen), { arm, task: benchmark.task, hyperparameters, seed })
}

/** A line at once: somebody waits for it. */
function sendTo(screen: Screen): (message: unknown) => Promise<void> {
  return async message => {
    await screen.document(message)
    await screen.flush()
  }
}

async function serveStudy(screen: Screen, lines: LineReader, options: Options): Promise<void> {
  const { name, space, fidelity = null, metrics, seeds, budget, workers, out, force = false } = options
  if (out !== undefined) await checkWritable(out, force)
  const arm: Arm = armOf({ ...{ optimiser: name, space, fidelity, metrics }, name, title: name })
  const benchmark = await open(options, [...new Set<MetricName>([...metrics, "runtime"])])
  const { task, release } = benchmark
  const protocol = protocolOf({
    ...{ name: "ask-tell", arms: [], tasks: [task], release, seeds, budget, workers },
    ...{ isSynchronous: options.synchronous ?? false, extrapolate: options.extrapolate ?? false },
  })
  const whole = { ...protocol, arms: [arm] }
  const send = sendTo(screen)
  const results = await hostStudy(lines, send, [benchmark], whole, runtimeName())
  if (out !== undefined) {
    const encoder = new TextEncoder()
    await writeWhole(
      out,
      async append => {
        for (const piece of studyToJson(results)) await append(encoder.encode(piece))
      },
      force,
    )
  }
  await send({ done: { numRuns: results.runs.length, file: out ?? null } })
}

export const askTell: CommandDefinition = defineCommand<Options>({
  name: "ask-tell",
  summary: "An optimiser for your evaluator, or a study for your optimiser, over JSON lines.",
  description:
    "With --optimiser, answers {ask}, {tell}, {state} and {restore} on standard input. Without, runs a study on the " +
    "simulated clock whose optimiser is at the other end: it is asked {ask} and told {tell} on standard output. " +
    "docs/experiments.md has all messages, examples/own_optimiser.py is such an optimiser.",
  examples: [
    `printf '{"ask":true}\\n{"state":true}\\n{"ask":true}\\n' |\n    jahs-bench-201 ask-tell --task cifar10 --optimiser tpe`,
  ],
  json: "errors as JSON, too; lines are JSON anyway",
  configure(command) {
    benchmarkOptions(command)
    command
      .option("--optimiser <name>", "host this optimiser, see `experiment list` (default: host a study)")
      .option("--space <kind>", "joint, hpo-only or nas-only", "joint")
      .option("--fidelity <name>", "epoch, N, W, Resolution or diagonal: a ladder to use")
      .option("--metrics <names>", "what is told, between commas", names, ["valid-acc"])
      .option("--extrapolate", "search the whole design space, beyond the release's domain")
      .option("--seed <integer>", "of a hosted optimiser", integer(0, 2 ** 31 - 1), 0)
      .option("--seeds <count>", "studies: runs, with seeds 0, 1, 2, …", integer(1, 1_000_000), 1)
      .option("--budget <number>", "studies: of a run, in mean full evaluations", positive, 100)
      .option("--workers <count>", "studies: simulated workers", integer(1, 1_000_000), 1)
      .option("--synchronous", "studies: simulated workers wait for the slowest")
      .option("--name <name>", "studies: what the optimiser is called in results", "own")
      .option("--out <file>", "studies: a .json file of results")
      .option("--force", "replace the file if it exists")
  },
  async run(screen, options, _, command) {
    const { optimiser } = options
    const lines = new LineReader(screen.stdin)
    try {
      if (optimiser === undefined) await serveStudy(screen, lines, options)
      else {
        const given = STUDIES_ALONE.find(name => command.getOptionValueSource(name) === "cli")
        if (given !== undefined) {
          throw new UsageError({
            path: `--${given}`,
            what: "an option of studies",
            expected: "no --optimiser",
          })
        }
        await serveOptimiser(screen, lines, options, optimiser)
      }
    } finally {
      await lines.close()
    }
    return undefined
  },
})
