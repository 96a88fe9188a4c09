/**
 * What the search for a surrogate's settings gains over the paper's defaults, on test rows that neither saw: each
 * metric of both tasks, on a seeded sample of whole configurations.
 * `npm run bench:search-gain -- --predictions ../official-predictions [--out bench/results] [--journals folder]`
 *
 * Of the published predictions, configurations are drawn (never those of the hold-out runs) until there are 12,000
 * rows a task, and models have 100 trees in place of the paper's 500: 14 metrics of 20 trials are then about seven
 * minutes of CPU time. With `--journals`, a run that was interrupted goes on.
 */
import { mkdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { gunzipSync } from "node:zlib"
import { parse } from "csv-parse/sync"
import { createRandom } from "jahs-bench-201"
import { fileJournal } from "jahs-bench-201/node"
import { fitSurrogate, type Scores, type SurrogateParameters, tableOf } from "jahs-bench-201/training"
import { type Environment, environment, RESULTS, ROOT, writeResult } from "./support.ts"

const METRICS = ["FLOPS", "latency", "runtime", "size_MB", "train-acc", "valid-acc", "test-acc"]
const TASKS = ["cifar10", "fashion_mnist"] as const
const SAMPLE = { rows: 12_000, seed: 201 }
const FIT = { numTrees: 100, seed: 201 }
const TRIALS = 20
/** The release's predictions all have these. */
const CONSTANTS = { N: 5, W: 16, Resolution: 1 } as const

type Line = Readonly<Record<string, string>>

/** Scores as they are kept: five decimals of shares, six digits of a label's unit. */
interface KeptScores {
  readonly R2: number
  readonly kendallTau: number
  readonly RMSE: number
}

interface Gain {
  readonly task: string
  readonly metric: string
  readonly testRows: number
  readonly defaults: KeptScores
  readonly searched: KeptScores
  readonly parameters: SurrogateParameters
}

/** What is written to `bench/results`. */
export interface SearchGainResult {
  readonly environment: Environment
  readonly sample: typeof SAMPLE & {
    readonly of: string
    readonly samples: readonly { readonly task: string; readonly rows: number }[]
  }
  readonly fit: typeof FIT & { readonly trials: number }
  readonly gains: readonly Gain[]
}

const { values: options } = parseArgs({
  options: {
    predictions: { type: "string" },
    out: { type: "string", default: RESULTS },
    journals: { type: "string" },
  },
})
if (options.predictions === undefined) {
  console.error("--predictions: expected the folder of cifar10.csv.gz and fashion_mnist.csv.gz")
  process.exit(2)
}

/** Runs that nothing is fitted to, as the bundled release's card names them. */
function holdoutRuns(task: string): ReadonlySet<string> {
  const card = JSON.parse(readFileSync(join(ROOT, "models", "distilled-2", `${task}.card.json`), "utf8"))
  return new Set(card.holdoutRuns)
}

/** What names a configuration: all columns before the epoch. */
function configurationOf(line: Line): string {
  const { Op1, Op2, Op3, Op4, Op5, Op6, Activation, TrivialAugment, LearningRate, WeightDecay } = line
  return [Op1, Op2, Op3, Op4, Op5, Op6, Activation, TrivialAugment, LearningRate, WeightDecay].join()
}

/** Whole configurations, drawn one after the other. */
function sampleOf(lines: readonly Line[]): Line[] {
  const byConfiguration = new Map<string, Line[]>()
  for (const line of lines) {
    const name = configurationOf(line)
    const own = byConfiguration.get(name)
    if (own === undefined) byConfiguration.set(name, [line])
    else own.push(line)
  }
  const left = [...byConfiguration.values()]
  const random = createRandom(SAMPLE.seed)
  const drawn: Line[] = []
  while (drawn.length < SAMPLE.rows && left.length > 0) {
    const at = random.integers(0, left.length)
    drawn.push(...left[at]!)
    left[at] = left.at(-1)!
    left.pop()
  }
  return drawn
}

function recordOf({ run: _, Activation, TrivialAugment, ...numbers }: Line): Record<string, string | number> {
  const values = Object.entries(numbers).map(([name, text]) => [name, Number(text)])
  return { ...Object.fromEntries(values), Activation: Activation!, TrivialAugment: TrivialAugment! }
}

function kept({ R2, kendallTau, RMSE }: Scores): KeptScores {
  return {
    R2: Number(R2.toFixed(5)),
    kendallTau: Number(kendallTau.toFixed(5)),
    RMSE: Number(RMSE.toPrecision(6)),
  }
}

const started = process.cpuUsage()
const gains: Gain[] = []
const samples: { task: string; rows: number }[] = []
if (options.journals !== undefined) mkdirSync(options.journals, { recursive: true })
for (const task of TASKS) {
  const holdout = holdoutRuns(task)
  const all: Line[] = parse(gunzipSync(readFileSync(join(options.predictions, `${task}.csv.gz`))), {
    columns: true,
  })
  const lines = sampleOf(all.filter(line => !holdout.has(line["run"]!)))
  samples.push({ task, rows: lines.length })
  const table = tableOf(lines.map(recordOf))
  for (const metric of METRICS) {
    const fit = { ...FIT, metrics: [metric], constants: CONSTANTS }
    const plain = await fitSurrogate(table, { ...fit, trials: 0 })
    const searched = await fitSurrogate(table, {
      ...fit,
      trials: TRIALS,
      ...(options.journals === undefined
        ? {}
        : { journal: fileJournal(join(options.journals, `${task}-${metric}.ndjson`)) }),
    })
    const gain: Gain = {
      task,
      metric,
      testRows: plain.split.test.length,
      defaults: kept(plain.evaluations[0]!.scores),
      searched: kept(searched.evaluations[0]!.scores),
      parameters: searched.fits[0]!.parameters,
    }
    gains.push(gain)
    const { defaults: before, searched: after } = gain
    console.log(
      `${task}, ${metric}: R² ${before.R2} → ${after.R2}, τ ${before.kendallTau} → ${after.kendallTau}, RMSE ${before.RMSE} → ${after.RMSE}`,
    )
  }
}
const { user, system } = process.cpuUsage(started)
console.log(`${Math.round((user + system) / 1e6)} s of CPU time`)
const result: SearchGainResult = {
  environment: environment(),
  sample: { ...SAMPLE, of: "whole configurations, without the hold-out runs", samples },
  fit: { ...FIT, trials: TRIALS },
  gains,
}
writeResult("search-gain", result, options.out)
