/** `optimum`: the best configuration there is, with proof, and Pareto fronts. */

import type {
  Benchmark,
  BenchmarkWorkers,
  Constraints,
  Metric,
  MetricName,
  Optimum,
  ParetoFront,
} from "../../benchmark/index.ts"
import { openWorkers } from "../../node/worker-threads.ts"
import { type CommandDefinition, defineCommand } from "../frame/define-command.ts"
import { metricText } from "../frame/numbers.ts"
import type { Screen } from "../frame/screen.ts"
import { untilInterrupted } from "../frame/until-interrupted.ts"
import { UsageError } from "../frame/usage-error.ts"
import { nameOf, open } from "../input/open.ts"
import { type BenchmarkOptions, benchmarkOptions, integer, number } from "../input/options.ts"
import { constraintsOf, type RegionOptions, regionOf, regionOptions, repeated } from "../input/region.ts"
import { printFront, printOptimum } from "../lines/optimum-lines.ts"
import { certificateCsv, certificateJson } from "../output/certificate-file.ts"
import { checkWritable, writeWhole } from "../output/write-file.ts"

interface Options extends BenchmarkOptions, RegionOptions {
  readonly metric: MetricName
  readonly pareto?: MetricName
  readonly goal?: Metric["goal"]
  readonly constraint?: readonly string[]
  readonly epoch: number
  readonly extrapolate?: boolean
  readonly certificate?: string
  readonly force?: boolean
  readonly workers: number
}

/** What both searches are asked with. */
interface Question {
  readonly fixed: ReturnType<typeof regionOf>
  readonly constraints: Constraints
  readonly epoch: number
  readonly extrapolate: boolean
}

function searchOptimum(
  screen: Screen,
  workers: BenchmarkWorkers,
  { metric, goal }: Options,
  question: Question,
): Promise<Optimum> {
  let progress: ReturnType<Screen["progress"]> | null = null
  return untilInterrupted(signal =>
    workers.optimum({
      ...question,
      metric,
      ...(goal === undefined ? {} : { goal }),
      signal,
      onProgress({ done, total, value, bound, gap }) {
        progress ??= screen.progress("choices", total)
        const best = value === null ? "no value yet" : `best ${metricText(metric, value)}`
        const left = Number.isFinite(gap) ? metricText(metric, gap) : metricText(metric, bound)
        progress.label(`${best}, ${Number.isFinite(gap) ? "gap" : "bound"} ${left}, choices`)
        progress.update(done)
      },
    }),
  ).finally(() => progress?.end())
}

async function withWorkers<Result>(
  benchmark: Benchmark,
  count: number,
  work: (workers: BenchmarkWorkers) => Promise<Result>,
): Promise<Result> {
  const workers = await openWorkers(benchmark, { count })
  try {
    return await work(workers)
  } finally {
    await workers.close()
  }
}

function searchFront(
  screen: Screen,
  benchmark: Benchmark,
  metrics: readonly [MetricName, MetricName],
  question: Question,
): Promise<ParetoFront> {
  let progress: ReturnType<Screen["progress"]> | null = null
  return untilInterrupted(signal =>
    benchmark.paretoFront({
      ...question,
      metrics,
      signal,
      onProgress({ done, total, points }) {
        progress ??= screen.progress("choices", total)
        progress.label(`${points} points, choices`)
        progress.update(done)
      },
    }),
  ).finally(() => progress?.end())
}

async function writeCertificate(
  { certificate: path = "", force = false }: Options,
  { certificate }: Optimum,
): Promise<void> {
  const text = path.endsWith(".csv") ? certificateCsv(certificate) : certificateJson(certificate)
  await writeWhole(path, new TextEncoder().encode(text), force)
}

async function checkFile({ certificate, pareto, goal, workers, force = false }: Options): Promise<void> {
  if (pareto !== undefined && (certificate !== undefined || goal !== undefined || workers > 0)) {
    throw new UsageError({ path: "--pareto", what: "excludes --certificate, --goal and --workers" })
  }
  if (certificate === undefined) return
  if (!/\.(csv|json)$/.test(certificate)) {
    throw new UsageError({
      path: "--certificate",
      what: "unknown kind of file",
      expected: "a name that ends in .csv or .json",
      actual: certificate,
    })
  }
  await checkWritable(certificate, force)
}

export const optimum: CommandDefinition = defineCommand<Options>({
  name: "optimum",
  summary: "The best configuration there is, with proof that none is better.",
  description:
    "Exact over all discrete choices and all LearningRates and WeightDecays, on one core in seconds; with tight " +
    "constraints, or as a Pareto front, in about a minute.",
  examples: [
    "jahs-bench-201 optimum --task cifar10",
    "jahs-bench-201 optimum --task cifar10 --metric valid-acc --constraint 'latency<=0.5' \\\n    Activation=ReLU TrivialAugment=true Op1=2 Op2=0,1",
    "jahs-bench-201 optimum --task cifar10 --metric valid-acc --pareto latency \\\n    Op1=2 Op2=0 Op3=0 Op4=1 Op5=0 Activation=ReLU",
  ],
  json: "one document {task,release,epoch,metric,goal,constraints,best,certificate}, or of --pareto {…,points}",
  configure(command) {
    regionOptions(command)
    benchmarkOptions(command)
    command
      .option("--metric <name>", "metric whose optimum is sought", "valid-acc")
      .option("--goal <goal>", "maximize or minimize (default: the metric's own)")
      .option("--constraint <limit>", "such as latency<=1 or size_MB>=0.1; may be repeated", repeated)
      .option("--pareto <metric>", "the Pareto front with a second metric instead")
      .option("--epoch <number>", "epoch at which the metrics are asked, 1..200", number, 200)
      .option("--extrapolate", "search outside the release's domain, too: nobody checked how well it answers")
      .option("--certificate <file>", "writes the bound of every discrete choice: .csv or .json")
      .option("--force", "replaces a file that exists")
      .option("--workers <number>", "threads beside this one (default: none)", integer(0, 256), 0)
  },
  async run(screen, options, words) {
    await checkFile(options)
    const { metric, pareto, epoch, extrapolate = false } = options
    const constraints = constraintsOf(options.constraint ?? [])
    const question = { fixed: regionOf(options, words), constraints, epoch, extrapolate }
    const benchmark = await open(options)
    const { task, release } = benchmark
    const heading = screen.colors.bold(`${nameOf(benchmark)}, epoch ${epoch}`)
    if (pareto !== undefined) {
      const front = await searchFront(screen, benchmark, [metric, pareto], question)
      if (screen.json) return void (await screen.document({ task, release, epoch, constraints, ...front }))
      await screen.print(heading)
      await printFront(screen, front)
      return
    }
    const found = await withWorkers(benchmark, options.workers, workers =>
      searchOptimum(screen, workers, options, question),
    )
    if (options.certificate !== undefined) await writeCertificate(options, found)
    if (screen.json) {
      const { goal, best, certificate } = found
      const { numChoices, numSummed, cells } = certificate
      const proof = { numChoices, numSummed, cells }
      await screen.document({ task, release, epoch, metric, goal, constraints, best, certificate: proof })
      return
    }
    await screen.print(heading)
    await printOptimum(screen, benchmark, found)
    return
  },
})
